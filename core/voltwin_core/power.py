"""Sharing a limited grid connection between chargers: the rule `admit`."""

import math

from voltwin_core.jit import kernel

_SLACK = 1.0 + 1e-12  # reservations that fill the limit exactly fit, whatever their sum rounds to


@kernel
def fits(reserved_kw: float, limit_kw: float) -> bool:
    """Return whether reservations, summed in charger order [kW], fit under the limit [kW]."""
    return reserved_kw <= limit_kw * _SLACK


UNLIMITED_KW = math.inf
