"""The history of a run: what was seen of every station over time, read from its event log."""

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
    of_station,
)
from voltwin.history.marks import LEAST_QUEUE, Marks, marks_in
from voltwin.history.power import power_at
from voltwin.history.reading import read_log
from voltwin.history.thinned import thinned
from voltwin.kpis.cells import Floats
from voltwin.scenario import Scenario, parameters
from voltwin.scenario.names import did_you_mean
from voltwin.simulation import Simulation

_FEWEST_POINTS = 4


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

    def __init__(
        self, batches: Iterable[pa.RecordBatch], scenario: Scenario, end_s: float | None = None
    ) -> None:
        """Read an event log.

        Args:
            batches: of the log, complete from the start of the run.
            scenario: of the run.
            end_s: where the run stands [s]; the horizon unless given.
        """
        self.end_s = scenario.horizon if end_s is None else end_s
        self.stations = tuple(station.id for station in scenario.stations)
        self._parameters = parameters(scenario)
        self._numbers = {name: number for number, name in enumerate(self.stations)}
        self._read = read_log(batches, self._parameters, self.end_s)
        self._of_all: dict[str, Course] = {}

    @classmethod
    def of_run(cls, scenario: Scenario, *, seed: int = 1, replication: int = 0) -> "History":
        """Return the history of a run up to its horizon; its log is read as it comes, and not kept.

        Raises:
            EngineError: the run cannot go on.
        """
        run = Simulation(scenario, seed=seed, replication=replication)
        return cls(run.stream(), run.scenario)

    @property
    def bytes(self) -> int:
        """What it takes in memory [B]."""
        return self._read.lines.nbytes + self._read.charges.nbytes

    def marks(self, least_queue: int = LEAST_QUEUE) -> Marks:
        """Return what stands out: stock-outs, queues, limits reached, vehicles lost.

        Args:
            least_queue: vehicles in the lines of a station that make a queue stand out.
        """
        return marks_in(self._read.lines, self.stations, self.end_s, least_queue)

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
            end_s: [s], after the begin; where the run stands unless given.
            points: the most, 4 or more. Of more that there are, those stay that a drawing shows,
                see `thinned`. Power, which changes all the time, is told at as many times.

        Raises:
            ValueError: there is no such measure or station, or no such stretch of time.
        """
        end = self.end_s if end_s is None else end_s
        self._check(measure, station, begin_s, end, points)
        if measure == POWER:
            time = np.linspace(begin_s, end, points)
            return Series(measure, station, time, self.power_at(time, station), is_whole=False)
        course = between(self._course(measure, station), begin_s, end)
        kept = thinned(course.time, course.value, points)
        time, value = course.time[kept], course.value[kept]
        value = np.where(np.isinf(value), np.nan, value)
        return Series(measure, station, time, value, is_whole=len(kept) == len(course.time))

    def power_at(self, times: Floats, station: str | None = None) -> Floats:
        """Return the power that is drawn at some rising times [kW]."""
        charges = self._read.charges
        if station is not None:
            charges = of_station(charges, self._numbers[station])
        return power_at(times, charges, self._parameters)

    def _course(self, measure: str, station: str | None) -> Course:
        if station is None:
            return self._course_of_all(measure)
        number = self._numbers[station]
        if measure == LIMIT:
            return limit_course(self._parameters, number, self.end_s)
        return course_of(of_station(self._read.lines, number), measure)

    def _course_of_all(self, measure: str) -> Course:
        if measure == LIMIT:
            return self._limit_of_all
        if measure not in self._of_all:
            self._of_all[measure] = course_of_all(self._read.lines, measure)
        return self._of_all[measure]

    @cached_property
    def _limit_of_all(self) -> Course:
        """The sum of all limits; infinite where a station has none."""
        every = [limit_course(self._parameters, n, self.end_s) for n in range(len(self.stations))]
        time = np.unique(np.concatenate([one.time for one in every]))
        total = np.zeros(len(time))
        for one in every:
            total += one.value[np.searchsorted(one.time, time, side="right") - 1]
        return Course(time, total)

    def _check(
        self, measure: str, station: str | None, begin_s: float, end_s: float, points: int
    ) -> None:
        for what, name, known in (
            ("measure", measure, MEASURES),
            ("station", station, self._numbers),
        ):
            if name is not None and name not in known:
                raise ValueError(f'{what}: there is no "{name}"{did_you_mean(name, known)}')
        if not 0.0 <= begin_s < end_s <= self.end_s:
            text = f"begin {begin_s:g} s, end {end_s:g} s"
            raise ValueError(f"{text}: must rise, from 0 to {self.end_s:g} s")
        if points < _FEWEST_POINTS:
            raise ValueError(f"points: {points} must be {_FEWEST_POINTS} or more")


def marks(
    log: pa.Table,
    scenario: Scenario,
    *,
    least_queue: int = LEAST_QUEUE,
    end_s: float | None = None,
) -> Marks:
    """Return what stands out in a run: stations without a ready battery, queues, grid limits that
    hold charges back, vehicles lost.

    Args:
        log: the event log of the run, complete from its start.
        scenario: of the run.
        least_queue: vehicles in the lines of a station that make a queue stand out.
        end_s: where the run stood [s]; its horizon unless given.
    """
    return History(log.to_batches(), scenario, end_s).marks(least_queue)
