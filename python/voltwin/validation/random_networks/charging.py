"""Random ways to charge: shared power, prices, heat and age."""

import math
from typing import Any

from voltwin.validation.network import QUARTER_S, Curve
from voltwin.validation.scope import Frame, Scope
from voltwin_core.ageing import LFP_250AH, SCHMALSTIEG
from voltwin_core.station.parameters import ADMIT, SHARE


def heat(scope: Scope, number: int, peak: float) -> float:
    """Return the steady rise over power squared: some degrees at full power [K/kW^2]."""
    source = scope.source("heat", number)
    celsius = source.choice((2.0, 10.0, 40.0))
    return celsius / (peak * peak) if scope.has("heat", source, 0.5) else 0.0


def derating(scope: Scope, number: int, start_c: float) -> Curve:
    """Return (°C, factor) of a type's power."""
    source = scope.source("derating", number)
    points = source.choice(
        (
            ((start_c, 1.0), (start_c + 10.0, 0.3)),
            ((0.0, 0.2), (15.0, 1.0), (start_c + 1.0, 0.7)),
            ((20.0, 0.6180339887498949),),
        )
    )
    return points if scope.has("heat", source, 0.6) else ()


def age(scope: Scope, number: int) -> dict[str, Any]:
    """Return state of health and law of ageing: published ones, but much quicker."""
    source = scope.source("ageing", number)
    soh, quick = source.choice((1.0, 1.0, 0.8, 0.7123456789)), source.choice((1.0, 30.0, 1e3))
    celsius = source.choice((10.0, 25.0, 45.0))
    lfp = celsius + 273.15, 8.37e4 * quick, -5.21e3, -3.56e3, 0.526
    lfp_use = 4.38e-8 * quick, 1.55e-8 * quick, 1.68e-7 * quick, 2.19e3, 1.55e5, 0.828
    nmc = celsius + 273.15, 3.7, 2.15, 7.543 * quick, -23.75 * quick, -6976.0, 0.75
    nmc_use = 7.348e-3 * quick, 3.667, 7.6e-4 * quick, 4.081e-3 * quick, 0.5
    law = source.choice(((LFP_250AH, *lfp, *lfp_use), (SCHMALSTIEG, *nmc, *nmc_use)))
    if not scope.has("ageing", source, 0.5):
        return {}
    return {"soh": soh, "ageing": tuple(map(float, law)) if source.random() < 0.8 else ()}


def grid_rule(scope: Scope, number: int) -> int:
    """Return how a station's chargers share its grid limit."""
    source = scope.source("grid rule", number)
    return SHARE if scope.has("share", source, 0.5) else ADMIT


def charge_when(scope: Scope, number: int) -> dict[str, Any]:
    """Return a station's reserve and threshold, if it looks at prices."""
    source = scope.source("charge when", number)
    reserve, below = source.choice((0, 1, 2, 5)), source.choice((0.0, 0.15, 0.2, 0.3, 1.0))
    if not scope.has("prices", source, 0.4):
        return {}
    return {"reserve": reserve, "price_below": below}


def prices(scope: Scope, frame: Frame) -> tuple[float, ...]:
    """Return prices of all quarters of an hour that the run touches."""
    source = scope.source("prices")
    slots = math.ceil((frame.phase_s + frame.horizon_s) / QUARTER_S)
    same = source.choice((1, 4, 4, 16))
    prices = [source.choice((-0.05, 0.1, 0.2, 0.25)) for _ in range(slots // same + 1)]
    return tuple(price for price in prices for _ in range(same))[:slots]
