"""An application on a loopback address, and clients of it that need no socket."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from voltwin.store.interface import Store, StoreUnavailableError
from voltwin_server.app import create_app
from voltwin_server.settings import Settings

URL = "http://127.0.0.1:8000"


class NoStore:
    """Answers that it is there, or away, and nothing else."""

    url = "nowhere"
    is_away = False

    def check(self) -> None:
        if self.is_away:
            raise StoreUnavailableError("10.0.0.7:5432 refuses")

    def close(self) -> None:
        pass


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


@pytest.fixture
def no_store() -> NoStore:
    return NoStore()


@pytest.fixture
def app(settings: Settings, no_store: NoStore) -> FastAPI:
    return create_app(settings, store=cast(Store, no_store))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of the application, which has started; crashes are answers, not exceptions."""
    with TestClient(app, base_url=URL, raise_server_exceptions=False) as client:
        yield client
