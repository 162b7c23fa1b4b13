"""Twins of the moving city: how soon any second of its week is there."""

from random import Random
from statistics import median, quantiles
from time import perf_counter

from voltwin.bench import fleet
from voltwin.twin import Twin

_SEEKS = 200


def seek_ms() -> tuple[float, str]:
    """Return the 95th percentile of random seeks in the moving city's week, all of which has been
    simulated, within the default budget of memory [ms]."""
    twin = Twin.of(fleet.city())
    begun = perf_counter()
    twin.advance(twin.horizon)
    week_s = perf_counter() - begun
    source = Random(1)
    times_ms = [1e3 * _seek_s(twin, source.uniform(0.0, twin.horizon)) for _ in range(_SEEKS)]
    high, most = quantiles(times_ms, n=20)[-1], max(times_ms)
    seen = f"{_SEEKS} seeks, median {median(times_ms):.3g} ms, at most {most:.3g} ms"
    return high, f"{seen}; the week in {week_s:.3g} s, then {twin.bytes / 1e6:,.0f} MB"


def _seek_s(twin: Twin, at: float) -> float:
    begun = perf_counter()
    twin.seek(at)
    return perf_counter() - begun
