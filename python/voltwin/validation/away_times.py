"""Laws of the time for which a battery is away from its rack, each with its mean.

Erlang's formula knows only the mean; laws that differ as much as these must give the same loss. The
means are worked out here, by closed forms or by quadrature, and by no formula of the engine.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.integrate import quad
from scipy.stats import norm

from voltwin.validation.laws import Law, empirical, fixed, lognormal, normal
from voltwin.validation.network import Type
from voltwin_core.distributions import EXPONENTIAL

_STRONG = (1e6, 1.0)  # a charger that never limits: power [kW], efficiency
_MINUTES = 3.0  # mean of the laws below that are not the full curve

# The full curve: SoC on arrival, swap, cool-down, charger and curve as a scenario may have them.
_SOC_MEAN, _SOC_SD = 0.2, 0.1
_SWAP_MEDIAN_S, _SWAP_SIGMA = 20.0, 0.4
_CURVE = ((0.0, 30.0), (0.1, 80.0), (0.5, 70.0), (0.8, 60.0), (1.0, 0.0))
_POWER_KW, _EFFICIENCY = 65.0, 0.93  # the charger cuts the curve off in the middle

_LONG_SIGMA = 1.2  # of a swap time whose variance is three times the square of its mean


@dataclass(frozen=True)
class Away:
    """How a battery spends the time from its claim until it is ready again."""

    kind: Type
    swap_s: Law
    charger: tuple[float, float]  # power [kW], efficiency
    mean_s: float  # of swap, cool-down and charge


def memoryless_type(mu: float) -> Type:
    """Return a battery type whose charge times are exponential, `mu` in a minute."""
    mean_soc = 0.02  # of a charge; e^-50 of them would be longer than `ready_soc`
    return Type(
        capacity_kwh=1.0,
        ready_soc=1.0,
        full_soc=1.0,
        curve=((0.0, 60.0 * mean_soc * mu), (1.0, 60.0 * mean_soc * mu)),
        arrival_soc=Law(EXPONENTIAL, mean_soc, shift=1.0, scale=-1.0),
    )


def fixed_type(minutes: float) -> Type:
    """Return a battery type whose every charge takes as long."""
    kw = 30.0 / minutes  # half a kWh
    return Type(1.0, 1.0, 1.0, ((0.0, kw), (1.0, kw)), fixed(0.5))


def _fixed() -> Away:
    return Away(fixed_type(_MINUTES), fixed(0.0), _STRONG, 60.0 * _MINUTES)


def _exponential() -> Away:
    return Away(memoryless_type(1.0 / _MINUTES), fixed(0.0), _STRONG, 60.0 * _MINUTES)


def _mixed() -> Away:
    """Return nine short charges for one that is nineteen times as long."""
    socs = (*(0.95,) * 9, 0.05)
    mean_soc = sum(1.0 - soc for soc in socs) / len(socs)
    kw = 60.0 * mean_soc / _MINUTES
    kind = Type(1.0, 1.0, 1.0, ((0.0, kw), (1.0, kw)), empirical(*socs))
    return Away(kind, fixed(0.0), _STRONG, 60.0 * _MINUTES)


def _long_swaps() -> Away:
    """Return swaps of which a few take very long, and charges that take none."""
    median_s = 60.0 * _MINUTES / math.exp(_LONG_SIGMA * _LONG_SIGMA / 2.0)
    quick = Type(1.0, 1.0, 1.0, ((0.0, 3.6e9), (1.0, 3.6e9)), fixed(0.0))  # 1 µs
    return Away(quick, lognormal(median_s, _LONG_SIGMA), (1e12, 1.0), 60.0 * _MINUTES)


def _full_curve() -> Away:
    swap_s = lognormal(_SWAP_MEDIAN_S, _SWAP_SIGMA)
    return Away(curve_type(), swap_s, (_POWER_KW, _EFFICIENCY), curve_away_s())


def curve_type() -> Type:
    """Return a type with everything that a charge may have: cool-down, ramp, cut-off, tail."""
    below, above = (float(norm.cdf((s - _SOC_MEAN) / _SOC_SD)) for s in (0.0, 0.95))
    law = normal(_SOC_MEAN, _SOC_SD)
    return Type(
        capacity_kwh=4.0,
        ready_soc=0.95,
        full_soc=0.99,
        curve=_CURVE,
        arrival_soc=Law(law.kind, law.a, law.b, low=below, span=above - below),
        cool_minimum_s=15.0,
    )


def curve_away_s() -> float:
    """Return the mean time from claim until ready again [s] on the full curve, by quadrature.

    Every state of charge s is passed by those that arrive below it, at the speed of its power.
    """
    kind = curve_type()
    socs, powers = np.transpose(kind.curve)

    def seconds_per_soc(s: float) -> float:
        power = min(_POWER_KW, float(np.interp(s, socs, powers)))
        arrived_below = (float(norm.cdf((s - _SOC_MEAN) / _SOC_SD)) - cut) / kind.arrival_soc.span
        return arrived_below * 3600.0 * kind.capacity_kwh / (_EFFICIENCY * power)

    cut = kind.arrival_soc.low
    knees = [0.07, 0.1, 0.5, 0.65, 0.8]  # of the power: knots, and where the charger cuts it off
    charge_s = quad(seconds_per_soc, 0.0, kind.ready_soc, points=knees, epsabs=1e-9, limit=200)[0]
    swap_s = _SWAP_MEDIAN_S * math.exp(_SWAP_SIGMA * _SWAP_SIGMA / 2.0)
    return swap_s + kind.cool_minimum_s + float(charge_s)


# By the name that is typed after `--law`.
LAWS: dict[str, Callable[[], Away]] = {
    "curve": _full_curve,
    "fixed": _fixed,
    "exponential": _exponential,
    "mixed": _mixed,
    "long-swaps": _long_swaps,
}
