"""How the run of a twin goes, from its start to its end: looked through in a process, a moment at a
time, as far as is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import numpy as np
from pydantic_core import to_json

from voltwin.history.courses import MEASURES
from voltwin.history.history import History
from voltwin.history.marks import (
    LEAST_QUEUE,
    MEANINGS,
    SLOT_S,
    Intervals,
    Kind,
    Marks,
    Rule,
)
from voltwin.history.unfolding import Unfolding
from voltwin.kpis.cells import Integers
from voltwin.scenario.durations import format_duration
from voltwin.scenario.names import did_you_mean
from voltwin_server.invalid import invalid
from voltwin_server.problems import TOO_MUCH, ProblemError
from voltwin_server.questions.unfoldings import let_go_over, unfolding_of

_MOMENT_S = 0.4  # for which a run is simulated on before others are asked


class Looked(NamedTuple):
    """What a question has found out.

    Attributes:
        content: JSON; empty where nothing can be told yet, or somebody asks again.
        is_whole: all that was asked for.
        so_far: in words, where it is not whole.
    """

    content: bytes
    is_whole: bool
    so_far: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which marks are wanted.

    Attributes:
        kinds: of marks.
        stations: ids; None for all.
        least_queue: vehicles in the lines of a station that make a queue stand out.
        least_s: the shortest that counts [s]; None for what is usual for each kind.
    """

    kinds: tuple[Kind, ...]
    stations: tuple[str, ...] | None
    least_queue: int
    least_s: float | None

    @property
    def rule(self) -> Rule:
        """What counts."""
        return Rule.of(self.least_queue, self.least_s)


USUAL = Wanted(tuple(MEANINGS), None, LEAST_QUEUE, None)


def marks(
    folder: Path,
    most_bytes: float,
    wanted: Wanted,
    until_s: float | None,
    most: int,
    *,
    is_last: bool = True,
) -> Looked:
    """Return what stands out in the run of a twin; see `models.looking.MarksInfo`.

    Args:
        folder: of the twin.
        most_bytes: that all runs which are looked through may take [B].
        wanted: which marks.
        until_s: up to where it has to be known [s]; None for the end of the run.
        most: intervals of each kind; the longest are told.
        is_last: what is known so far is told. Else it is asked again until all is known, and only
            that is told: of many marks it takes longer than the moment.

    Raises:
        ProblemError: its run takes more, or there is no such station.
        EngineError: its run cannot go on.
    """
    run = _run_with_marks(folder, most_bytes, wanted)
    end_s = run.end_s if until_s is None else min(until_s, run.end_s)
    is_whole = _reach(run, end_s, most_bytes)
    if not (is_whole or is_last):
        return Looked(b"", is_whole, _so_far(run))
    found = _wanted_of(run, wanted)
    content = {
        "end_s": found.end_s,
        "known_s": found.known_s,
        "slot_s": SLOT_S,
        "least_queue": wanted.least_queue,
        "kinds": [_told(kind, found, most) for kind in wanted.kinds],
    }
    return Looked(to_json(content), is_whole, _so_far(run))


def next_mark(
    folder: Path,
    most_bytes: float,
    wanted: Wanted,
    after_s: float,
    backward: bool,
    *,
    is_last: bool = True,
) -> Looked:
    """Return the mark that begins next after a time, or last before it, as soon as it is known
    which one that is: it may go on.

    Args:
        folder, most_bytes, wanted, is_last: see `marks`.
        after_s: the time [s].
        backward: whether the last one before it is meant.

    Raises:
        ProblemError, EngineError: as `marks`.
    """
    run, end = _run_with_marks(folder, most_bytes, wanted), monotonic() + _MOMENT_S
    run.reach(after_s, seconds=_MOMENT_S)
    near = _nearest(run, wanted, after_s, backward)
    is_known = _is_next(run, wanted, near, after_s, backward)
    while not is_known:
        run.reach(run.known_s)  # by a stretch
        near = _nearest(run, wanted, after_s, backward)
        is_known = _is_next(run, wanted, near, after_s, backward)
        if monotonic() >= end:
            break
    let_go_over(most_bytes)
    if not (is_known or is_last):
        return Looked(b"", is_known, _so_far(run))
    mark = near if is_known else None
    content = {
        "mark": mark and _mark(*mark, run),
        "is_settled": is_known and not _goes_on(run, wanted, mark),
        "known_s": run.known_s,
    }
    return Looked(to_json(content), is_known, _so_far(run))


def series(
    folder: Path,
    most_bytes: float,
    stations: Sequence[str | None],
    measures: Sequence[str],
    options: Mapping[str, Any],
    *,
    is_last: bool = True,
) -> Looked:
    """Return courses of what is seen; see `models.looking.HistoryInfo`. A part of them is not told.

    Args:
        folder, most_bytes, is_last: see `marks`.
        stations: ids; None for all together.
        measures: some of `MEASURES`.
        options: begin_s, end_s, points; see `History.series`.

    Raises:
        ProblemError, EngineError: as `marks`.
    """
    begin_s, end_s = options["begin_s"], options["end_s"]
    run = unfolding_of(folder, most_bytes, lambda of: of.forgotten_s <= begin_s)
    _refuse_unknown([name for name in stations if name is not None], run)
    if end_s is not None and end_s > run.end_s:
        raise invalid([("query.end_s", f"must be {run.end_s:g} at most, where the run ends")])
    end_s = run.end_s if end_s is None else end_s
    if not begin_s < end_s:
        raise invalid([("query.begin_s", "must be before the end")])
    is_whole = _reach(run, end_s, most_bytes)
    if run.forgotten_s > begin_s:
        raise _too_long(run)
    if not is_whole:
        return Looked(b"", is_whole, _so_far(run))
    asked = {**options, "end_s": end_s}
    found = [run.series(measure, station, **asked) for station in stations for measure in measures]
    content = {
        "begin_s": begin_s,
        "end_s": end_s,
        "series": [
            {
                "measure": one.measure,
                "unit": MEASURES[one.measure][0],
                "meaning": MEASURES[one.measure][1],
                "station": one.station,
                "is_whole": one.is_whole,
                "time_s": one.time.tolist(),
                "values": one.value.tolist(),
            }
            for one in found
        ],
    }
    return Looked(to_json(content, inf_nan_mode="null"), is_whole)


def _run_with_marks(folder: Path, most_bytes: float, wanted: Wanted) -> Unfolding:
    """Return the run of a twin, of which it is known what stands out."""
    run = unfolding_of(folder, most_bytes, lambda of: of.knows_marks_by(wanted.rule))
    _refuse_unknown(wanted.stations or (), run)
    run.marking(wanted.rule)  # from here on it is known, even if the run lets go of what was early
    return run


def _reach(run: Unfolding, at_s: float, most_bytes: float) -> bool:
    """Simulate for a moment, and return whether a time is known."""
    is_known = run.reach(at_s, seconds=_MOMENT_S)
    let_go_over(most_bytes)
    return is_known


def _so_far(run: Unfolding) -> str:
    known, all_of_it = (format_duration(round(at_s)) for at_s in (run.known_s, run.end_s))
    return f"{known} of {all_of_it} are looked through"


def _wanted_of(run: Unfolding, wanted: Wanted) -> Marks:
    """Return the marks of the stations that are wanted."""
    found, numbers = run.marks_by(wanted.rule), _numbers(run, wanted)
    if numbers is None:
        return found
    there = {kind: of.at(numbers) for kind, of in found.intervals.items()}
    return replace(found, intervals=there)


def _numbers(run: Unfolding, wanted: Wanted) -> Integers | None:
    """Return the numbers of the stations that are wanted; None for all."""
    if wanted.stations is None:
        return None
    return np.array([run.stations.index(one) for one in wanted.stations], np.int64)


class _Near(NamedTuple):
    """A mark: its kind, the intervals of that, and its number among them."""

    kind: Kind
    of: Intervals
    number: int

    @property
    def begin_s(self) -> float:
        return float(self.of.begin_s[self.number])


def _nearest(run: Unfolding, wanted: Wanted, after_s: float, backward: bool) -> _Near | None:
    """Return the first mark that begins after a time, or the last before it, as far as is known."""
    marking, numbers, near = run.marking(wanted.rule), _numbers(run, wanted), list[_Near]()
    for kind in wanted.kinds:
        of = marking.counting(kind)
        of = of if numbers is None else of.at(numbers)
        number = of.last_before(after_s) if backward else of.next_after(after_s)
        if number is not None:
            near.append(_Near(kind, of, number))
    pick = max if backward else min
    return pick(near, key=lambda one: one.begin_s) if near else None


def _is_next(
    run: Unfolding, wanted: Wanted, near: _Near | None, after_s: float, backward: bool
) -> bool:
    """Return whether nothing that is still to be simulated makes it another mark."""
    if run.is_over:
        return True
    if near is None and not backward:
        return False
    rule = wanted.rule
    # What begins before this time has lasted long enough to count by then, or is over.
    begins = after_s if near is None or backward else near.begin_s
    return run.known_s > begins + max(map(rule.least, wanted.kinds)) + rule.apart_s


def _goes_on(run: Unfolding, wanted: Wanted, mark: _Near | None) -> bool:
    """Return whether a mark may still end later than it does so far."""
    if mark is None or run.is_over:
        return False
    station = int(mark.of.station[mark.number])
    return run.marking(wanted.rule).may_grow(mark.kind, station, mark.begin_s)


def _too_long(run: Unfolding) -> ProblemError:
    """Return the problem of series that are more than is kept."""
    text = (
        "So much is seen in that time that not all of it is kept: from "
        f"{format_duration(round(run.forgotten_s))} on it is. Ask for a shorter time."
    )
    return ProblemError(TOO_MUCH, text)


def _refuse_unknown(stations: Sequence[str], history: History) -> None:
    known = dict.fromkeys(history.stations)
    wrong = [name for name in stations if name not in known]
    if wrong:
        text = '"{}" is no station{}'
        raise invalid(
            [("query.stations", text.format(name, did_you_mean(name, known))) for name in wrong]
        )


def _told(kind: Kind, marks: Marks, most: int) -> dict[str, Any]:
    of = marks.intervals[kind]
    longest = of.longest(most)
    return {
        "kind": kind,
        "meaning": MEANINGS[kind],
        "least_s": marks.rule.least(kind),
        "total": int(np.maximum(of.vehicles, 1).sum()),
        "begun": of.begun(marks.slots).tolist(),
        "stations": of.stations(marks.slots).tolist(),
        "left_out": len(of) - len(longest),
        "intervals": {
            "station": [marks.stations[number] for number in longest.station.tolist()],
            "begin_s": longest.begin_s.tolist(),
            "end_s": longest.end_s.tolist(),
            "vehicles": longest.vehicles.tolist(),
        },
    }


def _mark(kind: Kind, of: Intervals, number: int, run: Unfolding) -> dict[str, Any]:
    return {
        "kind": kind,
        "station": run.stations[int(of.station[number])],
        "begin_s": float(of.begin_s[number]),
        "end_s": float(of.end_s[number]),
        "vehicles": int(of.vehicles[number]),
    }
