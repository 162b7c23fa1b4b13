"""An application on a loopback address, and clients of it that need no socket."""

import io
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from voltwin.store.embedded import EmbeddedStore
from voltwin.store.interface import StoreUnavailableError
from voltwin_server.app import create_app
from voltwin_server.logs import LOG, JsonLines
from voltwin_server.settings import Settings

URL = "http://127.0.0.1:8000"


class Store(EmbeddedStore):
    """A store of its own for a test, which can be made to go away."""

    is_away = False

    def check(self) -> None:
        if self.is_away:
            raise StoreUnavailableError("10.0.0.7:5432 refuses")
        super().check()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with closing(Store(settings.data / "store")) as store:
        yield store


@pytest.fixture
def app(settings: Settings, store: Store) -> FastAPI:
    return create_app(settings, store=store)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of the application, which has started; crashes are answers, not exceptions."""
    with TestClient(app, base_url=URL, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server logs, as JSON, line by line."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonLines())
    level = LOG.level
    LOG.setLevel(logging.INFO)
    LOG.addHandler(handler)
    yield text
    LOG.removeHandler(handler)
    LOG.setLevel(level)
