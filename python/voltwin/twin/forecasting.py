"""A forecast: from where a run stands, many runs that go on from there, each with other draws.

prospect = Prospect(twin.simulation())          # quick; the twin may go on from here
forecast = prospect.forecast(hours=6)           # on threads
forecast.table(["s0001"])
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from voltwin.arguments import number_of_threads, whole
from voltwin.scenario.model import plain_number
from voltwin.simulation import Simulation
from voltwin.twin.bands import LEVELS, MEASURES, Floats, Forecast, band_quantiles
from voltwin.twin.sightings import latest_seen
from voltwin_bindings.drawn_again import drawn_again, unforeseen
from voltwin_bindings.engine import EngineError, RingEmptyError
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.slot_by_slot import Course, advance_by_slots, slot_edges
from voltwin_bindings.slot_by_slot import Floats as Edges
from voltwin_core.calendar import HOUR_S
from voltwin_core.draws import other_key, run_key

REPLICATIONS = 20  # 19 is the least with which bands of 90 % hold what they promise
HOURS = 6.0
MOST_REPLICATIONS = 1000
MOST_HOURS = 48.0
MOST_VALUES = 20_000_000  # of each measure: about 1 GB of memory


class TooMuchError(ValueError):
    """Memory may not suffice for a forecast."""


class GivenUpError(Exception):
    """Nobody wants a forecast any more that is being made."""


class Prospect:
    """Where a run stands, to forecast from: a copy, so that the run may go on meanwhile."""

    def __init__(self, simulation: Simulation) -> None:
        """Copy where a run stands.

        Raises:
            SnapshotError: it is a run of the reference.
            EngineError: the run could not go on.
            ValueError: the run has ended.
        """
        if simulation.now >= simulation.horizon:
            raise ValueError("forecast: the run has ended, nothing lies ahead of it")
        self._state = unforeseen(simulation.state())
        self._key = run_key(simulation.seed, simulation.replication)
        self._scenario = simulation.scenario
        self._stations = tuple(simulation.names.stations)
        self.now = simulation.now

    def forecast(
        self,
        *,
        seed: int = 1,
        replications: int = REPLICATIONS,
        hours: float = HOURS,
        threads: int | None = None,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> Forecast:
        """Return the bands of what may come. The same seed gives the same ones, on any number of
        threads.

        Args:
            seed: of the draws from now on, 0 or more; none are those of the run itself.
            replications: how many runs go on from here, 2 to 1000.
            hours: how far, above 0, at most 48 and at most to the run's end; to the end of the slot
                of 15 minutes.
            threads: that share the replications; as many as there are processors by default.
            is_wanted: asked before each replication, by its thread, whether to go on.

        Raises:
            ValueError: an argument is none of those allowed, or they ask for too much together.
            EngineError: a replication cannot go on.
            GivenUpError: it is not wanted any more.
        """
        seed, count = whole("seed", seed), _replications(replications)
        end = self.now + HOUR_S * _hours(hours)
        edges = slot_edges(self._state.world.parameters, self.now, end)
        _refuse_too_much(count, len(edges) - 1, len(self._stations))
        keys = [other_key(self._key, seed, number) for number in range(count)]
        courses = self._courses(keys, edges, min(number_of_threads(threads), count), is_wanted)
        return self._forecast(seed, edges, courses)

    def _courses(
        self, keys: Sequence[int], edges: Edges, threads: int, is_wanted: Callable[[], bool]
    ) -> list[Course]:
        """Return what becomes of each replication, one for each key of draws."""

        def go_on(key: int) -> Course:
            if not is_wanted():
                raise GivenUpError
            engine = KernelEngine.resumed(drawn_again(self._state, key))
            return advance_by_slots(engine, edges)

        try:
            with ThreadPoolExecutor(threads) as pool:
                return list(pool.map(go_on, keys))
        except RingEmptyError as error:
            raise EngineError(error.message(f'"{self._stations[error.station]}"')) from error

    def _forecast(self, seed: int, edges: Floats, courses: list[Course]) -> Forecast:
        region_of = [station.region for station in self._scenario.stations]
        by_station, by_region, total, begun = {}, {}, {}, {}
        for name in MEASURES:
            values = np.stack([getattr(course, name) for course in courses])
            if name in LEVELS:
                begun[name] = np.median(values[:, 0], axis=0)
                values = values[:, 1:]
            by_station[name] = band_quantiles(values).astype(np.float32)
            by_region[name] = band_quantiles(_by_region(values, region_of))
            total[name] = band_quantiles(values.sum(axis=2))
        return Forecast(
            start=self._scenario.start,
            issued_s=self.now,
            seed=seed,
            replications=len(courses),
            stations=self._stations,
            regions=tuple(dict.fromkeys(region_of)),
            end_s=edges[1:],
            by_station=by_station,
            by_region=by_region,
            total=total,
            begun=begun,
            latest=latest_seen(self._scenario, self.now),
        )


def _by_region(values: Floats, region_of: Sequence[str]) -> Floats:
    """Return sums over the stations of each region, shape (replications, slots, regions).

    Args:
        values: shape (replications, slots, stations).
        region_of: the region of each station.
    """
    number_of = {name: number for number, name in enumerate(dict.fromkeys(region_of))}
    numbers = np.array([number_of[name] for name in region_of])
    order = np.argsort(numbers, kind="stable")
    first = np.searchsorted(numbers[order], np.arange(len(number_of)))
    sums: Floats = np.add.reduceat(values[..., order], first, axis=2)
    return sums


def _replications(count: int) -> int:
    if not 2 <= whole("replications", count) <= MOST_REPLICATIONS:
        raise ValueError(f"replications: {count:,} is not from 2 to {MOST_REPLICATIONS:,}")
    return int(count)


def _refuse_too_much(replications: int, slots: int, stations: int) -> None:
    """Refuse what memory may not suffice for.

    Raises:
        TooMuchError: it is too much.
    """
    values = replications * slots * stations
    if values > MOST_VALUES:
        text = f"forecast: {replications:,} replications of {slots} slots at {stations:,} stations "
        text += f"are {values:,} values, and at most {MOST_VALUES:,} are possible; take fewer "
        raise TooMuchError(f"{text}replications or hours")


def _hours(hours: float) -> float:
    number = plain_number(hours)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError(f"hours: {hours!r} is no number")
    if not 0.0 < number <= MOST_HOURS:
        raise ValueError(f"hours: {number:g} is not above 0 and at most {MOST_HOURS:g}")
    return float(number)
