"""The server does what its description says, whatever it is sent: schemathesis makes requests from
the description, right and wrong ones, and holds the answers against it."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from tests.server.running import running
from tests.server.things import LONG_S, Served
from tests.twin.small_town import town

from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import Tokens
from voltwin_server.app import create_app
from voltwin_server.description import described
from voltwin_server.page import demo
from voltwin_server.settings import Limits, Settings

EXAMPLES = 20  # of each operation, besides those that stand for its bounds
MANY = 10_000
SMALL = Limits(  # jobs are quick, or too much; twins are as many as are asked for
    station_days=50,
    replications=5,
    variants=5,
    twins=MANY,
    twins_per_token=MANY,
    snapshots_per_twin=MANY,
    commands_per_second=MANY,
)

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
    "phases": {"stateful": {"generation": {"mode": "positive"}}},  # wrong ones lead nowhere
}
STEPS, MOST_ROUNDS = 150, 20  # of workflows
LINKED = 5  # operations about what there is that they reach at least
WORKFLOWS = hypothesis.settings(
    max_examples=10,
    stateful_step_count=15,
    deadline=None,
    database=None,
    phases=[hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
API = schemathesis.openapi.from_dict(
    described(create_app(Settings(Path()))), config=SchemathesisConfig.from_dict(CONFIG)
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server; whatever it was asked for, it has done at least once by the end."""
    data = tmp_path_factory.mktemp("data")
    token = Tokens(data).create("administrator", Role.ADMIN)
    settings = Settings(
        data, allowed_hosts=("twin.example.org",), workers=1, limits=SMALL, demo=True
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "_city", town)  # the moving city is more than this server takes
        with running(create_app(settings), settings) as (host, port):
            served = Served(f"http://{host}:{port}", token)
            yield served
    assert served.never_done() == []


@API.parametrize()
def test_an_operation_does_what_is_written(case: schemathesis.Case[Any], served: Served) -> None:
    served.ask(case)


def test_operations_do_what_is_written_one_after_the_other(served: Served) -> None:
    """What is answered is asked about, as the links of the description say."""
    wrong, done, steps = list[FailureGroup](), set[str](), count()

    class Workflow(API.as_state_machine()):  # type: ignore[misc]  # made when it is asked for
        def get_call_kwargs(self, case: schemathesis.Case[Any]) -> dict[str, Any]:
            return {"base_url": served.url, "headers": served.headers}

        def before_call(self, case: schemathesis.Case[Any]) -> None:
            served.make_meant(case)

        def validate_response(
            self, response: Any, case: schemathesis.Case[Any], **how: Any
        ) -> None:
            next(steps)
            if response.status_code < 300:
                done.add(case.operation.label)
            try:
                super().validate_response(response, case, **how)
            except FailureGroup as failures:
                wrong.append(failures)

    for _ in range(MOST_ROUNDS):
        # A server remembers what was asked for, and Hypothesis expects that the same draws meet the
        # same state: the program of schemathesis begins once more then, too.
        with suppress(FlakyStrategyDefinition):
            Workflow.run(settings=WORKFLOWS)
        if (asked := next(steps)) >= STEPS:
            break
    for failures in wrong:
        raise failures
    assert asked >= STEPS
    assert sum("{" in operation for operation in done) >= LINKED


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
