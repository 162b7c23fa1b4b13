"""The server does what its description says, whatever it is sent: schemathesis makes requests from
the description, right and wrong ones, and holds the answers against it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from tests.server.running import running

from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import Tokens
from voltwin_server.app import create_app
from voltwin_server.description import described
from voltwin_server.settings import Limits, Settings

EXAMPLES = 10  # of each operation, besides those that stand for its bounds

SMALL = Limits(station_days=50, replications=5, variants=5)  # jobs are quick, or too much
CONFIG = {
    # That texts with U+0000 are refused is tested with other hostile texts.
    "generation": {
        "max-examples": EXAMPLES,
        "deterministic": True,
        "database": "none",
        "allow-x00": False,
    },
    "checks": {
        # A schema cannot say which changes a scenario can bear: what is well-formed may be invalid.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "401", "403", "404", "409", "422", "429"]
        },
        "negative_data_rejection": {
            "expected-statuses": [*range(400, 416), 422, 429, 431],
        },
    },
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where a server listens that others reach, and a planner's token."""
    data: Path = tmp_path_factory.mktemp("data")
    token = Tokens(data).create("planner", Role.PLANNER)
    settings = Settings(data, allowed_hosts=("twin.example.org",), workers=1, limits=SMALL)
    app = create_app(settings)
    with running(app, settings) as (host, port):
        yield f"http://{host}:{port}", token


API = schemathesis.openapi.from_dict(
    described(create_app(Settings(Path()))), config=SchemathesisConfig.from_dict(CONFIG)
)


@API.parametrize()
def test_an_operation_does_what_is_written(
    case: schemathesis.Case[Any], served: tuple[str, str]
) -> None:
    url, token = served
    case.call_and_validate(base_url=url, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (Response("{}", 200, media_type="application/json"), "violates schema"),
        (Response("alive", 200, media_type="text/plain"), "Undocumented Content-Type"),
        (Response(status_code=418), "Undocumented status code"),
        (Response(status_code=500), "Server error"),
    ],
)
def test_a_server_that_does_otherwise_is_found(answer: Response, found: str) -> None:
    app = Starlette(routes=[Route("/api/health", lambda request: answer)])
    with pytest.raises(FailureGroup, match=found):
        API["/api/health"]["GET"].Case().call_and_validate(app=app)
