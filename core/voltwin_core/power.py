"""Sharing a limited grid connection between chargers: the rule `admit`.

Reservations and limits are compared in whole milliwatts, reservations rounded up and limits down,
so that what fits never exceeds the limit. Sums of integers are exact in any order: one kept up to
date never drifts, and chargers that fill a limit exactly fit.
"""

import math

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
