"""What stands out in a run: stations without a ready battery, queues, limits, vehicles lost."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.history.reading import Lines
from voltwin.kpis.cells import Flags, Floats, Integers
from voltwin.kpis.spread import spread

Kind: TypeAlias = Literal["stockout", "queue", "limit", "loss"]

SLOT_S = 900.0  # of counts
LEAST_QUEUE = 3
MEANINGS: dict[Kind, str] = {
    "stockout": "no battery may be handed out",
    "queue": "so many vehicles or more are in the lines",
    "limit": "the grid limit holds charges back",
    "loss": "vehicles leave without a swap",
}


@dataclass(frozen=True)
class Intervals:
    """Intervals of one kind, by their begin and then by station.

    Attributes:
        station: numbers.
        begin_s, end_s: [s]; equal where vehicles are lost.
        vehicles: that are lost; 0 for other kinds.
    """

    station: npt.NDArray[np.int32]
    begin_s: Floats
    end_s: Floats
    vehicles: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.station)

    def at(self, stations: Integers) -> "Intervals":
        """Return those at some stations."""
        return self._of(np.isin(self.station, stations))

    def lasting(self, least_s: float) -> "Intervals":
        """Return those that last so long [s] or longer; losses, which last no time, all of them."""
        return self._of((self.end_s - self.begin_s >= least_s) | (self.vehicles > 0))

    def longest(self, most: int) -> "Intervals":
        """Return the longest, of equals the first, in the order of their begin."""
        by_length = np.argsort(self.begin_s - self.end_s, kind="stable")
        which = np.zeros(len(self), bool)
        which[by_length[:most]] = True
        return self._of(which)

    def _of(self, which: Flags) -> "Intervals":
        return Intervals(
            self.station[which], self.begin_s[which], self.end_s[which], self.vehicles[which]
        )

    def next_after(self, time_s: float) -> int | None:
        """Return the number of the first that begins after a time [s]; None if none does."""
        number = int(np.searchsorted(self.begin_s, time_s, side="right"))
        return number if number < len(self) else None

    def last_before(self, time_s: float) -> int | None:
        """Return the number of the last that begins before a time [s]; None if none does."""
        number = int(np.searchsorted(self.begin_s, time_s)) - 1
        return number if number >= 0 else None

    def begun(self, slots: int) -> Integers:
        """Return how many begin in each slot; of losses, how many vehicles are lost in it."""
        weights = np.maximum(self.vehicles, 1)
        slot = np.minimum(self.begin_s // SLOT_S, slots - 1).astype(np.int64)
        return np.bincount(slot, weights=weights, minlength=slots).astype(np.int64)

    def stations(self, slots: int) -> Integers:
        """Return how many stations have one at some time of each slot."""
        first = np.minimum(self.begin_s // SLOT_S, slots - 1).astype(np.int64)
        last = np.minimum(np.ceil(self.end_s / SLOT_S) - 1, slots - 1).astype(np.int64)
        which, slot = spread(first, np.maximum(first, last))
        each_once = np.unique(self.station[which].astype(np.int64) * slots + slot)
        return np.bincount(each_once % slots, minlength=slots)


@dataclass(frozen=True)
class Marks:
    """What stands out in a run.

    Attributes:
        stations: ids, by number.
        end_s: where the run stands [s].
        least_queue: vehicles that make a queue stand out.
        intervals: of each kind.
    """

    stations: tuple[str, ...]
    end_s: float
    least_queue: int
    intervals: dict[Kind, Intervals]

    @property
    def slots(self) -> int:
        """Quarters of an hour, from the start of the run."""
        return max(1, int(np.ceil(self.end_s / SLOT_S)))

    def table(self) -> pa.Table:
        """Return all intervals: kind, station, begin_s, end_s, vehicles."""
        every = list(self.intervals.items())
        kinds = [kind for kind, of in every for _ in range(len(of))]
        stations = [self.stations[n] for _, of in every for n in of.station.tolist()]
        begin, end, vehicles = (
            np.concatenate([getattr(of, name) for _, of in every])
            for name in ("begin_s", "end_s", "vehicles")
        )
        return pa.table(
            {
                "kind": pa.array(kinds, pa.string()),
                "station": pa.array(stations, pa.string()),
                "begin_s": pa.array(begin),
                "end_s": pa.array(end),
                "vehicles": pa.array(vehicles),
            }
        )

    def counts(self) -> pa.Table:
        """Return, for each quarter of an hour, what begins in it, by kind, and at how many stations
        there is some of it: begin_s, `<kind>`, `<kind>_stations`."""
        columns: dict[str, pa.Array[Any]] = {"begin_s": pa.array(np.arange(self.slots) * SLOT_S)}
        for kind, of in self.intervals.items():
            columns[kind] = pa.array(of.begun(self.slots))
            columns[f"{kind}_stations"] = pa.array(of.stations(self.slots))
        return pa.table(columns)


def marks_in(
    lines: Lines, stations: tuple[str, ...], end_s: float, least_queue: int = LEAST_QUEUE
) -> Marks:
    """Return what stands out, see `Marks`.

    Args:
        lines: of all stations, by station.
        stations: their ids.
        end_s: where the run stands [s].
        least_queue: vehicles in the lines of a station, 1 or more.
    """
    found: dict[Kind, Intervals] = {
        "stockout": _while(lines, lines["ready"] == 0, end_s),
        "queue": _while(lines, lines["queue"] >= least_queue, end_s),
        "limit": _while(lines, lines["limited"] != 0, end_s),
        "loss": _losses(lines),
    }
    return Marks(stations, end_s, least_queue, found)


def _while(lines: Lines, holds: Flags, end_s: float) -> Intervals:
    """Return the intervals in which something holds, each as long as it goes on."""
    is_first = np.append(True, lines["station"][1:] != lines["station"][:-1])
    held_before = np.append(False, holds[:-1]) & ~is_first
    begins = np.flatnonzero(holds & ~held_before)
    # What goes on is broken off by a line at which it no longer holds, or by the end of the run.
    breaks = np.append(np.flatnonzero(~holds | is_first), len(lines))
    after = breaks[np.searchsorted(breaks, begins, side="right")]
    to_the_end = np.append(is_first, True)[after]
    end = np.where(to_the_end, end_s, np.append(lines["time"], end_s)[after])
    return _in_order(lines["station"][begins], lines["time"][begins], end)


def _losses(lines: Lines) -> Intervals:
    is_first = np.append(True, lines["station"][1:] != lines["station"][:-1])
    before = np.where(is_first, 0, np.append(0, lines["lost"][:-1]))
    lost = lines["lost"] - before
    at = np.flatnonzero(lost > 0)
    time = lines["time"][at]
    return _in_order(lines["station"][at], time, time, lost[at])


def _in_order(
    station: npt.NDArray[np.int32],
    begin: Floats,
    end: Floats,
    vehicles: npt.NDArray[np.int32] | None = None,
) -> Intervals:
    order = np.lexsort((station, begin))
    lost = np.zeros(len(station), np.int32) if vehicles is None else vehicles
    return Intervals(
        station[order].astype(np.int32), begin[order], end[order], lost[order].astype(np.int32)
    )
