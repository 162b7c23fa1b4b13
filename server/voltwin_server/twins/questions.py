"""What is asked about a twin in memory: answered at once, or later where that takes long."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from voltwin.scenario.names import did_you_mean
from voltwin.twin.forecasting import Prospect
from voltwin_server.invalid import invalid
from voltwin_server.limits.sizes import expected_visits
from voltwin_server.problems import CONFLICT, TOO_MUCH, ProblemError
from voltwin_server.twins.alive import Alive
from voltwin_server.twins.journal import Entry
from voltwin_server.twins.wire import Copied

Tell = Callable[[Entry], Entry]  # tells everybody what has been done


@dataclass(frozen=True)
class Later:
    """An answer that takes long, and needs nothing of the twin any more."""

    work: Callable[[], Any]

    def __call__(self) -> Any:
        """Return it."""
        return self.work()


def answer(alive: Alive, question: str, arguments: Sequence[Any], tell: Tell) -> Any:
    """Return the answer to a question, or a `Later` one.

    Args:
        alive: the twin.
        question: one of `QUESTIONS`.
        arguments: of it.
        tell: what a question does to the twin, as `observe` does.
    """
    return QUESTIONS[question](alive, tell, *arguments)


def _scene(alive: Alive, tell: Tell) -> Any:
    from voltwin.frames.scene import scene_of

    return scene_of(alive.twin.scenario)


def _kpis(alive: Alive, tell: Tell, table: str) -> pa.Table:
    """Return a KPI table up to now, whose columns say their units and meanings."""
    return alive.twin.kpis().table(table)


def _stations(alive: Alive, tell: Tell) -> dict[str, Any]:
    """Return what is seen of the stations now, column by column."""
    live = alive.twin.live()
    ids = [station.id for station in alive.twin.scenario.stations]
    return {"now": live.now, "stations": ids, "columns": dict(live.stations)}


def _copied(alive: Alive, tell: Tell, at: float | None, folder: Path) -> Later:
    """Put a fork to sleep in a folder."""
    fork = alive.twin.fork(at)

    def work() -> Copied:
        fork.sleep(folder)
        return Copied(fork.recipe.to_json(), fork.now)

    return Later(work)


def _observe(
    alive: Alive, tell: Tell, reports: Sequence[Any], by: str, order: str | None = None
) -> list[dict[str, Any]]:
    """Book what a real network reports, and return what became of each report."""
    outcomes, entry = alive.observe(reports, by, order)
    if entry is not None:
        tell(entry)
    return [outcome._asdict() for outcome in outcomes]


def _forecast(
    alive: Alive,
    tell: Tell,
    options: Mapping[str, Any],
    stations: Sequence[str] | None,
    most_visits: float,
) -> Later:
    """Return what may come: bands by station, measure and slot, and those of all together.

    Args:
        alive: the twin.
        tell: unused.
        options: hours, replications and seed.
        stations: ids of those that are wanted; None for all.
        most_visits: of vehicles to stations, expected in all replications together.
    """
    twin = alive.twin
    known = [station.id for station in twin.scenario.stations]
    for name in stations or ():
        if name not in known:
            text = f'"{name}" is no station{did_you_mean(name, known)}'
            raise invalid([("query.stations", text)])
    if twin.now >= twin.horizon:
        raise ProblemError(CONFLICT, "It has come to its end: nothing lies ahead of it.")
    visits = expected_visits(twin.scenario, options["hours"] * 3600.0) * options["replications"]
    if visits > most_visits:
        text = f"Vehicles would come to stations about {visits:,.3g} times in all; "
        raise ProblemError(TOO_MUCH, f"{text}{most_visits:,.0f} are allowed.")
    prospect, foreseen = Prospect(twin.simulation()), alive.foreseen

    def work() -> dict[str, Any]:
        try:
            found = foreseen.forecast(prospect, **options)
        except ValueError as error:  # of what is asked together: each part has its bounds
            raise ProblemError(TOO_MUCH, f"{error}"[:1].upper() + f"{error}"[1:] + ".") from None
        tables = {"stations": found.table(stations), "total": found.total_table()}
        return {"issued_s": found.issued_s, **tables}

    return Later(work)


def _scores(alive: Alive, tell: Tell) -> dict[str, pa.Table]:
    """Return how good past forecasts were: in all, by lead time, by station."""
    return alive.foreseen.tables([station.id for station in alive.twin.scenario.stations])


QUESTIONS: Mapping[str, Callable[..., Any]] = {
    "scene": _scene,
    "kpis": _kpis,
    "stations": _stations,
    "copy": _copied,
    "observe": _observe,
    "forecast": _forecast,
    "scores": _scores,
}
