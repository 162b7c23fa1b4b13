"""Forecasts of the moving city: what one takes, and what it takes to hold a batch of reports
against those that are kept."""

from dataclasses import replace
from time import perf_counter, process_time

import numpy as np

from voltwin.bench import fleet
from voltwin.twin.bands import LEVELS
from voltwin.twin.forecasting import Prospect
from voltwin.twin.scores import Scores
from voltwin.twin.sightings import Sighting
from voltwin.twin.twin import Twin

_SLOT_S = 900.0
_KEPT = 24  # forecasts of six hours, one at each slot's end: as many cover one time
_TIMES = 9


def seconds() -> tuple[float, str]:
    """Return the processor's time of a forecast of six hours with 20 replications [s]."""
    twin = _at_seven()
    Prospect(twin.simulation()).forecast(replications=2, hours=0.25)  # kernels are loaded
    begun, copied = process_time(), perf_counter()
    prospect = Prospect(twin.simulation())
    copy_ms = 1e3 * (perf_counter() - copied)
    wall = perf_counter()
    prospect.forecast()
    seen = f"{perf_counter() - wall:.3g} s on all processors; the twin is held for {copy_ms:.2g} ms"
    return process_time() - begun, seen


def scores_ms() -> tuple[float, str]:
    """Return how long it takes to score reports of all stations of one time [ms]."""
    twin = _at_seven()
    made = Prospect(twin.simulation()).forecast(replications=2)
    scores = Scores(made.stations)
    for number in range(_KEPT):
        later = number * _SLOT_S
        scores.keep(replace(made, issued_s=made.issued_s + later, end_s=made.end_s + later))
    at = made.issued_s + _KEPT * _SLOT_S
    seen = [Sighting(at, n, level, 3.0) for n in range(len(made.stations)) for level in LEVELS]
    times = []
    for _ in range(_TIMES):
        begun = perf_counter()
        scores.see(seen)
        times.append(1e3 * (perf_counter() - begun))
    held = int(np.sum(scores.sums[..., 0])) // _TIMES
    return min(times), f"{held:,} comparisons; minimum of {_TIMES}"


def _at_seven() -> Twin:
    """Return the moving city's twin on Tuesday at seven in the morning."""
    twin = Twin.of(fleet.city())
    twin.advance("1d 7h")
    return twin
