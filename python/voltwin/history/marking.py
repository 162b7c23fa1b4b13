"""Finding what stands out, as the stretches of a run come one after the other."""

import numpy as np

from voltwin.history.marks import Intervals, Kind, Rule
from voltwin.history.reading import Lines, Stretch
from voltwin.kpis.cells import Flags


class Joining:
    """Intervals of one kind, of which those of a station become one that are hardly apart. In
    memory are those that count, and of each station the last one, which may still grow."""

    def __init__(self, apart_s: float, least_s: float) -> None:
        """Have none yet.

        Args:
            apart_s: those that are no further apart become one [s].
            least_s: the shortest that counts, joined [s].
        """
        self._apart_s, self._least_s = apart_s, least_s
        self._done: list[Intervals] = []
        self._growing = _none()

    def add(self, found: Intervals, until_s: float) -> None:
        """Go on with intervals that follow, by station and in order of time.

        Args:
            found: of the next stretch.
            until_s: its end [s].
        """
        every = Intervals.together([self._growing, found])
        every = every.which(np.argsort(every.station, kind="stable"))
        joined = _joined(every, self._apart_s)
        is_last = np.append(joined.station[1:] != joined.station[:-1], True)[: len(joined)]
        may_grow = is_last & (until_s - joined.end_s <= self._apart_s)
        self._growing = joined.which(may_grow)
        self._done.append(joined.which(~may_grow).lasting(self._least_s))

    def counting(self) -> Intervals:
        """Return those that count, in no order."""
        self._done = [Intervals.together([_none(), *self._done])]
        return Intervals.together([*self._done, self._growing.lasting(self._least_s)])

    def may_grow(self, station: int, begin_s: float) -> bool:
        """Return whether the interval of a station with this begin [s] may go on."""
        of = self._growing
        return bool(((of.station == station) & (of.begin_s == begin_s)).any())


class Marking:
    """What stands out in a run by a rule, as far as its stretches have come."""

    def __init__(self, rule: Rule) -> None:
        """Know of no stretch yet."""
        self.rule = rule
        self._losses = [_none()]
        self._kinds: dict[Kind, Joining] = {
            kind: Joining(rule.apart_s, least_s) for kind, least_s in rule.least_s if kind != "loss"
        }

    def add(self, stretch: Stretch) -> None:
        """Go on with the next stretch."""
        lines, end_s = stretch.lines, stretch.end_s
        for kind, joining in self._kinds.items():
            joining.add(_while(lines, _holds(lines, kind, self.rule), end_s), end_s)
        self._losses.append(_losses(lines))

    def so_far(self) -> dict[Kind, Intervals]:
        """Return what counts of each kind, by begin and then by station; what goes on ends where
        the stretches do."""
        kinds: list[Kind] = [*self._kinds, "loss"]
        return {kind: self.counting(kind).in_order() for kind in kinds}

    def counting(self, kind: Kind) -> Intervals:
        """Return what counts of a kind, in no order: for who asks often, and sorts nothing."""
        if kind != "loss":
            return self._kinds[kind].counting()
        self._losses = [Intervals.together(self._losses)]
        return self._losses[0]

    def may_grow(self, kind: Kind, station: int, begin_s: float) -> bool:
        """Return whether the interval of a kind at a station with this begin [s] may go on."""
        return kind != "loss" and self._kinds[kind].may_grow(station, begin_s)


def _holds(lines: Lines, kind: Kind, rule: Rule) -> Flags:
    """Return at which lines there is what stands out."""
    if kind == "stockout":
        return np.asarray(lines["ready"] == 0)
    if kind == "queue":
        return np.asarray(lines["queue"] >= rule.least_queue)
    return np.asarray(lines["limited"] != 0)


def _while(lines: Lines, holds: Flags, end_s: float) -> Intervals:
    """Return the intervals in which something holds, by station; what holds at the end of the
    stretch ends there."""
    is_first = _are_first(lines)
    held_before = np.append(False, holds[:-1]) & ~is_first
    begins = np.flatnonzero(holds & ~held_before)
    # What goes on is broken off by a line at which it no longer holds, or by the end of the lines.
    breaks = np.append(np.flatnonzero(~holds | is_first), len(lines))
    after = breaks[np.searchsorted(breaks, begins, side="right")]
    to_the_end = np.append(is_first, True)[after]
    end = np.where(to_the_end, end_s, np.append(lines["time"], end_s)[after])
    none = np.zeros(len(begins), np.int32)
    found = Intervals(lines["station"][begins], lines["time"][begins], end, none)
    return found.lasting(0.0)  # what ends in the instant in which the stretch begins, is over


def _losses(lines: Lines) -> Intervals:
    """Return when vehicles are lost, each as an interval without a length."""
    before = np.append(0, lines["lost"][:-1])
    lost = np.where(_are_first(lines), 0, lines["lost"] - before).astype(np.int32)
    at = np.flatnonzero(lost > 0)
    time = lines["time"][at]
    return Intervals(lines["station"][at], time, time, lost[at])


def _are_first(lines: Lines) -> Flags:
    return np.append(True, lines["station"][1:] != lines["station"][:-1])


def _joined(of: Intervals, apart_s: float) -> Intervals:
    """Return intervals, which are by station and in order of time, with those of a station as one
    that are no further apart."""
    if not len(of):
        return of
    is_other = of.station[1:] != of.station[:-1]
    begins = np.flatnonzero(np.append(True, is_other | (of.begin_s[1:] - of.end_s[:-1] > apart_s)))
    ends = np.append(begins[1:], len(of)) - 1
    return Intervals(of.station[begins], of.begin_s[begins], of.end_s[ends], of.vehicles[begins])


def _none() -> Intervals:
    numbers, times = np.zeros(0, np.int32), np.zeros(0)
    return Intervals(numbers, times, times, numbers)
