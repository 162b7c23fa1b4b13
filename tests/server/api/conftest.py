"""A whole server: embedded store, processes; one for all tests of a module, as it takes seconds to
start."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from tests.server.conftest import URL

from voltwin_server.app import create_app
from voltwin_server.settings import Settings


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a whole server."""
    settings = Settings(tmp_path_factory.mktemp("data"), workers=1)
    with TestClient(create_app(settings), base_url=URL, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def settings_of(whole: TestClient) -> Settings:
    """How that server runs."""
    settings: Settings = whole.app.state.settings  # type: ignore[attr-defined]  # it is FastAPI
    return settings
