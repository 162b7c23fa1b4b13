"""The slow twin of ageing: the laws as their papers have them, and their slopes in small steps.

Gasper et al. (2023), doi:10.1016/j.est.2023.109042, as in NREL's BLAST-Lite, and Schmalstieg et al.
(2014), doi:10.1016/j.jpowsour.2014.02.012; numbers written down a second time, on purpose.
"""

import math

_GRAPHITE = (  # of the potential: factor, shift, width of each tanh
    (0.044, -0.1958, -0.1088),
    (-0.1978, -1.0571, 0.0854),
    (-0.6875, 0.0117, 0.0529),
    (-0.0175, -0.5692, 0.0875),
)


def anode_v(soc: float) -> float:
    """Return the potential of graphite: Safari and Delacourt (2011), doi:10.1149/1.3567007."""
    x = 0.0085 * (1.0 - soc) + 0.78 * soc
    steps = sum(a * math.tanh((x + b) / c) for a, b, c in _GRAPHITE)
    return 0.6379 + 0.5416 / math.exp(305.5309 * x) + steps


def lfp_calendar_rate(kelvin: float, soc: float, factor: float = 8.37e4) -> float:
    """Return the loss by the first day of a cell at rest, which grows by days^0.526."""
    by_potential = math.exp(-3.56e3 * anode_v(soc) / kelvin)
    return factor * math.exp(-5.21e3 / kelvin) * by_potential


def lfp_cycling_rate(kelvin: float, depth: float, per_hour: float, base: float = 4.38e-8) -> float:
    """Return the loss by the first equivalent full cycle, which grows by cycles^0.828."""
    by_use = base + 1.55e-8 * depth + 1.68e-7 * per_hour
    return by_use * (math.exp(2.19e3 / kelvin) + math.exp(-1.55e5 / kelvin))


def nmc_calendar_loss(volts: float, kelvin: float, days: float) -> float:
    """Return the loss by time: Schmalstieg's alpha, times days^0.75."""
    return (7.543 * volts - 23.75) * 1e6 * math.exp(-6976.0 / kelvin) * math.pow(days, 0.75)


def nmc_cycling_loss(volts: float, depth: float, ampere_hours: float) -> float:
    """Return the loss by use: Schmalstieg's beta, times the root of the charge."""
    off = volts - 3.667
    return (7.348e-3 * off * off + 7.6e-4 + 4.081e-3 * depth) * math.sqrt(ampere_hours)


def by_slopes(rate: float, power: float, loss: float, amount: float, steps: int) -> float:
    """Return a loss after `amount` more of what causes it, along its slope in small steps.

    The slope is power rate (loss / rate)^((power - 1) / power), the rule that of Runge and Kutta,
    of fourth order.
    """
    h = amount / steps
    for _ in range(steps):
        k1 = _slope(rate, power, loss)
        k2 = _slope(rate, power, loss + 0.5 * h * k1)
        k3 = _slope(rate, power, loss + 0.5 * h * k2)
        k4 = _slope(rate, power, loss + h * k3)
        loss += h * (k1 + 2.0 * k2 + 2.0 * k3 + k4) / 6.0
    return loss


def _slope(rate: float, power: float, loss: float) -> float:
    return power * rate * math.pow(loss / rate, (power - 1.0) / power)
