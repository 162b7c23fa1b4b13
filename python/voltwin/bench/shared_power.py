"""What sharing power costs: stations of 20 chargers whose limit always binds, rule by rule."""

from functools import cache
from typing import Literal

from voltwin.bench import networks
from voltwin.bench.networks import WEEK_S
from voltwin.bench.timing import interleaved, processor_seconds
from voltwin.scenario import Scenario, parameters
from voltwin.simulation import Simulation
from voltwin_core.station.parameters import Parameters

Rule = Literal["admit", "share"]

CHARGERS = 20  # of a station
LIMIT_KW = 400.0  # of a station whose chargers could draw four times as much

_STATIONS = 20
_ROUNDS = 7
_LEAST_USED = 0.97  # of the limit, in the mean of the week: it binds but for the first hours


@cache
def stations(rule: Rule) -> Scenario:
    """Return a week of stations to which more vehicles come than the limit has energy for: all
    chargers are taken, and charges go on side by side at 20 kW, or one after another at 80 kW."""
    station = {
        "chargers": {"count": CHARGERS, "power_kw": 80},
        "grid_limit_kw": LIMIT_KW,
        "grid_rule": rule,
        "batteries": 30,
        "queue_places": 6,
        "policy": "wait",
        "patience": "10min",
        "swaps_per_day": 400,
    }
    battery_type = {
        "id": "standard",
        "capacity_kwh": 40,
        "charge_curve": {"power_kw": 80, "knee_soc": 0.8},
    }
    data = {
        "name": f"limited, {rule}",
        "horizon": WEEK_S,
        "battery_types": [battery_type],
        "stations": [{"id": f"s{number}", **station} for number in range(_STATIONS)],
    }
    return Scenario.model_validate(data)


def ratio() -> tuple[float, str]:
    """Return the speed under `share` relative to that under `admit`, arrivals being the same.

    Raises:
        RuntimeError: the limit does not bind.
    """
    used = used_share("share")
    if used < _LEAST_USED:
        raise RuntimeError(f"only {used:.0%} of the limit is used: it does not bind")
    admit, share = _parameters("admit"), _parameters("share")
    arrivals = networks.arrivals(share)
    quick, slow = interleaved(lambda: _seconds(admit), lambda: _seconds(share), rounds=_ROUNDS)
    each = [1e6 * seconds / arrivals for seconds in (quick, slow)]
    times = f"admit {each[0]:.3g}, share {each[1]:.3g} µs per arrival"
    return quick / slow, f"{times}; {used:.1%} of the limit used in the mean"


def used_share(rule: Rule) -> float:
    """Return how much of the limit is used in the mean of the week."""
    by_station = Simulation(stations(rule), log=False).run().by_station
    kwh = float(by_station["grid_kwh"].to_numpy().sum())
    return kwh / (LIMIT_KW * _STATIONS * WEEK_S / 3600.0)


@cache
def _parameters(rule: Rule) -> Parameters:
    return parameters(stations(rule))


def _seconds(network: Parameters) -> float:
    return processor_seconds(
        lambda engine: engine.advance(WEEK_S), lambda: networks.kernel(network)
    )
