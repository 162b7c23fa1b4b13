"""The whole kernel as machine repair with spares: a fleet of which every trip ends at the station.

Every vehicle is parked for an exponential time, makes a trip, and swaps after it, as its threshold
is above what a full battery has. The only zone and the station are one spot, and no drive takes
any time; the energy of a trip is exponential, and so is the time for which its battery is charged.
To the zone it is a kilometre, from wherever one is, and to the station none.
"""

from dataclasses import dataclass

import numpy as np

from voltwin.kpis.cells import Cells
from voltwin.kpis.from_world import cells_from_world
from voltwin.validation.city import City, Drivers
from voltwin.validation.laws import exponential, fixed
from voltwin.validation.machine_repair import ClosedFleet
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.theory import MINUTE_S, Size, mean_number, measured_hours
from voltwin.validation.trust.power import Estimate
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.station.cells import SWAPS, WAIT_S, WITHIN_TARGET
from voltwin_core.station.parameters import WAIT, Parameters
from voltwin_core.travel import all_drives

WARM_UP_HOURS = 2  # a dozen times as long as a fleet of any size remembers how it began
_FULL = 0.99
_MEAN_SOC = 0.02  # of a trip; it takes more than a battery once in e^49 trips
_ABOVE_FULL = 1.0  # the threshold


@dataclass(frozen=True)
class Measured:
    """What `machine_repair.LongRun` says, estimated. Times in minutes."""

    waits: Estimate
    waiting: Estimate
    wait: Estimate
    throughput: Estimate
    charger_utilisation: Estimate


def closed_network(fleet: ClosedFleet, size: Size) -> Network:
    """Return a town in which a closed fleet lives, rates being per minute, long enough for about as
    many swaps as the size counts."""
    warm_up, per_s = size.warm_up_hours or WARM_UP_HOURS, fleet.rate * fleet.vehicles / MINUTE_S
    kw = 60.0 * _MEAN_SOC * fleet.mu
    drivers = Drivers(
        battery_type=0,
        kwh_per_km=_MEAN_SOC,
        count=fleet.vehicles,
        floor_soc=0.0,
        threshold_soc=_ABOVE_FULL,
        per_hour=(60.0 * fleet.rate,) * 168,
        energy_factor=exponential(1.0),
        initial_soc=fixed(_FULL),
    )
    site = Site(
        inventory=((_FULL,) * fleet.spares,),
        ring=(0,),
        shares=(1.0,),
        arrivals=Arrivals(times=()),
        chargers=((1000.0, 1.0),) * fleet.chargers,
        policy=WAIT,
        swap_s=fixed(0.0),
    )
    spot = (0.0, 0.0)
    return Network(
        types=(Type(1.0, _FULL, _FULL, ((0.0, kw), (1.0, kw))),),
        sites=(site,),
        horizon_s=3600.0 * size.hours(per_s, warm_up),
        warm_up_hours=warm_up,
        target_wait_s=0.0,
        city=City((spot,), (spot,), (drivers,), weights=((1.0,),), outlooks=((0.0, 0.0),)),
    )


def round_the_zone(network: Network) -> Parameters:
    """Return the tables of the town: to the zone it is a kilometre, from wherever one is."""
    tables = parameters(network)
    km = np.array([[1.0, 0.0], [1.0, 0.0]])  # from zone and station, to zone and station
    travel = tables.fleet.travel._replace(drives=all_drives(km, np.zeros((2, 2))))
    return tables._replace(fleet=tables.fleet._replace(travel=travel))


def measure(fleet: ClosedFleet, size: Size, seed: int) -> Measured:
    """Run a closed fleet on the kernel, as many times, and return what it shows after warm-up."""
    network = closed_network(fleet, size)
    tables = round_the_zone(network)
    hours = measured_hours(network)
    minutes = 60.0 * (hours.stop - hours.start)
    found: list[tuple[float, ...]] = []
    for replication in range(size.replications):
        cells = _run(tables, run_key(seed, replication), network.horizon_s)
        served, at_once = cells.counts[0, hours][:, [SWAPS, WITHIN_TARGET]].sum(axis=0).tolist()
        wait = float(cells.sums[0, hours, WAIT_S].sum()) / MINUTE_S
        charging = float(mean_number(cells, network, "charging")[0]) / fleet.chargers
        waits = 1.0 - at_once / served
        found.append((waits, wait / minutes, wait / served, served / minutes, charging))
    return Measured(*(Estimate.of(np.array(values)) for values in zip(*found, strict=True)))


def _run(tables: Parameters, key: int, until_s: float) -> Cells:
    engine = KernelEngine(tables, key, log=False)
    engine.advance(until_s)
    return cells_from_world(engine.closed_world(), engine.now)
