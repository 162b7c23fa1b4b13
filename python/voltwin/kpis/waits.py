"""Quantiles of waits: exact from a log, or from a histogram with a stated error.

A quantile is the smallest wait that at least that share of the swaps does not exceed.
"""

from collections.abc import Sequence

import numpy as np

from voltwin.kpis.cells import Floats, Integers
from voltwin_core.station.cells import BINS_PER_OCTAVE, OCTAVES, WAIT_BINS

# From the histogram a wait from 1 s to 2^20 s (12 days) is off by at most this share of itself, one
# below 1 s by at most 0.5 s; zero is exact.
RELATIVE_ERROR = 1.0 / (2 * BINS_PER_OCTAVE)


def bins_of(wait_s: Floats) -> Integers:
    """Return the histogram bins of waits [s]; see `voltwin_core.station.cells.wait_bin`."""
    mantissa, exponent = np.frexp(wait_s)  # wait = mantissa * 2**exponent, 0.5 <= mantissa < 1
    octave = exponent.astype(np.int64) - 1
    within = ((mantissa - 0.5) * (2 * BINS_PER_OCTAVE)).astype(np.int64)
    bins = np.where(octave >= OCTAVES, WAIT_BINS - 1, 2 + octave * BINS_PER_OCTAVE + within)
    return np.where(wait_s <= 0.0, 0, np.where(wait_s < 1.0, 1, bins))


def bin_middles() -> Floats:
    """Return what each bin is reported as [s]; the last, all beyond 2^20 s, as its lower end."""
    octave, within = np.divmod(np.arange(OCTAVES * BINS_PER_OCTAVE), BINS_PER_OCTAVE)
    middles = 2.0**octave * (1.0 + (within + 0.5) / BINS_PER_OCTAVE)
    return np.concatenate([[0.0, 0.5], middles, [2.0**OCTAVES]])


def bin_borders() -> Floats:
    """Return where bins begin and, one more, where the last ends, shape (WAIT_BINS + 1,) [s].

    The first bin, waits of exactly 0, begins and ends at 0; the last one does not end.
    """
    octave, within = np.divmod(np.arange(OCTAVES * BINS_PER_OCTAVE), BINS_PER_OCTAVE)
    lower = 2.0**octave * (1.0 + within / BINS_PER_OCTAVE)
    return np.concatenate([[0.0, 0.0], lower, [2.0**OCTAVES, np.inf]])


def exact_quantiles(
    group: Integers, wait_s: Floats, groups: int, percents: Sequence[int]
) -> Floats:
    """Return quantiles [s] of the waits of each group, shape (percents, groups); NaN for none."""
    in_order = wait_s[np.lexsort((wait_s, group))]
    size = np.bincount(group, minlength=groups)
    first = np.cumsum(size) - size
    found = np.full((len(percents), groups), np.nan)
    for row, percent in zip(found, percents, strict=True):
        some = size > 0
        row[some] = in_order[(first + _rank(size, percent) - 1)[some]]
    return found


def binned_quantiles(bins: Integers, percents: Sequence[int]) -> Floats:
    """Return quantiles [s] from histograms (groups, WAIT_BINS), shape (percents, groups)."""
    up_to, middles = np.cumsum(bins, axis=1), bin_middles()
    size = up_to[:, -1]
    found = np.full((len(percents), len(bins)), np.nan)
    for row, percent in zip(found, percents, strict=True):
        first = np.argmax(up_to >= _rank(size, percent)[:, None], axis=1)
        row[size > 0] = middles[first][size > 0]
    return found


def _rank(size: Integers, percent: int) -> Integers:
    """Return how many swaps are at least `percent` of `size`.

    In whole numbers, so that 95 % of 20 are 19 and no rounding makes them 20.
    """
    return -(-size * percent // 100)
