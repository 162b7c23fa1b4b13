"""Sharing a limited grid connection between chargers: the rule `admit`.

Reservations and limits are compared in whole milliwatts. Sums of integers are exact in any order:
one kept up to date never drifts, and chargers that fill a limit exactly fit.
"""

import math

from voltwin_core.jit import kernel

_MW_PER_KW = 1e6
UNLIMITED_MW = 2**62
_MOST_KW = 1e12  # beyond it there is no limit


@kernel
def milliwatts(kw: float) -> int:
    """Return a power [kW] in whole milliwatts; an infinite limit is UNLIMITED_MW."""
    if kw >= _MOST_KW:
        return UNLIMITED_MW
    return int(math.floor(kw * _MW_PER_KW + 0.5))
