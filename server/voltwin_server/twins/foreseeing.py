"""What may come of a twin in memory, and how good that was: asked in the thread of the twin."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from voltwin.scenario.names import did_you_mean
from voltwin.twin.bands import Forecast
from voltwin.twin.forecasting import Prospect
from voltwin.twin.twin import Twin
from voltwin_server.invalid import invalid
from voltwin_server.limits.sizes import visits_between
from voltwin_server.problems import CONFLICT, TOO_MUCH, ProblemError
from voltwin_server.twins.alive import Alive
from voltwin_server.twins.forecasts import Asked
from voltwin_server.twins.journal import Entry

Tell = Callable[[Entry], Entry]

_HOUR_S = 3600.0


def asked_forecast(
    alive: Alive,
    tell: Tell,
    options: Mapping[str, Any],
    stations: Sequence[str] | None,
    most_visits: float,
    keep: bool,
) -> Asked:
    """Return what is asked: bands by station, by region, and of all stations together.

    Args:
        alive: the twin.
        tell: unused.
        options: hours, replications and seed.
        stations: ids of those that are wanted; None for all.
        most_visits: of vehicles to stations, expected in all replications together.
        keep: whether it is scored when its time is observed.

    Raises:
        ProblemError: there is no such station, nothing lies ahead, or it is too much.
    """
    twin, foreseen = alive.twin, alive.foreseen
    _refuse_unknown(stations, [station.id for station in twin.scenario.stations])
    _refuse_too_much(twin, options, most_visits)

    def told(found: Forecast) -> dict[str, Any]:
        if keep:
            foreseen.keep_forecast(found)
        return {
            "issued_s": found.issued_s,
            "stations": found.table(stations),
            "regions": found.region_table(),
            "total": found.total_table(),
        }

    # The recipe only grows while the twin is in memory, so that its length tells which one it is.
    about = twin.now, len(twin.recipe.made), tuple(sorted(options.items()))
    return Asked(about, lambda: Prospect(twin.simulation()), options, told)


def _refuse_too_much(twin: Twin, options: Mapping[str, Any], most_visits: float) -> None:
    if twin.now >= twin.horizon:
        raise ProblemError(CONFLICT, "It has come to its end: nothing lies ahead of it.")
    end = min(twin.now + options["hours"] * _HOUR_S, twin.horizon)
    visits = visits_between(twin.scenario, twin.now, end) * options["replications"]
    if visits > most_visits:
        text = f"Vehicles would come to stations about {visits:,.3g} times in all; "
        text += f"{most_visits:,.0f} are allowed: ask for fewer replications or hours."
        raise ProblemError(TOO_MUCH, text)


def _refuse_unknown(stations: Sequence[str] | None, known: Sequence[str]) -> None:
    places = set(known)
    for name in stations or ():
        if name not in places:
            text = f'"{name}" is no station{did_you_mean(name, known)}'
            raise invalid([("query.stations", text)])


def scores(alive: Alive, tell: Tell) -> dict[str, pa.Table]:
    """Return how good past forecasts were: in all, by lead time, by station."""
    return alive.foreseen.tables([station.id for station in alive.twin.scenario.stations])
