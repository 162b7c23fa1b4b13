"""A server with something of each kind in it, and requests that are about what there is."""

import json
from collections import defaultdict
from itertools import count
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import UUID

import schemathesis

from voltwin.scenario.templates import first_fleet
from voltwin.scenario.yaml_text import read_yaml
from voltwin_server.models.example_scenario import CHANGES, SCENARIO
from voltwin_server.models.example_twins import REPORT

LONG_S = 120
MEASURES = ["lost_share"]
FACTORS = {"more": {"path": "stations[*].chargers", "add": [0, 1]}}

# What a schema cannot say of a body, by the path that it is sent to; of what was drawn, only these
# fields are kept.
MEANT: dict[str, dict[str, Any]] = {
    "/api/scenarios": SCENARIO,
    "/api/scenarios/validate": SCENARIO,
    "/api/scenarios/{scenario_id}/children": {"changes": CHANGES},
    "/api/runs": {},
    "/api/comparisons": {"variants": {"more": CHANGES}, "measures": MEASURES},
    "/api/sweeps": {"factors": FACTORS, "measures": MEASURES},
    "/api/what-if": {"changes": CHANGES, "measures": MEASURES},
    "/api/twins": {"from": {"scenario": SCENARIO}},
    "/api/twins/{twin_id}": {},
    "/api/twins/{twin_id}/commands": {"do": "step", "seconds": 60},
    "/api/twins/{twin_id}/fork": {},
    "/api/twins/{twin_id}/observations": {"reports": [REPORT]},
}
_STANDING = ({"do": "pause"}, {"do": "seek", "at": "6h"})  # before it is asked
_FREE = ("name", "seed", "keep")
_JOBS = ("runs", "comparisons", "sweeps")
_OF_FLEETS = ("/fleet", "/vehicle-classes", "/fleet-hours")
_BEFORE = 3  # jobs that another one waits for


class Served:
    """A server as an administrator sees it.

    Attributes:
        answered: statuses of answers, by operation.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url, self.headers = url, {"Authorization": f"Bearer {token}"}
        self.answered: defaultdict[str, set[int]] = defaultdict(set)
        self._seeds = count(10**6)  # of jobs that nobody else asks for
        self._asked("/api/demo?wait=60")  # it is made only while there is nothing else
        self.ids = {"scenarios": self._made("/api/scenarios", SCENARIO)["id"]}
        self.ids["twins"] = self._twin()
        for kind in _JOBS:
            self.ids[kind] = self._ended(kind, self._new(kind))
        self.ids["runs of fleets"] = self._run_of_a_fleet()

    def ask(self, case: schemathesis.Case[Any]) -> None:
        """Have a case, sent every other time about what there is, answered as is written."""
        self.make_known(case)
        if len(repr(case.body)) % 2 == 0:
            self.make_meant(case)
        answer = case.call_and_validate(base_url=self.url, headers=self.headers)
        self.answered[case.operation.label].add(answer.status_code)

    def never_done(self) -> list[str]:
        """Return the operations that have been asked for and were never answered with success."""
        return [
            operation
            for operation, statuses in self.answered.items()
            if not any(200 <= status < 300 for status in statuses)
        ]

    def make_known(self, case: schemathesis.Case[Any]) -> None:
        """Have half of the ids in the path of a case be those of things that there are."""
        given = case.path_parameters
        if not any(is_even_uuid(value) for value in given.values()):
            return
        kind, method = case.operation.path.split("/")[2], case.operation.method
        if case.operation.path.endswith("/changes"):  # from one thing to another of its kind
            case.query = {**case.query, "to": self.ids[kind]}
        if kind == "twins":
            self._make_twin_known(case)
            return
        if method == "delete":
            known = self._scenario() if kind == "scenarios" else self._ended(kind, self._new(kind))
        elif case.operation.path.endswith("/cancel"):
            known = [self._new(kind) for _ in range(_BEFORE)][-1]
        elif case.operation.path.endswith(_OF_FLEETS):
            known = self.ids["runs of fleets"]
        else:
            known = self.ids[kind]
        case.path_parameters = {
            name: known if is_even_uuid(value) else self._table(kind, value)
            for name, value in given.items()
        }

    def _make_twin_known(self, case: schemathesis.Case[Any]) -> None:
        """Have a case be about a twin that there is, hours after its start; one that is deleted is
        another one, and so is a snapshot."""
        given, of_it = case.path_parameters, case.operation.path.partition("{twin_id}")[2]
        deleted = case.operation.method == "delete"
        known = {"twin_id": self._twin() if deleted and not of_it else self.ids["twins"]}
        path = f"/api/twins/{known['twin_id']}"
        for command in _STANDING:
            self._made(f"{path}/commands", command)
        if "snapshot_id" in given:
            known["snapshot_id"] = str(self._made(f"{path}/snapshots", None)["id"])
        meant = {name: known[name] for name, value in given.items() if is_even_uuid(value)}
        case.path_parameters = {**given, **meant}

    def _run_of_a_fleet(self) -> str:
        """Return the id of a run of a fleet that has ended."""
        fleet = self._made("/api/scenarios", read_yaml(first_fleet()))["id"]
        run = self._made("/api/runs", {"scenario_id": fleet, "until": "6h"})["id"]
        return self._ended("runs", str(run))

    def _scenario(self) -> str:
        """Return the id of a scenario that nothing else uses."""
        other = {**SCENARIO, "name": f"another {next(self._seeds)}"}
        return str(self._made("/api/scenarios", other)["id"])

    def _twin(self) -> str:
        """Return the id of a new twin."""
        return str(self._made("/api/twins", MEANT["/api/twins"])["id"])

    def make_meant(self, case: schemathesis.Case[Any]) -> None:
        """Have the body of a case mean something, where it was drawn to be valid."""
        meta, body, path = case.meta, case.body, case.operation.path
        if path not in MEANT or not isinstance(body, dict):
            return
        if meta is None or not meta.generation.mode.is_positive:
            return
        free = {name: value for name, value in body.items() if name in _FREE}
        if "{" not in path and "scenarios" not in path and "twins" not in path:
            scenario = body.get("scenario_id")
            known = self.ids["scenarios"] if scenario is None else scenario
            some = 1 + int(float(str(body.get("replications", 1)))) % 3
            free |= {"scenario_id": known, "replications": some, "until": "6h"}
        case.body = {**free, **MEANT[path]}

    def _table(self, kind: str, name: str) -> str:
        """Return the name of a table of a thing that there is, instead of every other one."""
        if len(name) % 2 or kind not in ("comparisons", "sweeps"):
            return name
        tables = self._asked(f"/api/{kind}/{self.ids[kind]}")["tables"]
        return str(tables[0])

    def _new(self, kind: str) -> str:
        """Return the id of a job that has just been accepted."""
        kind = "sweeps" if kind == "experiments" else kind
        of = {"scenario_id": self.ids["scenarios"], "replications": 2, "until": "6h"}
        body = {**of, "seed": next(self._seeds), **MEANT[f"/api/{kind}"]}
        return str(self._made(f"/api/{kind}", body)["id"])

    def _ended(self, kind: str, job: str) -> str:
        """Return the id of a job, when it has ended."""
        kind = "sweeps" if kind == "experiments" else kind
        found = self._asked(f"/api/{kind}/{job}?wait=60")
        while found["status"] in ("PENDING", "RUNNING"):  # on a machine that is busy
            found = self._asked(f"/api/{kind}/{job}?wait=60")
        assert found["status"] == "COMPLETED", found
        return job

    def _asked(self, path: str) -> Any:
        return answered(Request(f"{self.url}{path}", headers=self.headers))

    def _made(self, path: str, body: object) -> Any:
        headers = {**self.headers, "Content-Type": "application/json"}
        data = b"" if body is None else json.dumps(body).encode()
        return answered(Request(f"{self.url}{path}", data, headers))


def answered(asked: Request) -> Any:
    """Return an answer, which is JSON."""
    try:
        with urlopen(asked, timeout=LONG_S) as answer:
            return json.load(answer)
    except HTTPError as error:
        with error:
            raise AssertionError(error.read().decode()) from None


def is_even_uuid(value: object) -> bool:
    """Return whether something is an id, and one of those that stand for what there is."""
    try:
        return UUID(str(value)).int % 2 == 0
    except ValueError:
        return False
