"""A charge held at a set-point below its charger's power, in closed form.

A charge of a battery with capacity E = nominal x SoH, whose power is derated by a factor, draws
min(set-point, derating x min(charger power, P(s))). With the power divided by the derating and the
time scaled by

    pace = derating / SoH

it is the charge of a new battery at full power, so that the closed forms of `charging.py` and the
ladders of `ladder.py`, both for nominal capacity, serve every battery: `pace` seconds of theirs go
by in each second.
"""

from voltwin_core.charging import Knot, soc_after, time_to
from voltwin_core.jit import kernel
from voltwin_core.record import Table


@kernel
def held_seconds(  # noqa: PLR0913, PLR0917 - a curve is three arguments
    knots: Table[Knot],
    first: int,
    count: int,
    kwh: float,
    set_point_kw: float,
    derating: float,
    pace: float,
    soc: float,
    target: float,
) -> float:
    """Return how long a charge held at a set-point takes from `soc` to `target` [s].

    Args:
        knots, first, count: the charge curve.
        kwh: grid energy per unit of SoC of a new battery: nominal capacity [kWh] over efficiency.
        set_point_kw: below the charger's derated power; 0 never finishes [kW].
        derating: factor of the power.
        pace: derating / SoH.
        soc, target: states of charge.
    """
    return time_to(knots, first, count, kwh, set_point_kw / derating, soc, target) / pace


@kernel
def held_soc(  # noqa: PLR0913, PLR0917 - a curve is three arguments
    knots: Table[Knot],
    first: int,
    count: int,
    kwh: float,
    set_point_kw: float,
    derating: float,
    pace: float,
    soc: float,
    seconds: float,
    target: float,
) -> float:
    """Return the SoC that such a charge has after `seconds`, clamped at `target`."""
    u = set_point_kw / derating
    return soc_after(knots, first, count, kwh, u, soc, seconds * pace, target)
