"""A whole server that listens on the loopback, and a client of it; one for all tests, as it takes
seconds to start."""

from collections.abc import Iterator

import pytest
from tests.server.running import running

from voltwin.client.client import Client, connect
from voltwin_server.app import create_app
from voltwin_server.settings import Settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """How the server runs."""
    return Settings(tmp_path_factory.mktemp("data"), workers=1)


@pytest.fixture(scope="session")
def url(settings: Settings) -> Iterator[str]:
    """Where the server is."""
    with running(create_app(settings), settings) as (host, port):
        yield f"http://{host}:{port}"


@pytest.fixture(scope="session")
def client(url: str) -> Iterator[Client]:
    with connect(url) as client:
        yield client
