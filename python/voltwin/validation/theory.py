"""The whole kernel against closed forms of queueing theory.

Independent stations of one network serve as independent replications, and a verdict is an interval
from them: mean and half-width at 99 % of confidence, by Student's t.

- Erlang B: a charger and a bay for each of c batteries, policy `lose`. An arrival is lost if no
  battery is ready, and a battery is away from claim until ready again: swap, cool-down, charge to
  `ready_soc`. The share lost depends on the mean of that time alone, whatever its law (Sevastyanov
  1957), so it must be hit with the full charge curve too.
- Battery-swap station with lost arrivals: S batteries, C chargers, exponential charge times, and
  nothing else takes time. The number of batteries not full is that of an M/M/C/S queue. Charge
  times are made exponential by the SoC on arrival: on a flat curve, `ready_soc` less an
  exponential.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.integrate import quad
from scipy.stats import norm, t

from voltwin.kpis.cells import Cells
from voltwin.kpis.from_world import cells_from_world
from voltwin.validation.laws import Law, fixed, lognormal, normal
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.distributions import EXPONENTIAL
from voltwin_core.draws import run_key
from voltwin_core.station.cells import ARRIVALS, LOST_STOCKOUT, STATES
from voltwin_core.station.parameters import LOSE

CONFIDENCE = 0.99
WARM_UP_HOURS = 24  # the least; hundreds of service times in the networks below
MINUTE_S = 60.0  # unit of time of the Markov networks

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """Mean of independent replications and half the width of its confidence interval."""

    mean: float
    half_width: float

    @classmethod
    def of(cls, values: Floats) -> "Interval":
        """Return the interval from one value per replication."""
        error = float(np.std(values, ddof=1)) / math.sqrt(len(values))
        quantile = float(t.ppf(0.5 + CONFIDENCE / 2.0, len(values) - 1))
        return cls(float(np.mean(values)), quantile * error)

    def holds(self, value: float) -> bool:
        """Tell whether a value lies within the interval."""
        return abs(self.mean - value) <= self.half_width

    def is_narrow(self, value: float) -> bool:
        """Tell whether the half-width is at most 1 % of the value expected."""
        return self.half_width <= 0.01 * value

    def __str__(self) -> str:
        """Return mean and half-width as text."""
        return f"{self.mean:.6f} ± {self.half_width:.6f}"


@dataclass(frozen=True)
class LossSystem:
    """What theory says about a station, or what was measured there."""

    lost: float  # share of arrivals
    charger_utilisation: float
    full: float  # mean number of full batteries in the rack


@dataclass(frozen=True)
class Measured:
    """The same, with intervals."""

    lost: Interval
    charger_utilisation: Interval
    full: Interval


def erlang_b(servers: int, load: float) -> float:
    """Return the share of arrivals lost by a system without waiting, offered this load."""
    inverse = 1.0
    for n in range(1, servers + 1):
        inverse = 1.0 + inverse * n / load
    return 1.0 / inverse


def lost_at_markov_station(rate: float, mu: float, chargers: int, batteries: int) -> LossSystem:
    """Return what holds at a station with lost arrivals and exponential charge times.

    Args:
        rate: of arrivals, in any unit of time.
        mu: of one charger, in the same unit.
        chargers: that may work at once.
        batteries: of the station; an arrival that finds none full is lost.
    """
    weights = [1.0]  # of n batteries that are not full
    for n in range(1, batteries + 1):
        weights.append(weights[-1] * rate / (mu * min(n, chargers)))
    p = np.array(weights) / math.fsum(weights)
    number = np.arange(batteries + 1)
    busy = float(p @ np.minimum(number, chargers))
    return LossSystem(float(p[-1]), busy / chargers, float(p @ (batteries - number)))


# --- networks -----------------------------------------------------------------------------------

_SOC_MEAN, _SOC_SD = 0.2, 0.1
_SWAP_MEDIAN_S, _SWAP_SIGMA = 20.0, 0.4
_CURVE = ((0.0, 30.0), (0.1, 80.0), (0.5, 70.0), (0.8, 60.0), (1.0, 0.0))
_POWER_KW, _EFFICIENCY = 65.0, 0.93  # the charger cuts the curve off in the middle


def _erlang_type() -> Type:
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


def erlang_away_s() -> float:
    """Return the mean time from claim until ready again [s], by quadrature and no formula of ours.

    Every state of charge s is passed by those that arrive below it, at the speed of its power.
    """
    kind = _erlang_type()
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


def erlang_network(servers: int, load: float, replications: int, arrivals: float) -> Network:
    """Return stations that Erlang B describes, long enough for so many arrivals at each."""
    kind, per_s = _erlang_type(), load / erlang_away_s()
    site = Site(
        inventory=((kind.full_soc,) * servers,),
        ring=(servers + 1,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=per_s),
        bays=servers,
        chargers=((_POWER_KW, _EFFICIENCY),) * servers,
        places=0,
        policy=LOSE,
        swap_s=lognormal(_SWAP_MEDIAN_S, _SWAP_SIGMA),
    )
    return replicated(kind, site, replications, arrivals / per_s)


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


def markov_network(
    rate: float, mu: float, chargers: int, batteries: int, replications: int, arrivals: float
) -> Network:
    """Return stations that `lost_at_markov_station` describes; rates are per minute."""
    site = Site(
        inventory=((1.0,) * batteries,),
        ring=(2,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=rate / MINUTE_S),
        bays=1,
        chargers=((1000.0, 1.0),) * chargers,
        places=0,
        policy=LOSE,
        swap_s=fixed(0.0),
    )
    return replicated(memoryless_type(mu), site, replications, arrivals / rate * MINUTE_S)


def replicated(kind: Type, site: Site, replications: int, seconds: float) -> Network:
    """Return a network of equal stations, `seconds` long after the warm-up [s]."""
    hours = WARM_UP_HOURS + math.ceil(seconds / 3600.0)
    return Network(
        types=(kind,),
        sites=(site,) * replications,
        horizon_s=3600.0 * hours,
        warm_up_hours=WARM_UP_HOURS,
    )


# --- measurement --------------------------------------------------------------------------------


def measure(network: Network, seed: int) -> Measured:
    """Run a network of equal stations on the kernel and return what they show after warm-up."""
    engine = KernelEngine(parameters(network), run_key(seed, 0), log=False)
    engine.advance(network.horizon_s)
    cells = cells_from_world(engine.closed_world(), engine.now)
    counts = cells.counts[:, network.warm_up_hours :].sum(axis=1)
    chargers = len(network.sites[0].chargers)
    charging = mean_number(cells, network, "charging") + mean_number(cells, network, "topping")
    return Measured(
        lost=Interval.of(counts[:, LOST_STOCKOUT] / counts[:, ARRIVALS]),
        charger_utilisation=Interval.of(charging / chargers),
        full=Interval.of(mean_number(cells, network, "rack")),
    )


def mean_number(cells: Cells, network: Network, state: str) -> Floats:
    """Return, per station, the mean number of batteries in a state after warm-up."""
    seconds = cells.state_s[:, network.warm_up_hours :, STATES.index(state)].sum(axis=1)
    measured_s = network.horizon_s - 3600.0 * network.warm_up_hours
    return np.asarray(seconds / measured_s)
