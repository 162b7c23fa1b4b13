"""What may be asked next with what has just been answered: the links of the API's description, as
https://spec.openapis.org/oas/v3.1.0#link-object has them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

ID, FIRST_ID = "$response.body#/id", "$response.body#/items/0/id"
_WAIT_S = 20
_RESULTS = (
    "get_kpis",
    "get_regions",
    "get_stations_kpis",
    "get_hours",
    "explain_run",
    "get_events",
)
_OF_TWIN = (
    *("command_twin", "fork_twin", "get_recipe", "get_twin_stations", "list_commands"),
    *("get_marks", "get_next_mark", "get_history", "explain_twin", "get_twin_map"),
    *("get_twin_levers", "list_made"),
)


class Link(NamedTuple):
    """A link from an answer to an operation.

    Attributes:
        begin: operation that answers, by its id.
        status: of the answer.
        target: operation that may be asked next, by its id.
        parameters: of that one: what the answer says, or itself.
        body: fields of its body, likewise.
    """

    begin: str
    status: str
    target: str
    parameters: dict[str, Any]
    body: dict[str, Any] | None = None

    def described(self) -> dict[str, Any]:
        """Return it as it stands in a description."""
        told: dict[str, Any] = {"operationId": self.target}
        if self.parameters:
            told["parameters"] = self.parameters
        if self.body:
            told["requestBody"] = self.body
        return told


def add_links(operation: dict[str, Any]) -> None:
    """Add the links that begin at an operation to its answers."""
    answers = operation["responses"]
    for link in _links():
        if link.begin == operation["operationId"]:
            answer = answers[link.status]
            links = {**answer.get("links", {}), link.target: link.described()}
            answers[link.status] = {**answer, "links": links}


def _links() -> Iterator[Link]:
    for begin, status in (("create_scenario", "201"), ("create_child", "201")):
        yield from _of_scenario(begin, status, ID)
    yield from _of_scenario("get_scenario", "200", ID)
    yield from _of_scenario("list_scenarios", "200", FIRST_ID)
    yield from _all("create_run", "202", ("cancel_run",), run_id=ID)
    yield from _all("create_run", "202", ("get_run",), run_id=ID, wait=_WAIT_S)
    for begin, run_id in (("create_run", ID), ("get_run", ID), ("list_runs", FIRST_ID)):
        yield from _all(begin, "200", ("delete_run", *_RESULTS), run_id=run_id)
    yield from _all("list_runs", "200", ("get_run",), run_id=FIRST_ID)
    for kind in ("comparison", "sweep"):
        yield from _of_kind(kind)
    for begin, status in (("create_twin", "201"), ("fork_twin", "201"), ("get_twin", "200")):
        yield from _all(begin, status, ("delete_twin", *_OF_TWIN), twin_id=ID)
    yield from _all("list_twins", "200", ("get_twin", *_OF_TWIN), twin_id=FIRST_ID)


def _of_scenario(begin: str, status: str, scenario: str) -> Iterator[Link]:
    targets: tuple[str, ...] = ("get_scenario", "get_scenario_file", "get_stations")
    targets = (*targets, "create_child", "get_map", "get_levers")
    yield from _all(begin, status, targets, scenario_id=scenario)
    yield from _all(begin, status, ("list_scenarios",), parent=scenario)
    yield from _all(begin, status, ("list_runs",), scenario_id=scenario)
    for target in ("create_run", "create_comparison", "create_sweep", "what_if"):
        yield Link(begin, status, target, {}, {"scenario_id": scenario})


def _of_kind(kind: str) -> Iterator[Link]:
    """Yield the links of experiments of a kind: those that have ended have tables."""
    create, get = f"create_{kind}", f"get_{kind}"
    yield from _all(create, "202", (f"cancel_{kind}",), experiment_id=ID)
    yield from _all(create, "202", (get,), experiment_id=ID, wait=_WAIT_S)
    yield from _all(f"list_{kind}s", "200", (get,), experiment_id=FIRST_ID)
    for begin in (create, get):
        targets = ("list_runs", f"delete_{kind}", "delete_experiment")
        yield from _all(begin, "200", targets, experiment_id=ID)
        table = {"experiment_id": ID, "name": "$response.body#/tables/0"}
        yield from _all(begin, "200", (f"get_{kind}_table",), **table)


def _all(begin: str, status: str, targets: tuple[str, ...], **parameters: Any) -> Iterator[Link]:
    for target in targets:
        yield Link(begin, status, target, parameters)
