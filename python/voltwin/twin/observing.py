"""Reports of a real network into a twin: late, out of order and twice, as they come.

Each is held against the twin by itself: what is wrong is refused with a reason, the others are
booked, all at the price of one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

from voltwin.scenario.durations import format_duration
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.interventions import AnyIntervention, Observation
from voltwin.scenario.labels import can_be_written
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.twin.booked import Booked, ReportId
from voltwin.twin.recipe import Recipe
from voltwin.twin.report import Report, observations_in, read_report
from voltwin.twin.scores import Scores
from voltwin.twin.sightings import newly_seen

Became = Literal["booked", "repeated", "refused"]
_MOST_BITS = 64  # of a number that is told


class Observed(Protocol):
    """What reports are taken over by: a `Twin`."""

    @property
    def reached(self) -> float:
        """The furthest time that it has stood at [s]."""

    @property
    def scenario(self) -> Scenario:
        """With all that has been made so far."""

    @property
    def booked(self) -> Booked:
        """The observations among that."""

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
    check: Callable[[Sequence[Observation]], None] | None = None,
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
        check: called with the observations that will be booked, if there are any; what it raises
            is raised, and nothing is booked.

    Raises:
        EngineError: the twin cannot go on from what was seen; nothing is booked.
    """
    scenario, booked = twin.scenario, twin.booked
    batch = _Batch(scenario, booked, max(twin.reached, booked.until))
    outcomes = [batch.take(number, raw) for number, raw in enumerate(reports)]
    if found := batch.in_order():
        if check is not None:
            check(found)
        before = booked.beside(found)
        twin.make_all(found, by=by, wall=wall)
        if scores is not None:
            scores.see(newly_seen(scenario, before, found))
    return outcomes


def score_again(recipe: Recipe, batches: Iterable[Collection[int]], scores: Scores) -> None:
    """Hold what was seen against forecasts, as when it was booked.

    Args:
        recipe: of the twin, these batches and all before them included.
        batches: numbers of the observations that were booked together, in the order of that.
        scores: of the twin's forecasts.
    """
    scenario, number = recipe.scenario, 0
    booked = Booked(scenario.start, scenario.interventions)
    for batch in map(sorted, batches):
        booked.add(made.what for made in recipe.made[number : batch[0] - 1])
        found = [made.what for made in recipe.made[batch[0] - 1 : batch[-1]]]
        seen = [what for what in found if isinstance(what, Observation)]
        scores.see(newly_seen(scenario, booked.beside(seen), seen))
        booked.add(seen)
        number = batch[-1]


class _Batch:
    """Reports that came together, and what of them will be booked."""

    def __init__(self, scenario: Scenario, booked: Booked, furthest: float) -> None:
        self._scenario, self._booked, self._furthest = scenario, booked, furthest
        self._ids: set[ReportId] = set()
        self._found: list[tuple[float, list[Observation]]] = []

    def take(self, number: int, raw: Mapping[str, Any] | Report) -> Outcome:
        """Keep a report to be booked, if it may be."""
        report: Report | None = None
        at: float | None = None
        became: Became = "refused"
        try:
            report = read_report(raw)
            at = seconds_after(self._scenario.start, report.at)
            if self._is_known(report):
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
            self._ids.add((report.station, report.id))
        return Outcome(number, report.id, report.station, at, became, reason)

    def _is_known(self, report: Report) -> bool:
        if report.id is None:
            return False
        key = report.station, report.id
        return key in self._ids or key in self._booked.reports

    def _misplaced(self, at: float) -> str:
        """Return why a report cannot be of this time [s]; empty if it can."""
        if at < 0.0:
            return f"at: is {format_duration(-at)} before the begin of the twin"
        if at > self._furthest:
            ahead, come = format_duration(at - self._furthest), format_duration(self._furthest)
            return f"at: is {ahead} ahead of the twin, which has come to {come} so far"
        return ""

    def in_order(self) -> list[Observation]:
        """Return what was seen, by time, and in the order of reports at equal times."""
        by_time = sorted(self._found, key=lambda found: found[0])
        return [what for _, several in by_time for what in several]


def _text(raw: Any, field: str) -> str | None:
    """Return a field of a report that cannot be read, to tell it by; None if it is too long a
    number, or cannot be written."""
    value = raw.get(field) if isinstance(raw, Mapping) else None
    if isinstance(value, int) and value.bit_length() <= _MOST_BITS:
        value = str(value)
    return value[:200] if isinstance(value, str) and can_be_written(value[:200]) else None
