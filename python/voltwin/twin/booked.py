"""Observations that a twin has booked, found by their reports, and by time and station."""

import math
from collections.abc import Iterable
from datetime import datetime

from voltwin.scenario.interventions import AnyIntervention, Observation
from voltwin.scenario.moments import seconds_after

ReportId = tuple[str, str]  # of a report: its station and its own
Place = tuple[float, str]  # of an observation: when [s], and its station
_ENTRIES_BYTES = 250  # of an observation: its place and report, as keys, and what refers to them


class Booked:
    """What has been observed so far, so that a batch of reports looks at nothing but its own.

    Attributes:
        reports: that have been booked, of those that have an id.
        until: the latest time of which anything has been [s]; -inf if nothing has.
    """

    def __init__(self, start: datetime, interventions: Iterable[AnyIntervention] = ()) -> None:
        """Take over the observations among interventions.

        Args:
            start: of the run.
            interventions: in the order in which they were made.
        """
        self._start = start
        self._at: dict[Place, tuple[Observation, ...]] = {}
        self._number = 0
        self.reports: set[ReportId] = set()
        self.until = -math.inf
        self.add(interventions)

    @property
    def bytes(self) -> int:
        """How much memory it takes to find them, besides themselves [B]."""
        return _ENTRIES_BYTES * self._number

    def add(self, interventions: Iterable[AnyIntervention]) -> None:
        """Take over the observations among interventions that were made behind all others."""
        for what in interventions:
            if isinstance(what, Observation):
                place = self._place(what)
                self._at[place] = (*self._at.get(place, ()), what)
                self._number += 1
                self.until = max(self.until, place[0])
                if what.report is not None:
                    self.reports.add((what.station, what.report))

    def beside(self, found: Iterable[Observation]) -> list[Observation]:
        """Return what has been booked of the times and stations of some observations, each time
        and station in the order of being booked."""
        places = dict.fromkeys(map(self._place, found))
        return [what for place in places for what in self._at.get(place, ())]

    def copy(self) -> "Booked":
        """Return one of its own, as another twin needs."""
        other = Booked(self._start)
        other._at, other._number = dict(self._at), self._number
        other.reports, other.until = set(self.reports), self.until
        return other

    def _place(self, what: Observation) -> Place:
        return seconds_after(self._start, what.at), what.station
