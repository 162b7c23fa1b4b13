"""Random battery types: curves, cooling, and the SoC with which batteries arrive."""

from random import Random

from voltwin.validation.laws import (
    Law,
    empirical,
    exponential,
    fixed,
    logit_normal,
    normal,
    triangular,
    uniform,
)
from voltwin.validation.network import Curve, Type
from voltwin.validation.random_networks.charging import age, derating, heat
from voltwin.validation.random_networks.powers import PEAKS_KW
from voltwin.validation.scope import Scope


def random_type(scope: Scope, number: int) -> Type:
    """Return a battery type."""
    source = scope.source("type", number)
    ready = source.choice((0.5, 0.8, 0.8, 0.95))
    full = source.choice((ready, min(0.99, ready + 0.15), 0.99))
    if not scope.has("types", source, 0.9):
        return Type(ready_soc=0.8, full_soc=full if full >= 0.8 else 0.9)
    peak = source.choice(PEAKS_KW)
    hours = source.choice((0.0, 0.2, 0.5, 0.5, 1.0, 2.0))
    tau, start = _thermal(scope, number)
    return Type(
        capacity_kwh=max(1e-9, hours * peak),
        ready_soc=ready,
        full_soc=full,
        curve=_curve(source, peak),
        arrival_soc=_arrival_soc(source, ready),
        cool_minimum_s=_cool_down_s(scope, number),
        cool_tau_s=tau,
        cool_start_c=start,
        return_c=start + source.choice((-5.0, 0.0, 3.0, 15.0)),
        heat_c_per_kw2=heat(scope, number, peak) if tau else 0.0,
        derating=derating(scope, number, start) if tau else (),
        **age(scope, number),
    )


def _curve(source: Random, peak: float) -> Curve:
    knee = source.choice((0.2, 0.6, 0.8))
    return source.choice(
        (
            ((0.0, peak), (1.0, peak)),
            ((0.0, peak), (knee, peak), (1.0, 0.0)),
            ((0.0, 0.4 * peak), (0.3, peak), (0.8, 0.6 * peak), (1.0, 0.1 * peak)),
            ((0.1, 0.2 * peak), (0.4, 0.2 * peak), (0.85, peak), (0.95, 0.5 * peak)),
            ((0.0, peak), (0.5, peak * (1.0 + 1e-13)), (1.0, peak)),  # a slope of a few ulps
        )
    )


def _arrival_soc(source: Random, ready: float) -> Law:
    return source.choice(
        (
            fixed(0.2),
            fixed(0.0),
            fixed(1.0),  # just below ready
            uniform(0.0, ready),
            normal(0.2, 0.3),  # now and then below 0 or above ready
            Law(normal(0.2, 0.1).kind, 0.2, 0.1, low=0.1, span=0.8),
            logit_normal(0.2, 0.6),
            empirical(0.1, 0.1, 0.2, 0.2, 0.5),  # equal ones on purpose
            Law(exponential(0.2).kind, 0.2, shift=ready, scale=-1.0),
            triangular(0.0, 0.1, 0.6),
        )
    )


def _cool_down_s(scope: Scope, number: int) -> float:
    source = scope.source("cool-down", number)
    seconds = source.choice((60.0, 300.0, 900.0))
    return seconds if scope.has("cool-down", source, 0.6) else 0.0


def _thermal(scope: Scope, number: int) -> tuple[float, float]:
    """Return time constant [s] and start temperature [°C]; 0 and 0 for no thermal model."""
    source = scope.source("thermal", number)
    tau, start = source.choice((60.0, 900.0, 3600.0)), source.choice((25.0, 30.0, 30.0, 38.0))
    return (tau, start) if scope.has("ambient", source, 0.5) else (0.0, 0.0)
