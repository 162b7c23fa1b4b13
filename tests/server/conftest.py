"""An application on a loopback address, and clients of it that need no socket."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from voltwin.store.interface import Store
from voltwin_server.app import create_app
from voltwin_server.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(settings, store=cast(Store, object()))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of the application, which has started; crashes are answers, not exceptions."""
    url = "http://127.0.0.1:8000"
    with TestClient(app, base_url=url, raise_server_exceptions=False) as client:
        yield client
