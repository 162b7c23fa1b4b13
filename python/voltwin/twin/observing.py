"""Reports of a real network into a twin: late, out of order and twice, as they come.

Each is held against the twin by itself: what is wrong is refused with a reason, the others are
booked, all at the price of one.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

from voltwin.scenario.durations import format_duration
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.interventions import AnyIntervention, Observation
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.twin.report import Report, observations_in, read_report
from voltwin.twin.scores import Scores
from voltwin.twin.sightings import newly_seen

Became = Literal["booked", "repeated", "refused"]
_Id = tuple[str, str]  # of a report: its station and its own
_MOST_BITS = 64  # of a number that is told


class Observed(Protocol):
    """What reports are taken over by: a `Twin`."""

    @property
    def reached(self) -> float:
        """The furthest time that it has stood at [s]."""

    @property
    def scenario(self) -> Scenario:
        """With all that has been made so far."""

    def make_all(
        self, what: Sequence[AnyIntervention], *, by: str, wall: datetime | None = None
    ) -> Any:
        """Make several interventions at their times, or none."""


class Outcome(NamedTuple):
    """What became of a report."""

    number: int  # its place in what was sent, from 0
    id: str | None
    station: str | None
    at: float | None  # [s]
    became: Became
    reason: str  # why it is not booked


def observe(
    twin: Observed,
    reports: Iterable[Mapping[str, Any] | Report],
    *,
    by: str,
    wall: datetime | None = None,
    scores: Scores | None = None,
) -> list[Outcome]:
    """Book reports in a twin, which goes on from what was seen, and return what became of each.

    A report that has been booked already, by its station and id, is not booked again. One that lies
    before the begin of the twin or ahead of it is refused, as one that cannot have been seen is.
    Ahead is what lies beyond the furthest time that the twin has stood at, or that a report has
    been booked of: a twin that was sought back takes reports of the time until then.

    Args:
        twin: that takes them over.
        reports: in any order; see `report.Report`.
        by: who sends them.
        wall: when they came, with its offset from UTC; now by default.
        scores: of the twin's forecasts, which are held against what was seen.

    Raises:
        EngineError: the twin cannot go on from what was seen; nothing is booked.
    """
    scenario = twin.scenario
    books = _Books(scenario, twin.reached)
    outcomes = [books.take(number, raw) for number, raw in enumerate(reports)]
    if found := books.in_order():
        twin.make_all(found, by=by, wall=wall)
        if scores is not None:
            scores.see(newly_seen(scenario, books.before, found))
    return outcomes


class _Books:
    """Reports that will be booked, and those that have been."""

    def __init__(self, scenario: Scenario, reached: float) -> None:
        self._scenario, self._reached = scenario, reached
        self.before = [what for what in scenario.interventions if isinstance(what, Observation)]
        self._known: set[_Id] = {
            (what.station, what.report) for what in self.before if what.report is not None
        }
        self._found: list[tuple[float, list[Observation]]] = []

    def take(self, number: int, raw: Mapping[str, Any] | Report) -> Outcome:
        """Keep a report to be booked, if it may be."""
        report: Report | None = None
        at: float | None = None
        became: Became = "refused"
        try:
            report = read_report(raw)
            at = seconds_after(self._scenario.start, report.at)
            if (report.station, report.id) in self._known:
                became, reason = "repeated", "has been booked already"
            else:
                reason = self._misplaced(at)
                if not reason:
                    self._found.append((at, observations_in(report, self._scenario)))
                    became = "booked"
        except ScenarioError as error:
            reason = "; ".join(error.lines)
        if report is None:
            return Outcome(number, _text(raw, "id"), _text(raw, "station"), None, became, reason)
        if became == "booked" and report.id is not None:
            self._known.add((report.station, report.id))
        return Outcome(number, report.id, report.station, at, became, reason)

    def _misplaced(self, at: float) -> str:
        """Return why a report cannot be of this time [s]; empty if it can."""
        if at < 0.0:
            return f"at: is {format_duration(-at)} before the begin of the twin"
        if at > self._reached and at > self._seen_until:
            furthest = max(self._reached, self._seen_until)
            ahead, come = format_duration(at - furthest), format_duration(furthest)
            return f"at: is {ahead} ahead of the twin, which has come to {come} so far"
        return ""

    @cached_property
    def _seen_until(self) -> float:
        """The latest time of what had been booked before [s]; -inf if nothing had."""
        start = self._scenario.start
        return max((seconds_after(start, what.at) for what in self.before), default=-math.inf)

    def in_order(self) -> list[Observation]:
        """Return what was seen, by time, and in the order of reports at equal times."""
        by_time = sorted(self._found, key=lambda found: found[0])
        return [what for _, several in by_time for what in several]


def _text(raw: Any, field: str) -> str | None:
    """Return a field of a report that cannot be read, to tell it by; None if it is too long."""
    value = raw.get(field) if isinstance(raw, Mapping) else None
    if isinstance(value, int) and value.bit_length() <= _MOST_BITS:
        value = str(value)
    return value[:200] if isinstance(value, str) else None
