"""A whole server for a module's tests, and a twin of the example in it."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from tests.server.conftest import URL

from voltwin_server.app import create_app
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.settings import Settings

SEED = 5
CLOSE = {"kind": "close", "stations": ["south"], "at": "1h", "for": "1h"}


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


@pytest.fixture(scope="module")
def twin(whole: TestClient) -> str:
    """The path of a twin of the example, with an intervention, twelve hours after its start."""
    body = {"from": {"scenario": SCENARIO}, "seed": SEED}
    path = str(whole.post("/api/twins", json=body).headers["location"])
    for command in ({"do": "intervene", "what": CLOSE}, {"do": "seek", "at": "12h"}):
        assert whole.post(f"{path}/commands", json=command).status_code == 200
    return path
