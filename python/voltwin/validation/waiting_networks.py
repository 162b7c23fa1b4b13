"""Networks of the whole kernel where vehicles wait, made so that theory can say how long.

Rates are per minute. Charge times are exponential by the SoC on arrival, as in `theory.py`; swap
times by their own law. Equal stations of one network are independent replications.
"""

from dataclasses import dataclass, replace

from voltwin.kpis.from_world import cells_from_world
from voltwin.validation.away_times import memoryless_type
from voltwin.validation.laws import Law, exponential, fixed
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.swap_station_chain import SwapStation
from voltwin.validation.theory import MINUTE_S, Size, mean_number, measured_hours
from voltwin.validation.trust.power import Estimate
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.station.cells import ARRIVALS, LOST_QUEUE_FULL, SWAPS, WAIT_S, WITHIN_TARGET
from voltwin_core.station.parameters import UNLIMITED_PLACES

_LONG_LINE = 1000  # vehicles at a station without bound, of which theory says that they never queue


@dataclass(frozen=True)
class MeasuredLine:
    """What stations show after warm-up. Times in minutes."""

    blocked: Estimate  # share of arrivals that find no queue place
    waits: Estimate  # share of swaps whose vehicle has waited
    wait: Estimate  # mean before the swap
    throughput: Estimate  # swaps in a minute
    charger_utilisation: Estimate
    bay_utilisation: Estimate
    full: Estimate  # mean number of batteries on the shelf


def battery_line(
    rate: float, mu: float, chargers: int, batteries: int, places: int | None, size: Size
) -> Network:
    """Return stations where vehicles wait for batteries, and nothing but charging takes time.

    Args:
        rate: of arrivals.
        mu: of a charger.
        chargers: of a station.
        batteries: of a station.
        places: for vehicles that wait; None for any number.
        size: how long.
    """
    return _network(memoryless_type(mu), rate, 1, fixed(0.0), places, chargers, batteries, size)


def bay_line(rate: float, swap_s: Law, bays: int, places: int | None, size: Size) -> Network:
    """Return stations where vehicles wait for bays: batteries are charged in a millionth of a
    second.

    Args:
        rate: of arrivals.
        swap_s: law of swap times [s].
        bays: of a station.
        places: for vehicles that wait; None for any number.
        size: how long.
    """
    quick = Type(1.0, 1.0, 1.0, ((0.0, 3.6e9), (1.0, 3.6e9)), fixed(0.0))
    return _network(quick, rate, bays, swap_s, places, 2 * bays, 2 * bays, size)


def swap_station(station: SwapStation, size: Size) -> Network:
    """Return stations like that of the chain, with its room as queue places beside the bays."""
    swap_s, places = exponential(MINUTE_S / station.nu), station.room - station.bays
    kind, (chargers, batteries) = memoryless_type(station.mu), station[-2:]
    return _network(kind, station.rate, station.bays, swap_s, places, chargers, batteries, size)


def _network(
    kind: Type,
    rate: float,
    bays: int,
    swap_s: Law,
    places: int | None,
    chargers: int,
    batteries: int,
    size: Size,
) -> Network:
    site = Site(
        inventory=((1.0,) * batteries,),
        ring=(_LONG_LINE if places is None else bays + places + 1,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=rate / MINUTE_S),
        bays=bays,
        chargers=((1e12, 1.0),) * chargers,
        places=UNLIMITED_PLACES if places is None else places,
        swap_s=swap_s,
    )
    return replace(size.network(kind, site, rate / MINUTE_S), target_wait_s=0.0)


def measure_line(network: Network, seed: int) -> MeasuredLine:
    """Run a network of equal stations on the kernel and return what they show after warm-up."""
    engine = KernelEngine(parameters(network), run_key(seed, 0), log=False)
    engine.advance(network.horizon_s)
    cells, site = cells_from_world(engine.closed_world(), engine.now), network.sites[0]
    hours = measured_hours(network)
    counts = cells.counts[:, hours].sum(axis=1)
    wait_s = cells.sums[:, hours, WAIT_S].sum(axis=1)
    minutes = 60.0 * (hours.stop - hours.start)
    charging = mean_number(cells, network, "charging") + mean_number(cells, network, "topping")
    swaps = counts[:, SWAPS]
    return MeasuredLine(
        blocked=Estimate.of(counts[:, LOST_QUEUE_FULL] / counts[:, ARRIVALS]),
        waits=Estimate.of(1.0 - counts[:, WITHIN_TARGET] / swaps),
        wait=Estimate.of(wait_s / swaps / MINUTE_S),
        throughput=Estimate.of(swaps / minutes),
        charger_utilisation=Estimate.of(charging / len(site.chargers)),
        bay_utilisation=Estimate.of(mean_number(cells, network, "bay") / site.bays),
        full=Estimate.of(mean_number(cells, network, "rack")),
    )
