"""The history of a run: what was seen of every station over time, read from its event log."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from voltwin.history.courses import (
    LIMIT,
    MEASURES,
    POWER,
    Course,
    between,
    course_of,
    course_of_all,
    limit_course,
    limit_of_all,
    of_station,
)
from voltwin.history.marking import Marking
from voltwin.history.marks import LEAST_QUEUE, Marks, Rule
from voltwin.history.power import power_at
from voltwin.history.reading import Reading, Stretch
from voltwin.history.thinned import thinned
from voltwin.kpis.cells import Floats
from voltwin.scenario import Scenario, parameters
from voltwin.scenario.names import did_you_mean
from voltwin_core.station.parameters import Parameters

_FEWEST_POINTS = 4
_MOST_RULES = 8  # whose marks are kept


class ForgottenError(ValueError):
    """What is asked for was known, and has been let go of."""


@dataclass(frozen=True)
class Series:
    """A course in few points.

    Attributes:
        measure: one of `MEASURES`.
        station: id; None for all stations together.
        time: [s]; the first is the begin that was asked for, the last the end.
        value: from each time on, until the next; of power at each time. NaN where there is none.
        is_whole: no point was left out, and power, which changes all the time, is none.
    """

    measure: str
    station: str | None
    time: Floats
    value: Floats
    is_whole: bool


class History:
    """What was seen of every station of a run over time."""

    end_s: float  # where the run ends, or stands [s]
    _reading: Reading

    def __init__(
        self, batches: Iterable[pa.RecordBatch], scenario: Scenario, end_s: float | None = None
    ) -> None:
        """Read an event log.

        Args:
            batches: of the log, complete from the start of the run.
            scenario: of the run.
            end_s: where the run stands [s]; the horizon unless given.
        """
        self._begin(scenario, parameters(scenario))
        self.end_s = self.end_s if end_s is None else end_s
        self._add(self._reading.stretch(batches, 0.0, self.end_s))

    def _begin(self, scenario: Scenario, tables: Parameters) -> None:
        """Know of nothing yet."""
        self.end_s = scenario.horizon
        self.stations = tuple(station.id for station in scenario.stations)
        self._parameters, self._reading = tables, Reading(tables)
        self._numbers = {name: number for number, name in enumerate(self.stations)}
        self._stretches: list[Stretch] = []
        self._markings: OrderedDict[Rule, Marking] = OrderedDict()
        self.forgotten_s = 0.0  # what was before has been let go of [s]

    @classmethod
    def of_run(cls, scenario: Scenario, *, seed: int = 1, replication: int = 0) -> "History":
        """Return the history of a run up to its horizon; its log is read as it comes, and not kept.

        Raises:
            EngineError: the run cannot go on.
        """
        from voltwin.history.unfolding import Unfolding

        history = Unfolding(scenario, seed=seed, replication=replication)
        history.reach(history.end_s)
        return history

    @property
    def known_s(self) -> float:
        """Up to where it is known [s]."""
        return self._stretches[-1].end_s if self._stretches else 0.0

    @property
    def bytes(self) -> int:
        """What it takes in memory [B]."""
        return sum(stretch.bytes for stretch in self._stretches) + self._reading.bytes

    def _add(self, stretch: Stretch) -> None:
        """Go on with the next stretch."""
        self._stretches.append(stretch)
        for marking in self._markings.values():
            marking.add(stretch)

    def marks(self, least_queue: int = LEAST_QUEUE, least_s: float | None = None) -> Marks:
        """Return what stands out: stock-outs, queues, limits reached, vehicles lost.

        Args:
            least_queue: vehicles in the lines of a station that make a queue stand out.
            least_s: the shortest that counts [s]; unless given, as `LEAST_S` says of each kind.

        Raises:
            ForgottenError: it does not know any more.
        """
        return self.marks_by(Rule.of(least_queue, least_s))

    def marks_by(self, rule: Rule) -> Marks:
        """Return what stands out by a rule. Raises as `marks`."""
        found = self.marking(rule).so_far()
        return Marks(self.stations, self.end_s, self.known_s, rule, found)

    def marking(self, rule: Rule) -> Marking:
        """Return what finds out what stands out by a rule. Raises as `marks`."""
        if rule not in self._markings:
            self._refuse_forgotten(0.0)
            self._markings[rule] = Marking(rule)
            for stretch in self._stretches:
                self._markings[rule].add(stretch)
        self._markings.move_to_end(rule)
        if len(self._markings) > _MOST_RULES:
            self._markings.popitem(last=False)
        return self._markings[rule]

    def knows_marks_by(self, rule: Rule) -> bool:
        """Return whether it can tell what stands out by a rule."""
        return rule in self._markings or not self.forgotten_s

    def _refuse_forgotten(self, begin_s: float) -> None:
        if begin_s < self.forgotten_s:
            text = f"what was before {self.forgotten_s:g} s is not known any more"
            raise ForgottenError(text)

    def series(
        self,
        measure: str,
        station: str | None = None,
        *,
        begin_s: float = 0.0,
        end_s: float | None = None,
        points: int = 1000,
    ) -> Series:
        """Return the course of a measure between two times, in no more points than that.

        Args:
            measure: one of `MEASURES`.
            station: id; all together unless given.
            begin_s: [s], 0 or more.
            end_s: [s], after the begin; up to where it is known unless given.
            points: the most, 4 or more. Of more that there are, those stay that a drawing shows,
                see `thinned`. Power, which changes all the time, is told at as many times.

        Raises:
            ForgottenError: it does not know any more.
            ValueError: there is no such measure or station, or no such stretch of time.
        """
        end = self.known_s if end_s is None else end_s
        self._check(measure, station, begin_s, end, points)
        self._refuse_forgotten(begin_s)
        if measure == POWER:
            time = np.linspace(begin_s, end, points)
            return Series(measure, station, time, self.power_at(time, station), is_whole=False)
        course = between(self._course(measure, station, begin_s, end), begin_s, end)
        kept = thinned(course.time, course.value, points)
        time, value = course.time[kept], course.value[kept]
        value = np.where(np.isinf(value), np.nan, value)
        return Series(measure, station, time, value, is_whole=len(kept) == len(course.time))

    def power_at(self, times: Floats, station: str | None = None) -> Floats:
        """Return the power that is drawn at some rising times [kW]."""
        begin_s, end_s = (float(times[0]), float(times[-1])) if len(times) else (0.0, 0.0)
        every = [of.charges for of in self._stretches if of.end_s > begin_s]
        every.append(self._reading.under_way())
        if station is not None:
            every = [of_station(charges, self._numbers[station]) for charges in every]
        charges = np.concatenate(every)
        charges = charges[charges["begin"] <= end_s]
        # In an order that does not depend on the stretches, so that sums are the same to the bit.
        order = np.lexsort((charges["battery"], charges["begin"], charges["station"]))
        return power_at(times, charges[order], self._parameters)

    def _course(self, measure: str, station: str | None, begin_s: float, end_s: float) -> Course:
        if measure == LIMIT:
            if station is None:
                return self._limit_of_all
            return limit_course(self._parameters, self._numbers[station], self.end_s)
        there = [of for of in self._stretches if of.end_s > begin_s and of.begin_s <= end_s]
        if station is None:
            return course_of_all(there, measure)
        return course_of(there, self._numbers[station], measure)

    @cached_property
    def _limit_of_all(self) -> Course:
        return limit_of_all(self._parameters, self.end_s)

    def _check(
        self, measure: str, station: str | None, begin_s: float, end_s: float, points: int
    ) -> None:
        for what, name, known in (
            ("measure", measure, MEASURES),
            ("station", station, self._numbers),
        ):
            if name is not None and name not in known:
                raise ValueError(f'{what}: there is no "{name}"{did_you_mean(name, known)}')
        if not 0.0 <= begin_s < end_s <= self.known_s:
            text = f"begin {begin_s:g} s, end {end_s:g} s"
            raise ValueError(f"{text}: must rise, from 0 to {self.known_s:g} s")
        if points < _FEWEST_POINTS:
            raise ValueError(f"points: {points} must be {_FEWEST_POINTS} or more")


def marks(
    log: pa.Table,
    scenario: Scenario,
    *,
    least_queue: int = LEAST_QUEUE,
    least_s: float | None = None,
    end_s: float | None = None,
) -> Marks:
    """Return what stands out in a run: stations without a ready battery, queues, grid limits that
    hold charges back, vehicles lost.

    Args:
        log: the event log of the run, complete from its start.
        scenario: of the run.
        least_queue: vehicles in the lines of a station that make a queue stand out.
        least_s: the shortest that counts [s]; unless given, as `LEAST_S` says of each kind.
        end_s: where the run stood [s]; its horizon unless given.
    """
    return History(log.to_batches(), scenario, end_s).marks(least_queue, least_s)
