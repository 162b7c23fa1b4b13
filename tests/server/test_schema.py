"""The server does what its description says, whatever it is sent: schemathesis makes requests from
the description, right and wrong ones, and holds the answers against it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import UUID

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
from voltwin_server.models.example_scenario import CHANGES, SCENARIO
from voltwin_server.settings import Limits, Settings

EXAMPLES = 20  # of each operation, besides those that stand for its bounds
LONG_S = 120
SMALL = Limits(station_days=50, replications=5, variants=5)  # jobs are quick, or too much

CONFIG = {
    "request-timeout": LONG_S,
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
        "negative_data_rejection": {"expected-statuses": [*range(400, 416), 422, 429, 431]},
    },
}
API = schemathesis.openapi.from_dict(
    described(create_app(Settings(Path()))), config=SchemathesisConfig.from_dict(CONFIG)
)


class Served:
    """A server that others reach, as a planner sees it, with something of each kind in it."""

    def __init__(self, url: str, token: str, admin: str) -> None:
        self.url, self.headers = url, {"Authorization": f"Bearer {token}"}
        self._admin = {"Authorization": f"Bearer {admin}"}
        scenario = self.made("/api/scenarios", SCENARIO)["id"]
        of = {"scenario_id": scenario, "replications": 2, "until": "6h"}
        differs = {**of, "variants": {"more": CHANGES}, "measures": ["lost_share"]}
        factor = {"more": {"path": "stations[*].chargers", "add": [0, 1]}}
        self.ids = {
            "scenarios": scenario,
            "runs": self.made("/api/runs", of)["id"],
            "comparisons": self.made("/api/comparisons", differs)["id"],
            "sweeps": self.made("/api/sweeps", {**of, "factors": factor})["id"],
        }
        # An admin's: whoever may not delete it finds it in all that is asked.
        twin = self.made("/api/twins", {"from": {"scenario": scenario}}, self._admin)
        self.ids["twins"] = twin["id"]
        self.made(f"/api/twins/{self.ids['twins']}/commands", {"do": "seek", "at": "6h"})
        for kind in ("runs", "comparisons", "sweeps"):
            ended = self.asked(f"/api/{kind}/{self.ids[kind]}?wait=60")
            assert ended["status"] == "COMPLETED", ended

    def asked(self, path: str) -> Any:
        """Return the answer to a GET."""
        return answered(Request(f"{self.url}{path}", headers=self.headers))

    def made(self, path: str, body: object, who: dict[str, str] | None = None) -> Any:
        """Return the answer to a POST."""
        headers = {**(who or self.headers), "Content-Type": "application/json"}
        return answered(Request(f"{self.url}{path}", json.dumps(body).encode(), headers))

    def known(self, case: schemathesis.Case[Any]) -> dict[str, Any]:
        """Return the parameters of the path of a case, half of the ids of things that there are."""
        kind = case.operation.path.removeprefix("/api/").partition("/")[0]
        return {
            name: self.ids[kind] if kind in self.ids and is_even_uuid(value) else value
            for name, value in case.path_parameters.items()
        }


def answered(asked: Request) -> Any:
    try:
        with urlopen(asked, timeout=LONG_S) as answer:
            return json.load(answer)
    except HTTPError as error:
        with error:
            raise AssertionError(error.read().decode()) from None


def is_even_uuid(value: object) -> bool:
    try:
        return UUID(str(value)).int % 2 == 0
    except ValueError:
        return False


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("data")
    token = Tokens(data).create("planner", Role.PLANNER)
    admin = Tokens(data).create("admin", Role.ADMIN)
    settings = Settings(data, allowed_hosts=("twin.example.org",), workers=1, limits=SMALL)
    with running(create_app(settings), settings) as (host, port):
        yield Served(f"http://{host}:{port}", token, admin)


@API.parametrize()
def test_an_operation_does_what_is_written(case: schemathesis.Case[Any], served: Served) -> None:
    case.path_parameters = served.known(case)
    case.call_and_validate(base_url=served.url, headers=served.headers)


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
