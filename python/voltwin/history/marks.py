"""What stands out in a run: stations without a ready battery, queues, limits, vehicles lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.kpis.cells import Flags, Floats, Integers

Kind: TypeAlias = Literal["stockout", "queue", "limit", "loss"]

SLOT_S = 900.0  # of counts
MEANINGS: dict[Kind, str] = {
    "stockout": "no battery may be handed out",
    "queue": "so many vehicles or more are in the lines",
    "limit": "the grid limit holds charges back",
    "loss": "vehicles leave without a swap",
}
LEAST_QUEUE = 3
# A rack is empty whenever the last battery has gone out and the next is not ready: where there are
# few spares that is how a station works. A quarter of an hour is half a charge, as long as most
# vehicles wait, and a slot.
LEAST_S: dict[Kind, float] = {"stockout": 900.0, "queue": 60.0, "limit": 600.0, "loss": 0.0}
APART_S = 60.0


@dataclass(frozen=True)
class Rule:
    """What counts as a mark.

    Attributes:
        least_queue: vehicles in the lines of a station that make a queue stand out, 1 or more.
        least_s: the shortest that counts, of each kind [s]; of losses none.
        apart_s: two of one kind at one station that are no further apart are one [s].
    """

    least_queue: int = LEAST_QUEUE
    least_s: tuple[tuple[Kind, float], ...] = tuple(LEAST_S.items())
    apart_s: float = APART_S

    @classmethod
    def of(
        cls, least_queue: int = LEAST_QUEUE, least_s: float | None = None, apart_s: float = APART_S
    ) -> "Rule":
        """Return a rule with one least duration for all kinds [s]; the usual ones unless given."""
        usual = LEAST_S if least_s is None else dict.fromkeys(LEAST_S, least_s)
        return cls(least_queue, tuple({**usual, "loss": 0.0}.items()), apart_s)

    def least(self, kind: Kind) -> float:
        """Return the shortest of a kind that counts [s]."""
        return dict(self.least_s)[kind]


@dataclass(frozen=True)
class Intervals:
    """Intervals of one kind, by their begin and then by station, unless it is said otherwise.

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
        return self.which(np.isin(self.station, stations))

    def lasting(self, least_s: float) -> "Intervals":
        """Return those that last so long [s] or longer, and at all."""
        length = self.end_s - self.begin_s
        return self.which((length >= least_s) & (length > 0.0))

    def in_order(self) -> "Intervals":
        """Return them by their begin, and then by station."""
        return self.which(np.lexsort((self.station, self.begin_s)))

    def longest(self, most: int) -> "Intervals":
        """Return the longest, of equals the first, in the order of their begin."""
        by_length = np.argsort(self.begin_s - self.end_s, kind="stable")
        which = np.zeros(len(self), bool)
        which[by_length[:most]] = True
        return self.which(which)

    def which(self, which: Flags | Integers) -> "Intervals":
        """Return some of them, by flags or numbers."""
        return Intervals(
            self.station[which], self.begin_s[which], self.end_s[which], self.vehicles[which]
        )

    @classmethod
    def together(cls, several: Sequence["Intervals"]) -> "Intervals":
        """Return the intervals of several, one or more, one after the other."""
        return cls(
            np.concatenate([of.station for of in several]),
            np.concatenate([of.begin_s for of in several]),
            np.concatenate([of.end_s for of in several]),
            np.concatenate([of.vehicles for of in several]),
        )

    def next_after(self, time_s: float) -> int | None:
        """Return the number of the first that begins after a time [s], whatever their order; None
        if none does."""
        later = np.flatnonzero(self.begin_s > time_s)
        if not len(later):
            return None
        first = later[self.begin_s[later] == self.begin_s[later].min()]
        return int(first[np.argmin(self.station[first])])

    def last_before(self, time_s: float) -> int | None:
        """Return the number of the last that begins before a time [s], whatever their order; None
        if none does."""
        earlier = np.flatnonzero(self.begin_s < time_s)
        if not len(earlier):
            return None
        last = earlier[self.begin_s[earlier] == self.begin_s[earlier].max()]
        return int(last[np.argmax(self.station[last])])

    def begun(self, slots: int) -> Integers:
        """Return how many begin in each slot; of losses, how many vehicles are lost in it."""
        weights = np.maximum(self.vehicles, 1)
        slot = np.minimum(self.begin_s // SLOT_S, slots - 1).astype(np.int64)
        return np.bincount(slot, weights=weights, minlength=slots).astype(np.int64)

    def stations(self, slots: int) -> Integers:
        """Return how many stations have one at some time of each slot. Two of one station share no
        time."""
        order = np.lexsort((self.begin_s, self.station))
        station, begin_s, end_s = (of[order] for of in (self.station, self.begin_s, self.end_s))
        first = np.minimum(begin_s // SLOT_S, slots - 1).astype(np.int64)
        last = np.minimum(np.ceil(end_s / SLOT_S) - 1, slots - 1).astype(np.int64)
        last = np.maximum(first, last)
        # A slot in which one ends and the next of the station begins counts once.
        follows = np.append(False, station[1:] == station[:-1])[: len(order)]
        first = np.where(follows, np.maximum(first, np.append(-1, last)[:-1] + 1), first)
        some = first <= last
        begun = np.bincount(first[some], minlength=slots + 1)
        over = np.bincount(last[some] + 1, minlength=slots + 1)
        return np.cumsum(begun - over)[:slots].astype(np.int64)


@dataclass(frozen=True)
class Marks:
    """What stands out in a run.

    Attributes:
        stations: ids, by number.
        end_s: where the run ends [s].
        known_s: up to where it is known what stands out [s]; what goes on there ends there.
        rule: what counts.
        intervals: of each kind.
    """

    stations: tuple[str, ...]
    end_s: float
    known_s: float
    rule: Rule
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
