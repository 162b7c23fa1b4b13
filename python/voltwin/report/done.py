"""What was done to stations in a run: its interventions, by time."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voltwin.report.came_of_it import came_of_it
from voltwin.scenario.durations import format_duration
from voltwin.scenario.interventions import (
    AnyIntervention,
    BayIn,
    BayOut,
    ChargerIn,
    ChargerOut,
    Close,
    DemandSurge,
    GridLimit,
    Observation,
    Open,
    Somewhere,
    Truck,
)
from voltwin.scenario.moments import seconds_after
from voltwin.wording.quantities import number, share

if TYPE_CHECKING:
    from voltwin.report.steps import Times
    from voltwin.results import Run
    from voltwin.scenario.scenario import Scenario

MOST_SHOWN = 100  # rows of the table
MOST_MARKS = 60  # in a figure: more of them would hide it
_MOST_NAMES = 4


def moments(run: "Run") -> "Times":
    """Return when something was done, in local time, each time once; none if too many to mark."""
    start = np.datetime64(run.scenario.start.replace(tzinfo=None), "s")
    times = np.unique([round(at) for at, _ in _done(run)]).astype("timedelta64[s]")
    return np.asarray(start + times[: len(times) if len(times) <= MOST_MARKS else 0])


def done(run: "Run") -> pa.Table | None:
    """Return the interventions of a run up to where it ended: when, for how long, where, what."""
    found = _done(run)[:MOST_SHOWN]
    if not found:
        return None
    start = run.scenario.start.replace(tzinfo=None)
    names = {station.id: station.name or station.id for station in run.scenario.stations}
    rows = [
        (
            f"{start + timedelta(seconds=at):%a %Y-%m-%d %H:%M}",
            _lasting(what),
            _where(what, names),
            f"{_what(what, names)}{f'; {came}' if came else ''}",
        )
        for (at, what), came in zip(found, came_of_it(run, found), strict=True)
    ]
    headings = ("time", "for", "where", "what")
    return pa.table(dict(zip(headings, map(list, zip(*rows, strict=True)), strict=True)))


def about(run: "Run") -> str:
    """Return a sentence about the table of what was done."""
    count, marked = len(_done(run)), len(moments(run))
    said = (
        f"The first {MOST_SHOWN} of {number(count)} interventions. " if count > MOST_SHOWN else ""
    )
    marks = "Dotted lines in figures over time are these moments. " if marked else ""
    return f"{said}{marks}Times are local."


def _done(run: "Run") -> list[tuple[float, AnyIntervention]]:
    """Return what was done and when [s], in the order of time."""
    scenario: Scenario = run.scenario
    timed = [(seconds_after(scenario.start, what.at), what) for what in scenario.interventions]
    return sorted((pair for pair in timed if pair[0] < run.until_s), key=lambda pair: pair[0])


def _lasting(what: AnyIntervention) -> str:
    lasts: float | None = getattr(what, "lasts", None)
    return "" if lasts is None else format_duration(lasts)


def _where(what: AnyIntervention, names: dict[str, str]) -> str:
    if isinstance(what, Somewhere):
        regions = [f"region {region}" for region in what.regions or ()]
        found = [*regions, *(names[station] for station in what.stations or ())]
        return _listed(found) if found else "all stations"
    return names[what.origin if isinstance(what, Truck) else what.station]


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join([*names[:_MOST_NAMES], *([f"{more} more"] if more > 0 else [])])


def _what(what: AnyIntervention, names: dict[str, str]) -> str:
    if isinstance(what, Truck):
        batteries = "1 battery" if what.batteries == 1 else f"{number(what.batteries)} batteries"
        travel = format_duration(what.travel)
        return f"a truck takes at most {batteries} to {names[what.to]}, on its way for {travel}"
    return _WORDS[type(what)](what)


def _items(what: str, items: Any) -> str:
    if items == "all":
        return f"all {what}s"
    several = "s" if len(items) > 1 else ""
    return f"{what}{several} {', '.join(map(str, items))}"


def _limit(what: GridLimit) -> str:
    if what.factor is not None:
        return f"grid limit at {share(what.factor)} of the week's"
    if what.limit_kw is None or what.limit_kw == float("inf"):
        return "grid limit as by the week again"
    return f"grid limit of {what.limit_kw:,g} kW, or less by the week"


def _observed(what: Observation) -> str:
    counted = {"ready": what.ready, "not ready": what.not_ready, "vehicles waiting": what.waiting}
    parts = [f"{count} {name}" for name, count in counted.items() if count is not None]
    for charger, seen in sorted((what.chargers or {}).items()):
        parts.append(f"charger {charger} {seen if isinstance(seen, str) else f'at {share(seen)}'}")
    return f"observed: {', '.join(parts)}"


_WORDS: dict[type, Callable[[Any], str]] = {
    ChargerOut: lambda what: f"{_items('charger', what.charger)} out of order",
    ChargerIn: lambda what: f"{_items('charger', what.charger)} in order again",
    BayOut: lambda what: f"{_items('bay', what.bay)} out of order",
    BayIn: lambda what: f"{_items('bay', what.bay)} in order again",
    GridLimit: _limit,
    Close: lambda what: "closed",
    Open: lambda what: "open",
    DemandSurge: lambda what: f"arrivals at {what.factor:g} times their rate",
    Observation: _observed,
}
