"""Scenarios on a server."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

import pyarrow as pa

from voltwin.arguments import valid_scenario
from voltwin.client.answers import ScenarioInfo
from voltwin.client.http import Http
from voltwin.client.with_scenario import WithScenario
from voltwin.scenario.changes import Change
from voltwin.scenario.defaults import with_defaults_found
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.without_files import scenario_without_files

R = TypeVar("R")
_PAGE = 100
_SCENARIOS = "/api/scenarios"


class RemoteScenario(WithScenario):
    """A scenario on a server.

    Attributes:
        info: what the server has told of it.
        id: of the scenario.
        name: for people.
    """

    def __init__(self, http: Http, info: ScenarioInfo) -> None:
        """Stand for a scenario that the server has told of."""
        self._http, self.info = http, info
        self._path = f"{_SCENARIOS}/{info.id}"

    @property
    def id(self) -> UUID:
        """What it is called."""
        return self.info.id

    @property
    def name(self) -> str:
        """What people call it."""
        return self.info.name

    def scenario(self) -> Scenario:
        """Return the scenario itself, to look at or to change here."""
        return scenario_without_files(self._http.get(f"{self._path}/scenario"))

    def stations(self) -> pa.Table:
        """Return its stations in their order: id, name, region, lon, lat [degrees]."""
        return pa.Table.from_pylist(self._http.get(f"{self._path}/stations"))

    def derive(self, name: str, changes: "AnyChanges") -> "RemoteScenario":
        """Store a scenario that differs from this one, and return it.

        Args:
            name: for people.
            changes: such as "stations[region=North].chargers += 2".

        Raises:
            ApiError: one cannot be made.
        """
        body = {"name": name, "changes": texts_of(changes)}
        told = self._http.post(f"{self._path}/children", body)
        return RemoteScenario(self._http, ScenarioInfo.model_validate(told))

    def delete(self) -> None:
        """Delete it.

        Raises:
            ApiError: there are runs of it, or scenarios derived from it; the error names some.
        """
        self._http.delete(self._path)

    def __repr__(self) -> str:
        return f"<Scenario {self.name!r} on {self._http.address.url}: {self.id}>"


AnyScenario: TypeAlias = RemoteScenario | Scenario | UUID | str | os.PathLike[str]
AnyChanges: TypeAlias = str | Change | Sequence[str | Change]


class Scenarios:
    """The scenarios on a server."""

    def __init__(self, http: Http) -> None:
        """Ask for them by `http`."""
        self._http = http

    def add(self, scenario: Scenario | str | os.PathLike[str]) -> RemoteScenario:
        """Store a scenario, and return it; one that is stored already keeps its id.

        Args:
            scenario: or the file that it is in, which may name others.

        Raises:
            ScenarioError: it is not valid, or the file holds none.
            ApiError: the server takes no such scenario, or not from this caller.
        """
        told = self._http.post(_SCENARIOS, fields_of(valid_scenario(scenario)))
        return RemoteScenario(self._http, ScenarioInfo.model_validate(told))

    def get(self, scenario_id: UUID | str) -> RemoteScenario:
        """Return the scenario of an id.

        Raises:
            ApiError: there is none.
        """
        told = self._http.get(f"{_SCENARIOS}/{checked_id(scenario_id)}")
        return RemoteScenario(self._http, ScenarioInfo.model_validate(told))

    def list(self, *, parent: "RemoteScenario | UUID | None" = None) -> Iterator[RemoteScenario]:
        """Yield scenarios, the newest first, asking for more as they are wanted.

        Args:
            parent: only those derived from it.
        """
        of = parent.id if isinstance(parent, RemoteScenario) else parent
        yield from pages(
            self._http,
            _SCENARIOS,
            lambda told: RemoteScenario(self._http, ScenarioInfo.model_validate(told)),
            parent=of,
        )

    def schema(self) -> dict[str, Any]:
        """Return what the file of a scenario may hold, with units and meanings, as a JSON schema
        (2020-12)."""
        found: dict[str, Any] = self._http.get("/api/scenario-schema")
        return found


def pages(http: Http, path: str, make: Callable[[Any], R], **query: Any) -> Iterator[R]:
    """Yield what a list holds, page by page.

    Args:
        http: asks for it.
        path: of the list.
        make: turns what is told of one into what is yielded.
        query: which are wanted.
    """
    before = None
    while True:
        page = http.get(path, limit=_PAGE, before=before, **query)
        yield from map(make, page["items"])
        before = page.get("next")
        if before is None:
            return


def said_of(scenario: AnyScenario) -> dict[str, Any]:
    """Return how a body tells which scenario it is about: by its id, or in full.

    Raises:
        ScenarioError: it is not valid, or the file holds none.
    """
    if isinstance(scenario, RemoteScenario):
        return {"scenario_id": str(scenario.id)}
    known = uuid_in(scenario)
    if known is not None:
        return {"scenario_id": str(known)}
    return {"scenario": fields_of(valid_scenario(scenario))}  # type: ignore[arg-type]  # no UUID


def fields_of(scenario: Scenario) -> dict[str, Any]:
    """Return the fields of a scenario as in its file, naming no other files."""
    return with_defaults_found(scenario.model_dump(mode="json", by_alias=True))


def texts_of(changes: AnyChanges) -> list[str]:
    """Return changes as texts; several in one are apart by a semicolon."""
    if isinstance(changes, str):
        return [text.strip() for text in changes.split(";") if text.strip()]
    if isinstance(changes, Change):
        return [str(changes)]
    return [str(change) for change in changes]


def uuid_in(given: object) -> UUID | None:
    """Return the id that something is; None if it is none."""
    if isinstance(given, UUID):
        return given
    try:
        return UUID(given) if isinstance(given, str) else None
    except ValueError:
        return None


def checked_id(given: UUID | str) -> UUID:
    """Return an id.

    Raises:
        ValueError: it is none.
    """
    found = uuid_in(given)
    if found is None:
        raise ValueError(f"id: {given!r} is none, such as 0190c5a1-5f00-7000-8000-000000000000")
    return found
