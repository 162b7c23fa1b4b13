"""What theory says of waiting at a swap station, as closed forms. Rates are per unit of time.

Where swaps take no time, the batteries that are not full are the customers of the chargers, and
vehicles wait for a battery; where batteries are ample, the vehicles are the customers of the bays.

- A station with S batteries, C chargers, Q queue places and exponential charge times: the batteries
  not full and the vehicles that wait are together the number n in an M/M/C/(S+Q) queue, for a
  vehicle that waits holds back an empty battery. It is a birth and death process: rate lam up to
  n = S + Q, mu min(n, C) down.
- M/M/c/K is the same with S = C = c and Q = K - c; Erlang's C formula that with Q infinite.
- M/G/1: the mean wait of Pollaczek (1930) and Khinchine (1932), for services of any law.
"""

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Line:
    """A station with a bounded waiting line, in the long run."""

    blocked: float  # share of arrivals that find no place
    waits: float  # share of those let in that wait
    queue: float  # mean number of vehicles that wait
    wait: float  # mean of those let in
    utilisation: float  # of the servers
    full: float  # mean number of full batteries on the shelf


def markov_line(rate: float, mu: float, chargers: int, batteries: int, places: int) -> Line:
    """Return what holds at a station that makes vehicles wait for a battery.

    Args:
        rate: of arrivals.
        mu: of one charger; charge times are exponential.
        chargers: of the station, at most as many as batteries.
        batteries: of the station.
        places: for vehicles that wait.
    """
    logs = [0.0]  # of the weights, which themselves would overflow in a long line
    for n in range(1, batteries + places + 1):
        logs.append(logs[-1] + math.log(rate / (mu * min(n, chargers))))
    weights = np.exp(np.array(logs) - max(logs))
    p = weights / math.fsum(weights)
    number = np.arange(batteries + places + 1)
    waiting = np.maximum(number - batteries, 0)
    blocked, queue = float(p[-1]), float(p @ waiting)
    accepted = 1.0 - blocked
    return Line(
        blocked=blocked,
        waits=float(p[batteries:-1].sum()) / accepted,
        queue=queue,
        wait=queue / (rate * accepted),
        utilisation=float(p @ np.minimum(number, chargers)) / chargers,
        full=float(p @ np.maximum(batteries - number, 0)),
    )


def erlang_c(servers: int, load: float) -> tuple[float, float]:
    """Return the share of arrivals that wait for one of the servers, in a line without bound, and
    the mean wait of all in units of the mean service (Erlang 1917)."""
    inverse = 1.0  # of Erlang's B formula
    for n in range(1, servers + 1):
        inverse = 1.0 + inverse * n / load
    waits = servers / (servers - load * (1.0 - 1.0 / inverse)) / inverse
    return waits, waits / (servers - load)


def pollaczek_khinchine(rate: float, service: float, variation: float = 0.0) -> float:
    """Return the mean wait for one server whose service has this mean, and this coefficient of
    variation: 0 for services that always take as long."""
    load = rate * service
    return load * service * (1.0 + variation * variation) / (2.0 * (1.0 - load))
