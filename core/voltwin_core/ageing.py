"""Loss of capacity by time and by use, as published laws have it; their parameters are data.

A battery's losses follow power laws, loss = k x^p, of the time in days and of what went through
it. Rates k change with how it is used, so a loss goes on from where it is: along the law of the
present rate, from the x at which that law has the present loss,

    loss' = k ((loss / k)^(1/p) + dx)^p

which is exact as long as k stays, however finely time is cut. (BLAST-Lite takes the slope at the
begin of each step instead, which agrees as steps get small.)

Two forms, each a run of `numbers` that begins with the form and the temperature [K]:

LFP_250AH: large prismatic LFP-graphite cells; Gasper et al., J. Energy Storage (2023),
doi:10.1016/j.est.2023.109042, as in NREL's BLAST-Lite. Calendar rate per day^p

    a exp(b / T) exp(c Ua / T),   Ua the potential of graphite at the mean SoC

and cycling rate per (equivalent full cycle)^p, with the depth of discharge and the mean rate [1/h]

    (d + e depth + f rate) (exp(g / T) + exp(-h / T)).

SCHMALSTIEG: NMC-graphite cells of 2 Ah; Schmalstieg et al., J. Power Sources 257 (2014) 325,
doi:10.1016/j.jpowsour.2014.02.012. Calendar rate per day^p and cycling rate per Ah^p, V being the
cell's mean voltage:

    (a V + b) 1e6 exp(c / T),     d (V - e)^2 + f + g depth.
"""

import math

import numpy as np
import numpy.typing as npt

from voltwin_core.elementary import exp, log
from voltwin_core.jit import kernel

NO_AGEING = -1  # in place of where a type's numbers begin: it does not age

LFP_250AH = 0  # form, T, a, b, c, p, d, e, f, g, h, p
SCHMALSTIEG = 1  # form, T, V, Ah of the cell, a, b, c, p, d, e, f, g, p

LEAST_SOH = 0.5  # below it no law holds, and nobody uses the battery: it ages no further

Numbers = npt.NDArray[np.float64]


@kernel
def calendar_loss(numbers: Numbers, first: int, loss: float, days: float, soc: float) -> float:
    """Return the loss by time after `days` more at a mean SoC of `soc`.

    Args:
        numbers, first: the law, see above.
        loss: so far, as a fraction of the nominal capacity.
        days: gone by since [d].
        soc: mean state of charge in them.
    """
    kelvin = numbers[first + 1]
    if numbers[first] == LFP_250AH:
        rate = numbers[first + 2] * exp(
            (numbers[first + 3] + numbers[first + 4] * graphite_v(soc)) / kelvin
        )
        return grown(loss, rate, numbers[first + 5], days)
    volts = numbers[first + 2]
    rate = (numbers[first + 4] * volts + numbers[first + 5]) * 1e6
    rate *= exp(numbers[first + 6] / kelvin)
    return grown(loss, rate, numbers[first + 7], days)


@kernel
def cycling_loss(
    numbers: Numbers, first: int, loss: float, cycles: float, depth: float, per_hour: float
) -> float:
    """Return the loss by use after `cycles` more.

    Args:
        numbers, first: the law, see above.
        loss: so far, as a fraction of the nominal capacity.
        cycles: equivalent full cycles since.
        depth: of discharge in them.
        per_hour: mean rate of charging and discharging, rests included [1/h].
    """
    kelvin = numbers[first + 1]
    if numbers[first] == LFP_250AH:
        rate = numbers[first + 6] + numbers[first + 7] * depth + numbers[first + 8] * per_hour
        rate *= exp(numbers[first + 9] / kelvin) + exp(-numbers[first + 10] / kelvin)
        return grown(loss, rate, numbers[first + 11], cycles)
    off = numbers[first + 2] - numbers[first + 9]
    rate = numbers[first + 8] * (off * off) + numbers[first + 10] + numbers[first + 11] * depth
    return grown(loss, rate, numbers[first + 12], 2.0 * numbers[first + 3] * cycles)


@kernel
def grown(loss: float, rate: float, power: float, amount: float) -> float:
    """Return a loss that follows rate x^power after `amount` more of x; it never falls."""
    if amount <= 0.0 or rate <= 0.0:
        return loss
    x = exp(log(loss / rate) / power) if loss > 0.0 else 0.0
    return max(loss, rate * exp(power * log(x + amount)))


@kernel
def soh_after(calendar: float, cycling: float) -> float:
    """Return the state of health that the two losses leave."""
    return max(LEAST_SOH, 1.0 - (calendar + cycling))


@kernel
def graphite_v(soc: float) -> float:
    """Return the potential of the graphite electrode against lithium at a cell's SoC [V].

    Safari and Delacourt, J. Electrochem. Soc. 158 (2011) A562, doi:10.1149/1.3567007, with a
    lithiation of 0.0085 to 0.78: Schimpe et al. (2018), doi:10.1149/2.1181714jes.
    """
    x = 0.0085 + soc * (0.78 - 0.0085)
    return (
        0.6379
        + 0.5416 * exp(-305.5309 * x)
        + 0.044 * math.tanh((0.1958 - x) / 0.1088)
        - 0.1978 * math.tanh((x - 1.0571) / 0.0854)
        - 0.6875 * math.tanh((x + 0.0117) / 0.0529)
        - 0.0175 * math.tanh((x - 0.5692) / 0.0875)
    )
