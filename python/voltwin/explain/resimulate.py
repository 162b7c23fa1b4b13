"""Stations simulated again, each on its own terms and all on the random numbers of one run.

Stations do not affect each other, and draws are keyed by the station's id: so any number of
variants of a station can stand in one network, and each meets exactly the arrivals that the
station met in the run. So do interventions: only variants with the same script stand together.
"""

import math
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.explain.overdue import hours_past_target, overdue_by_hour
from voltwin.explain.site import Script, Site, network_of
from voltwin.kpis.columns import LOST
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables import parameters
from voltwin_bindings.engine import RingEmptyError
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.calendar import HOUR_S
from voltwin_core.draws import run_key
from voltwin_core.record import as_array
from voltwin_core.station.cells import COUNTS, SUMS

_IN_ONE_NETWORK = 100  # stations: enough to share tables, few enough to keep all cores busy
_MOST_CELLS = 1_000_000  # (station, hour) of one network: some 140 MB
_MOST_THREADS = 8

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Recipe(NamedTuple):
    """The run to which everything is compared; the scenario is known to be valid."""

    scenario: Scenario
    seed: int
    replication: int
    until_s: float


class Outcome(NamedTuple):
    """What became of those who arrived at a station after the warm-up."""

    arrivals: int
    swaps: int
    within_target: int
    lost: int
    overdue: int  # inside at the end for longer than the target wait
    wait_s: float  # sum over swaps [s]

    @property
    def wait_mean_s(self) -> float | None:
        """Mean wait of the vehicles served [s]; None without any."""
        return self.wait_s / self.swaps if self.swaps else None

    @property
    def late(self) -> int:
        """Vehicles that waited longer than the target: served, or overdue."""
        return self.swaps - self.within_target + self.overdue


def resimulate(
    recipe: Recipe,
    sites: Sequence[Site],
    progress: Callable[[int], None] = lambda done: None,
) -> list[Outcome | None]:
    """Return the outcome of each of these sites, as if it stood in the run's network.

    Args:
        recipe: of the run.
        sites: variants of its stations with their ids; an id may come any number of times.
        progress: called with the number of sites simulated so far.

    Returns:
        Outcomes in the order of `sites`; None where the run cannot go on, its ring being empty.
    """
    hours = math.ceil(recipe.scenario.horizon / HOUR_S)
    at_once = max(1, min(_IN_ONE_NETWORK, _MOST_CELLS // hours))
    found: list[Outcome | None] = [None] * len(sites)
    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
        running = {
            threads.submit(_outcomes, recipe, [sites[i] for i in places]): places
            for first in range(0, len(sites), at_once)
            for places in _together(sites, range(first, min(first + at_once, len(sites))))
        }
        done = 0
        try:
            for future in as_completed(running):
                for place, outcome in zip(running[future], future.result(), strict=True):
                    found[place] = outcome
                done += len(running[future])
                progress(done)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return found


def _together(sites: Sequence[Site], places: Iterable[int]) -> list[list[int]]:
    """Return places of sites by networks, in none of which an id has two scripts."""
    networks: list[tuple[list[int], dict[str, Script]]] = []
    for place in places:
        station, script = sites[place]
        for members, scripts in networks:
            if scripts.setdefault(station.id, script) == script:
                members.append(place)
                break
        else:
            networks.append(([place], {station.id: script}))
    return [members for members, _ in networks]


def outcomes_of(recipe: Recipe, sites: Sequence[Site]) -> list[Outcome] | None:
    """Return what becomes of the run's network with these sites, which may affect each other;
    None where it cannot go on, a ring being empty."""
    try:
        return _of_network(recipe, sites)
    except RingEmptyError:
        return None


def _outcomes(recipe: Recipe, sites: Sequence[Site]) -> list[Outcome | None]:
    """Return the outcomes of the stations of one network, each on its own terms."""
    try:
        return list(_of_network(recipe, sites))
    except RingEmptyError as error:  # of one station; the others go on without it
        before, after = sites[: error.station], sites[error.station + 1 :]
        return [*_rest(recipe, before), None, *_rest(recipe, after)]


def _of_network(recipe: Recipe, sites: Sequence[Site]) -> list[Outcome]:
    network = network_of(recipe.scenario, sites)
    key = run_key(recipe.seed, recipe.replication)
    engine = KernelEngine(parameters(network), key, log=False, booking=False)
    engine.advance(recipe.until_s)
    warm_up = int(as_array(engine.parameters.settings)["warm_up_hours"][0])
    counts, sums = engine.visits()
    bays = np.array([station.bays for station in network.stations], np.int64)
    past = hours_past_target(recipe.scenario, recipe.until_s)
    overdue = overdue_by_hour(_inside(counts[:, warm_up:]), bays, past).sum(axis=1)
    return _read(counts[:, warm_up:].sum(axis=1), overdue, sums[:, warm_up:].sum(axis=1))


def _rest(recipe: Recipe, sites: Sequence[Site]) -> list[Outcome | None]:
    return _outcomes(recipe, sites) if sites else []


def _read(counts: Integers, overdue: Integers, sums: Floats) -> list[Outcome]:
    """Return outcomes from counts (stations, COUNTS), overdue ones, and sums (stations, SUMS)."""
    columns = [
        _counted(counts, *names).tolist()
        for names in (("arrivals",), ("swaps",), ("within_target",), LOST)
    ]
    wait_s = sums[:, SUMS.index("wait_s")].tolist()
    return [Outcome(*row) for row in zip(*columns, overdue.tolist(), wait_s, strict=True)]


def _inside(counts: Integers) -> Integers:
    """Return who is inside at the end, by the hour of arrival: (stations, hours)."""
    return _counted(counts, "arrivals") - _counted(counts, "swaps", "diverted", "unseen", *LOST)


def _counted(counts: Integers, *names: str) -> Integers:
    """Return the sum of these columns of COUNTS, which are the last axis."""
    return np.asarray(counts[..., [COUNTS.index(name) for name in names]].sum(axis=-1))
