"""The twins on a server."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from voltwin.client.http import Http
from voltwin.client.journal import TWINS
from voltwin.client.runs import RemoteRun
from voltwin.client.scenarios import (
    AnyScenario,
    RemoteScenario,
    Scenarios,
    checked_id,
    pages,
    uuid_in,
)
from voltwin.client.twin import RemoteTwin
from voltwin.client.twin_answers import SnapshotInfo, TwinInfo

if TYPE_CHECKING:
    from voltwin.twin.recipe import Recipe


class Twins:
    """The twins on a server."""

    def __init__(self, http: Http, scenarios: Scenarios) -> None:
        """Ask for them by `http`; what they are made of is stored in `scenarios`."""
        self._http, self._scenarios = http, scenarios
        # How what a twin is made of is told to the server.
        self._named: Mapping[str, Callable[[Any], Any]] = {
            "scenario": lambda one: str(self._stored(one)),
            "run": _id,
            "snapshot": _id,
            "recipe": _plain,
        }

    def create(
        self,
        scenario: AnyScenario | None = None,
        *,
        run: RemoteRun | UUID | str | None = None,
        replication: int = 0,
        snapshot: SnapshotInfo | UUID | str | None = None,
        recipe: "Recipe | Mapping[str, Any] | None" = None,
        name: str | None = None,
        seed: int | None = None,
    ) -> RemoteTwin:
        """Make a twin of one of these, and return it; it is paused.

        Args:
            scenario: one of the server, or its id; one from here, or its file, is stored there.
            run: on the server, or its id.
            replication: of the run.
            snapshot: of a twin, or its id.
            recipe: of a twin, such as `RemoteTwin.recipe` returns it.
            name: for people; that of the scenario by default.
            seed: of all draws, where it is made of a scenario; 1 by default.

        Raises:
            ScenarioError: the scenario is not valid, or the file holds none.
            ApiError: the server does not do that; the error says why.
            TypeError: not one of scenario, run, snapshot and recipe is given.
        """
        given = {"scenario": scenario, "run": run, "snapshot": snapshot, "recipe": recipe}
        origin: dict[str, Any] = {kind: one for kind, one in given.items() if one is not None}
        if len(origin) != 1:
            raise TypeError(f"create: give one of {', '.join(given)}")
        ((kind, one),) = origin.items()
        origin[kind] = self._named[kind](one)
        if run is not None:
            origin["replication"] = replication
        fields = {"from": origin, "name": name, "seed": seed}
        body = {field: value for field, value in fields.items() if value is not None}
        return self._told(self._http.post(TWINS, body))

    def get(self, twin_id: UUID | str) -> RemoteTwin:
        """Return the twin of an id.

        Raises:
            ApiError: there is none.
        """
        return self._told(self._http.get(f"{TWINS}/{checked_id(twin_id)}"))

    def list(self) -> Iterator[RemoteTwin]:
        """Yield them, the newest first, asking for more as they are wanted."""
        yield from pages(self._http, TWINS, self._told)

    def _told(self, told: Any) -> RemoteTwin:
        return RemoteTwin(self._http, TwinInfo.model_validate(told))

    def _stored(self, scenario: AnyScenario) -> UUID:
        if isinstance(scenario, RemoteScenario):
            return scenario.id
        known = uuid_in(scenario)
        if known is not None:
            return known
        return self._scenarios.add(scenario).id  # type: ignore[arg-type]  # no UUID


def _id(of: RemoteRun | SnapshotInfo | UUID | str) -> str:
    return str(of.id if isinstance(of, RemoteRun | SnapshotInfo) else checked_id(of))


def _plain(recipe: "Recipe | Mapping[str, Any]") -> dict[str, Any]:
    if isinstance(recipe, Mapping):
        return dict(recipe)
    from voltwin.twin.recipe_text import plain

    return plain(recipe)
