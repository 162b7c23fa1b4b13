"""Sharing a limited grid connection between chargers: the rules `admit` and `share`.

`admit`. Reservations and limits are compared in whole milliwatts, reservations rounded up and
limits down, so that what fits never exceeds the limit. Sums of integers are exact in any order: one
kept up to date never drifts, and chargers that fill a limit exactly fit.

`share`. The limit is filled max-min fair, like vessels of different heights to one water level
(Bertsekas and Gallager, Data Networks, 1992, section 6.5.2).
"""

import math

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import kernel

MOST_KW = 1e6  # of one charger, and of a limit that is not infinite; thousands of them fit 63 bits
UNLIMITED_MW = 2**62

_MW_PER_KW = 1e6
_ROUNDING = 1e-15  # relative: 0.1 kW times a million is not quite a whole number


@kernel
def to_reserve_mw(kw: float) -> int:
    """Return a power to be reserved, up to MOST_KW, in whole milliwatts."""
    exact = kw * _MW_PER_KW
    return int(math.ceil(exact - exact * _ROUNDING))


@kernel
def limit_mw(kw: float) -> int:
    """Return a grid limit in whole milliwatts; one beyond MOST_KW is UNLIMITED_MW."""
    if kw > MOST_KW:
        return UNLIMITED_MW
    exact = kw * _MW_PER_KW
    return int(math.floor(exact + exact * _ROUNDING))


@kernel
def limit_in_force(by_week_kw: float, factor: float, most_kw: float) -> float:
    """Return the grid limit [kW] of a weekly schedule that an intervention lowers.

    Args:
        by_week_kw: what the schedule has; infinite for unlimited, which no factor changes.
        factor: of it.
        most_kw: another limit beside it, infinite for none.
    """
    if by_week_kw == math.inf:
        return most_kw
    return min(by_week_kw * factor, most_kw)


@kernel
def water_level(
    demands: npt.NDArray[np.float64], first: int, count: int, others: int, limit_kw: float
) -> float:
    """Return the level up to which demands are met, so that they fill the limit max-min fair [kW].

    Nobody gets more than is demanded, nobody less than another unless it demands no more: each gets
    min(demand, level). The level is infinite where all demands together fit.

    It rises step by step: what the demands below it leave is shared out evenly among the others,
    until no more fall below. That takes at most one step more than there are demands.

    Args:
        demands, first, count: [kW] of each, 0 for who takes no part; summed in this order.
        others: how many more there are, who demand more than the level that comes out.
        limit_kw: what there is to share [kW].
    """
    level = 0.0
    while True:
        met, above = 0.0, others
        for i in range(first, first + count):
            unmet = demands[i] > level
            above += unmet
            met += 0.0 if unmet else demands[i]
        if above == 0:
            return math.inf
        raised = (limit_kw - met) / above
        if raised <= level:
            return level
        level = raised
