"""The server does what its description says, whatever it is sent: schemathesis makes requests from
the description, right and wrong ones, and holds the answers against it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from tests.server.conftest import NoStore
from tests.server.running import running

from voltwin.store.interface import Store
from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import Tokens
from voltwin_server.app import create_app
from voltwin_server.description import described
from voltwin_server.settings import Settings

EXAMPLES = 20  # of each operation, besides those that stand for its bounds

CONFIG = {
    "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where a server listens that others reach, and a planner's token."""
    data: Path = tmp_path_factory.mktemp("data")
    token = Tokens(data).create("planner", Role.PLANNER)
    settings = replace(Settings(data), allowed_hosts=("twin.example.org",))
    app = create_app(settings, store=cast(Store, NoStore()))
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
