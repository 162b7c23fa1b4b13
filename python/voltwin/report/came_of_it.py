"""What came of trucks and observations: how many batteries and vehicles, as the event log tells."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import compute

from voltwin.results import EVENTS
from voltwin.scenario.interventions import AnyIntervention, Observation, Truck

if TYPE_CHECKING:
    from voltwin.results import Run

MOST_ROWS = 5_000_000  # of a log that is read for it, about 400 MB
_BEGINS = {"truck_leaves": Truck, "observed": Observation}
# Rows, and how one or several of their things are called.
_SEEN = {
    "battery_seen": ("battery came", "batteries came"),
    "battery_unseen": ("battery went", "batteries went"),
    "vehicle_seen": ("vehicle came", "vehicles came"),
    "vehicle_unseen": ("vehicle went", "vehicles went"),
}
_KINDS = (*_BEGINS, "loaded", "unloaded", *_SEEN)


def came_of_it(run: "Run", timed: Sequence[tuple[float, AnyIntervention]]) -> list[str]:
    """Return what came of each intervention; nothing where the log does not tell.

    Args:
        run: with its log or without.
        timed: when each was [s] and what, by time.
    """
    told = [i for i, (_, what) in enumerate(timed) if isinstance(what, Truck | Observation)]
    if not told or EVENTS not in run.tables or run.record["log_rows"] > MOST_ROWS:
        return [""] * len(timed)
    counts = _counts(run, timed)
    return [_said(what, counts[i]) if i in told else "" for i, (_, what) in enumerate(timed)]


def _counts(
    run: "Run", timed: Sequence[tuple[float, AnyIntervention]]
) -> defaultdict[int, Counter[str]]:
    """Return how many rows of each kind belong to each truck and observation, by its place."""
    number = {station.id: i for i, station in enumerate(run.scenario.stations)}
    waiting: defaultdict[tuple[type, float, int], list[int]] = defaultdict(list)
    for i, (at, what) in enumerate(timed):
        if isinstance(what, Truck | Observation):
            where = what.origin if isinstance(what, Truck) else what.station
            waiting[type(what), at, number[where]].append(i)
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    taken: dict[int, int] = {}  # which truck has a battery
    current = -1  # whose rows follow the first one of its event; -1 before the first of them
    for row in _rows(run.events):
        kind, battery = row["kind"], row["battery"]
        if kind in _BEGINS:
            current = waiting[_BEGINS[kind], row["time"], row["station"]].pop(0)
        elif kind == "loaded":
            taken[battery] = current
        # The log of a run that went on from a snapshot may lack where the truck left.
        owner = taken.get(battery, -1) if kind == "unloaded" else current
        counts[owner][kind] += 1
    return counts


def _rows(log: pa.Table) -> list[dict[str, Any]]:
    few = log.select(["time", "kind", "station", "battery"])
    wanted = compute.is_in(few["kind"].cast(pa.string()), value_set=pa.array(_KINDS))
    return few.filter(wanted).to_pylist()


def _said(what: AnyIntervention, counts: Counter[str]) -> str:
    if not any(counts[kind] for kind in _BEGINS):
        return ""
    if isinstance(what, Truck):
        left = f"it took {counts['loaded']}"
        found = counts["unloaded"]
        return left if not counts["loaded"] else f"{left}, {found or 'none'} found a place"
    parts = [f"{counts[kind]} {words[counts[kind] > 1]}" for kind, words in _SEEN.items()]
    return ", ".join(part for part in parts if not part.startswith("0 ")) or "nothing changed"
