"""A log is read row by row, each held against the rule of its kind."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from voltwin.validation.difference import Columns
from voltwin.validation.features import FEATURE_OF
from voltwin.validation.replay import charges, observations, station, trucks, vehicles
from voltwin.validation.replay.drivers import DRIVER_FEATURES, DriverReplay
from voltwin.validation.replay.instants import Instants
from voltwin.validation.replay.load import Load
from voltwin.validation.replay.rule import Rule
from voltwin.validation.replay.told import Row, Station, Told
from voltwin_core.station.events import KINDS
from voltwin_core.station.parameters import Parameters

RULES: Mapping[str, Rule] = {
    **vehicles.RULES,
    **charges.RULES,
    **station.RULES,
    **trucks.RULES,
    **observations.RULES,
}
_MOST_PROBLEMS = 10


class Replay:
    """A log told again; `problems` and `features` come of it."""

    def __init__(self, parameters: Parameters) -> None:
        self.problems: list[str] = []
        self._told = Told(parameters)
        self.features = self._told.features
        self._drivers = DriverReplay(parameters)
        self._instants = Instants(parameters, self._told)

    @property
    def load(self) -> Load:
        """What was drawn at all instants."""
        return self._instants.load

    def read(self, log: Columns) -> "Replay":
        """Read a whole log and return this."""
        for n, row in enumerate(_rows(log)):
            for problem in filter(None, self._row(row)):
                self._say(f"row {n}, {row['kind']} at {row['time']!r} s: {problem}")
        for s in self._told.stations:
            self._end_of_instant(s)
        return self

    def _row(self, row: Row) -> Iterator[str]:
        """Yield what is wrong with a row, or nothing in words; tell again what it says."""
        yield self._drivers.problem(row, self._told.soc)
        kind = row["kind"]
        if kind in DRIVER_FEATURES:
            self.features[DRIVER_FEATURES[kind]] += 1
        if kind in DRIVER_FEATURES or row["station"] < 0:
            return
        s = self._told.stations[row["station"]]
        if row["time"] < s.now:
            yield "time runs backwards"
        if row["time"] > s.now:
            self._end_of_instant(s)
            s.now = row["time"]
            s.at_once.clear()
            s.seen_on = None
        if kind in observations.ENDS_IT:
            yield from observations.end_of_observation(self._told, s)
        s.at_once[kind] += 1
        yield RULES[kind](self._told, s, row)
        if kind in FEATURE_OF:
            self.features[FEATURE_OF[kind]] += 1

    def _end_of_instant(self, s: Station) -> None:
        ends = observations.end_of_observation(self._told, s)
        for problem in chain(ends, self._instants.problems(s)):
            self._say(f"station {s.number} after {s.now!r} s: {problem}")

    def _say(self, problem: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(problem)


def _rows(log: Columns) -> Iterator[dict[str, Any]]:
    names = tuple(log)
    columns = [column.tolist() for column in log.values()]
    at = names.index("kind")
    columns[at] = [KINDS[code] for code in columns[at]]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))
