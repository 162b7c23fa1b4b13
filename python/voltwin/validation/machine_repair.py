"""A closed fleet that swaps at one station: machine repair with spares, in closed form.

Sloothaak, Cruise, Shneer, Vlasiou and Zwart (2021, "Complete resource pooling of a load-balancing
policy for a network of battery swapping stations", arXiv 1902.04392): a vehicle drives for an
exponential time and then swaps; a battery is charged for an exponential time by one of the
chargers; a vehicle that finds no full battery waits for one, first come first served. The state is
the number of batteries that are not full.

There the empty battery of a vehicle that waits is charged already; here it is in its vehicle until
the swap, so that at most as many are charged as there are spares. With no more chargers than spares
that makes no difference: while a vehicle waits all spares are empty, and all chargers busy.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class ClosedFleet(NamedTuple):
    """Vehicles and a station; rates per unit of time."""

    vehicles: int
    spares: int
    chargers: int
    rate: float  # at which a vehicle that drives comes to swap
    mu: float  # of a charger

    def driving(self, empty: int) -> int:
        """Return how many vehicles drive while so many batteries are not full."""
        return self.vehicles - max(0, empty - self.spares)


@dataclass(frozen=True)
class LongRun:
    """What holds in the long run. Times in the unit of the rates."""

    none_full: float  # share of time without a full battery at the station
    waits: float  # share of vehicles that have to wait
    waiting: float  # mean number of vehicles
    wait: float  # mean of all vehicles
    throughput: float  # swaps per unit of time
    charger_utilisation: float


def moves(fleet: ClosedFleet, most_charged: int, empty: int) -> tuple[float, float]:
    """Return at which rates one battery more, and one less, is not full."""
    return fleet.rate * fleet.driving(empty), fleet.mu * min(empty, most_charged)


def long_run(fleet: ClosedFleet, most_charged: int) -> LongRun:
    """Return what holds for a closed fleet in the long run, by the product formula of a
    birth-and-death chain.

    Args:
        fleet: vehicles and station.
        most_charged: batteries at once: the chargers; and here, no more than the spares.
    """
    empty = np.arange(fleet.vehicles + fleet.spares + 1)
    up, down = np.array([moves(fleet, most_charged, n) for n in empty.tolist()]).T
    logs = np.concatenate([[0.0], np.cumsum(np.log(up[:-1]) - np.log(down[1:]))])
    shares = np.exp(logs - logs.max())
    shares /= shares.sum()
    throughput = float(shares @ up)
    without = empty >= fleet.spares
    waiting = float(shares[without] @ (empty[without] - fleet.spares))
    return LongRun(
        none_full=float(shares[without].sum()),
        waits=float(shares[without] @ up[without]) / throughput,
        waiting=waiting,
        wait=waiting / throughput,
        throughput=throughput,
        charger_utilisation=throughput / fleet.mu / fleet.chargers,
    )
