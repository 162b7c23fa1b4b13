"""Why a run loses or delays: found out in a process, by simulating it again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voltwin.results import Run
from voltwin.running import run
from voltwin.twin.recipe_text import recipe_of
from voltwin_server.jobs.begin import Here
from voltwin_server.questions.kept import Kept
from voltwin_server.questions.recipe import Recipe
from voltwin_server.tables import columns_of
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.recipes import recipe_fields

_RUNS = Kept[Run](2)


class UnknownStationError(ValueError):
    """There is no such station."""


def explanation(recipe: Recipe, stations: Sequence[str] | None) -> dict[str, Any]:
    """Return the explanation of a replication: up to when, sentences, a table as plain values.

    Args:
        recipe: of the replication.
        stations: ids of those wanted; all by default.

    Raises:
        UnknownStationError: there is no station of an id.
    """
    again = _RUNS.get(recipe, lambda: _simulated(recipe))
    return _explained(again, stations, recipe.until_s)


def explanation_of_twin(
    folder: Path, now_s: float, stations: Sequence[str] | None
) -> dict[str, Any]:
    """Return the same of a twin's run, up to where it stands.

    Args:
        folder: of the twin.
        now_s: where it stands [s], after the start.
        stations: ids of those wanted; all by default.

    Raises:
        UnknownStationError: there is no station of an id.
        EngineError: the run cannot go on.
        FileNotFoundError: the twin has been deleted.
    """
    recipe = recipe_of(recipe_fields(TwinFolder(folder)))

    def simulated() -> Run:
        scenario = recipe.scenario_in_full()
        return run(scenario, seed=recipe.seed, replication=recipe.replication, until=now_s)

    again = _RUNS.get((folder, len(recipe.made), now_s), simulated)
    return _explained(again, stations, now_s)


def _explained(again: Run, stations: Sequence[str] | None, until_s: float) -> dict[str, Any]:
    known = {name for one in again.scenario.stations for name in (one.id, one.name)}
    try:
        found = again.explain(stations)
    except ValueError as error:
        if known.issuperset(stations or ()):
            raise
        raise UnknownStationError(str(error)) from None
    return {"until_s": until_s, "summary": found.summary, "table": columns_of(found.table)}


def _simulated(recipe: Recipe) -> Run:
    return run(
        Here.store().scenario(recipe.scenario_id),
        seed=recipe.seed,
        replication=recipe.replication,
        until=recipe.until_s,
    )
