"""M/M/1 and M/M/10, the work on which simulators are compared: the kernel through the public API,
and the rivals in `benchmarks/`.

A swap station is an M/M/c queue if its bays are the servers: Poisson arrivals, exponential swap
times, a queue without bound, and batteries of which no vehicle ever has to wait for one, as each
comes back charged in less than a microsecond. Charging is simulated all the same.
"""

import math
from collections.abc import Callable
from functools import cache

from voltwin.bench.rivals import rival
from voltwin.bench.timing import interleaved, processor_seconds
from voltwin.scenario import Scenario
from voltwin.simulation import Simulation
from voltwin.validation.waiting_lines import erlang_c

LOAD = 0.9  # of each server

_MEAN_SWAP_S = 1.0
_CUSTOMERS = 1_000_000
_RIVALS_CUSTOMERS = 20_000
_ROUNDS = 5
_RIVALS_ROUNDS = 3
_SEED = 1
_TOLERANCE = 0.1  # four standard errors of the mean wait of a million customers at this load
_SPARES = 10  # batteries beside those in bays
_VEHICLES = 5000  # of which never all wait at once


@cache
def queue(servers: int, customers: int = _CUSTOMERS) -> Scenario:
    """Return a station that is an M/M/c queue, with a horizon for about so many customers."""
    per_s = servers * LOAD / _MEAN_SWAP_S
    station = {
        "id": "queue",
        "bays": servers,
        "queue_places": "unlimited",
        "ring": _VEHICLES,
        "policy": "wait",
        "patience": "infinite",
        "chargers": {"count": 1, "power_kw": 1e6},
        "batteries": servers + _SPARES,
        "swap_time": {"kind": "exponential", "mean": _MEAN_SWAP_S},
        "rate_per_hour": 3600.0 * per_s,
    }
    battery_type = {
        "id": "quickly charged",
        "capacity_kwh": 0.001,
        "charge_curve": {"points": [[0, 1e6], [1, 1e6]]},
        "arrival_soc": {"kind": "fixed", "value": 0.9},
        "cool_down": {"minimum": 0},
    }
    data = {
        "name": f"M/M/{servers}",
        "horizon": customers / per_s,
        "battery_types": [battery_type],
        "stations": [station],
    }
    return Scenario.model_validate(data)


def mm1() -> tuple[float, str]:
    """Return `kernel_ns` of one server."""
    return kernel_ns(1)


def mm10() -> tuple[float, str]:
    """Return `kernel_ns` of ten servers."""
    return kernel_ns(10)


def kernel_ns(servers: int) -> tuple[float, str]:
    """Return the kernel's time per customer [ns], KPIs included, making the run not.

    Raises:
        RuntimeError: the mean wait is not that of Erlang's C formula: other work was done.
    """
    scenario, waits = queue(servers), list[tuple[int, float]]()

    def simulate(simulation: Simulation) -> None:
        total = simulation.run().total
        waits.append((total["swaps"][0].as_py(), total["wait_mean_s"][0].as_py()))

    (least,) = interleaved(
        lambda: processor_seconds(simulate, lambda: Simulation(scenario, log=False)),
        rounds=_ROUNDS,
    )
    swaps, wait_s = waits[0]
    expected_s = _checked(servers, wait_s)
    seen = f"mean wait {wait_s:.4g} s, by Erlang C {expected_s:.4g} s"
    return 1e9 * least / swaps, f"{swaps:,} customers; {seen}"


def rival_ns(module: str, style: str, servers: int) -> tuple[float, str]:
    """Return the time per customer of a model in `benchmarks/` [ns].

    Args:
        module: its file.
        style: its function of servers, load, customers and seed.
        servers: c.

    Not a number where the rival, a tool of developers, is not installed.

    Raises:
        ValueError: the file is not in this installation.
    """
    try:
        simulated: Callable[[int, float, int, int], float] = getattr(rival(module), style)
    except ModuleNotFoundError as error:
        return math.nan, f"{error.name} is not installed"
    customers = _RIVALS_CUSTOMERS
    (least,) = interleaved(
        lambda: processor_seconds(
            lambda servers: simulated(servers, LOAD, customers, _SEED), lambda: servers
        ),
        rounds=_RIVALS_ROUNDS,
    )
    return 1e9 * least / customers, f"{customers:,} customers, minimum of {_RIVALS_ROUNDS}"


def _checked(servers: int, wait_s: float) -> float:
    """Return the mean wait that theory says [s], of which the simulated one may not be far."""
    expected_s = erlang_c(servers, servers * LOAD)[1] * _MEAN_SWAP_S
    if abs(wait_s - expected_s) > _TOLERANCE * expected_s:
        raise RuntimeError(
            f"M/M/{servers}: vehicles wait {wait_s:.4g} s, by Erlang's C formula {expected_s:.4g} s"
        )
    return expected_s
