"""The whole kernel against closed forms of queueing theory: stations that lose.

Independent stations of one network serve as independent replications; see `trust.power` for what a
verdict on their mean needs.

- Erlang B: a charger and a bay for each of c batteries, policy `lose`. An arrival is lost if no
  battery is ready, and a battery is away from claim until ready again: swap, cool-down, charge to
  `ready_soc`. The share lost depends on the mean of that time alone, whatever its law (Sevastyanov
  1957), so it must be hit with every law of `away_times`, the full charge curve among them.
- Battery-swap station with lost arrivals: S batteries, C chargers, exponential charge times, and
  nothing else takes time. The number of batteries not full is that of an M/M/C/S queue. Charge
  times are made exponential by the SoC on arrival: on a flat curve, `ready_soc` less an
  exponential.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin.kpis.cells import Cells
from voltwin.kpis.from_world import cells_from_world
from voltwin.validation.away_times import Away, memoryless_type
from voltwin.validation.laws import fixed
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.trust.power import Estimate
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.station.cells import ARRIVALS, LOST_STOCKOUT, STATES
from voltwin_core.station.parameters import LOSE

WARM_UP_HOURS = 6  # left out; at least a hundred mean services in the networks of theory
_LAST_HOURS = 1  # left out, too: who came then may still be inside, and is not counted as served
_MOST_STATION_HOURS = 4e6  # of a run: some 1.2 GB of sums
MINUTE_S = 60.0  # unit of time of the Markov networks

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Size:
    """How long a network is simulated: so many arrivals at each of so many stations, after a
    warm-up [h]; that of its kind of network, if none is given."""

    replications: int
    arrivals: float
    warm_up_hours: int | None = None

    def network(self, kind: Type, site: Site, per_s: float) -> Network:
        """Return a network of equal stations, each with that many arrivals at a rate [1/s]."""
        warm_up = self.warm_up_hours or WARM_UP_HOURS
        return Network(
            types=(kind,),
            sites=(site,) * self.replications,
            horizon_s=3600.0 * self.hours(per_s, warm_up),
            warm_up_hours=warm_up,
        )

    def hours(self, per_s: float, warm_up_hours: int) -> int:
        """Return how many hours each station is run, so that all arrivals at a rate [1/s] come
        after the warm-up and before the last hours.

        Raises:
            ValueError: They would be so many that their sums do not fit into memory.
        """
        most, takes = _MOST_STATION_HOURS / self.replications, self.arrivals / per_s / 3600.0
        if not warm_up_hours + takes < most:
            raise ValueError(
                f"{self.arrivals:,.10g} arrivals take {takes:,.3g} h after a warm-up of "
                f"{warm_up_hours:,} h; with {self.replications} replications there may be "
                f"{most:,.0f} h: ask for fewer, or for more of them a minute"
            )
        return warm_up_hours + math.ceil(takes) + _LAST_HOURS


@dataclass(frozen=True)
class LossSystem:
    """What theory says about a station, or what was measured there."""

    lost: float  # share of arrivals
    charger_utilisation: float
    full: float  # mean number of full batteries in the rack


@dataclass(frozen=True)
class Measured:
    """The same, estimated."""

    lost: Estimate
    charger_utilisation: Estimate
    full: Estimate


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


def erlang_network(servers: int, load: float, away: Away, size: Size) -> Network:
    """Return stations that Erlang B describes, with this law of the time that batteries are
    away."""
    per_s = load / away.mean_s
    site = Site(
        inventory=((away.kind.full_soc,) * servers,),
        ring=(servers + 1,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=per_s),
        bays=servers,
        chargers=(away.charger,) * servers,
        places=0,
        policy=LOSE,
        swap_s=away.swap_s,
    )
    return size.network(away.kind, site, per_s)


def markov_network(rate: float, mu: float, chargers: int, batteries: int, size: Size) -> Network:
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
    return size.network(memoryless_type(mu), site, rate / MINUTE_S)


# --- measurement --------------------------------------------------------------------------------


def measure(network: Network, seed: int) -> Measured:
    """Run a network of equal stations on the kernel and return what they show after warm-up."""
    engine = KernelEngine(parameters(network), run_key(seed, 0), log=False)
    engine.advance(network.horizon_s)
    cells = cells_from_world(engine.closed_world(), engine.now)
    counts = cells.counts[:, measured_hours(network)].sum(axis=1)
    chargers = len(network.sites[0].chargers)
    charging = mean_number(cells, network, "charging") + mean_number(cells, network, "topping")
    return Measured(
        lost=Estimate.of(counts[:, LOST_STOCKOUT] / counts[:, ARRIVALS]),
        charger_utilisation=Estimate.of(charging / chargers),
        full=Estimate.of(mean_number(cells, network, "rack")),
    )


def mean_number(cells: Cells, network: Network, state: str) -> Floats:
    """Return, per station, the mean number of batteries in a state, in the hours measured."""
    hours = measured_hours(network)
    seconds = cells.state_s[:, hours, STATES.index(state)].sum(axis=1)
    return np.asarray(seconds / (3600.0 * (hours.stop - hours.start)))


def measured_hours(network: Network) -> slice:
    """Return the hours of a run from the end of the warm-up to the last hour.

    What happens to a vehicle is counted in the hour in which it came.
    """
    return slice(network.warm_up_hours, round(network.horizon_s / 3600.0) - _LAST_HOURS)
