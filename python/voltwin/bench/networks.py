"""The networks that are measured, and the engines' runs on them."""

from functools import cache

from voltwin.reference.engine import ReferenceEngine
from voltwin.scenario import Scenario, demo_city, parameters
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.record import as_array
from voltwin_core.station.cells import COUNTS
from voltwin_core.station.parameters import Parameters

DAY_S = 86400.0
WEEK_S = 604800.0
KEY = run_key(1, 0)

_STATIONS = 500
_SAMPLED = 20


@cache
def city() -> Scenario:
    """Return the demo city: 500 stations, one week."""
    return demo_city(stations=_STATIONS, seed=1)


@cache
def city_parameters() -> Parameters:
    """Return the tables of the demo city."""
    return parameters(city())


@cache
def city_day() -> Scenario:
    """Return the demo city, for one day: what the reference is measured on.

    Not a part of its stations: one SimPy environment costs the more per arrival the more stations
    are in it, by half again between 20 and 500, so that a part would flatter the reference.
    """
    return city().model_copy(update={"horizon": DAY_S})


@cache
def city_day_parameters() -> Parameters:
    """Return the tables of `city_day`."""
    return parameters(city_day())


@cache
def sample() -> Scenario:
    """Return every 25th station of the demo city, for one day."""
    stations = city().stations[:: _STATIONS // _SAMPLED]
    return city().model_copy(update={"stations": stations, "horizon": DAY_S})


@cache
def sample_week() -> Scenario:
    """Return every 25th station of the demo city, for a week."""
    return sample().model_copy(update={"horizon": WEEK_S})


@cache
def sample_parameters() -> Parameters:
    """Return the tables of `sample`."""
    return parameters(sample())


@cache
def plain_network() -> Parameters:
    """Return 10 stations, one day, with no feature that the plain model lacks."""
    station = {
        "swaps_per_day": 375,
        "chargers": {"count": 14, "power_kw": 80},
        "batteries": 18,
        "bays": 1,
        "swap_time": 90,
        "policy": "wait",
        "patience": 900,
    }
    battery_type = {
        "id": "standard",
        "capacity_kwh": 40,
        "charge_curve": {"power_kw": 80, "knee_soc": 0.8},
        "arrival_soc": 0.2,
        "cool_down": {"minimum": 60},
    }
    data = {
        "name": "plain",
        "start": "2026-01-05T00:00:00+01:00",
        "horizon": DAY_S,
        "battery_types": [battery_type],
        "stations": [{"id": f"s{i}", "lon": 10.0, "lat": 53.0, **station} for i in range(10)],
    }
    return parameters(Scenario.model_validate(data))


def kernel(network: Parameters, *, log: bool = False) -> KernelEngine:
    """Return a kernel engine at time 0."""
    return KernelEngine(network, KEY, log=log)


def reference(network: Parameters, *, log: bool = False) -> ReferenceEngine:
    """Return a reference engine at time 0."""
    return ReferenceEngine(network, KEY, log=log)


@cache
def sample_arrivals() -> int:
    """Return the arrivals of `sample`."""
    return arrivals(sample_parameters())


@cache
def city_day_arrivals() -> int:
    """Return the arrivals of `city_day`."""
    return arrivals(city_day_parameters())


@cache
def city_arrivals() -> int:
    """Return the arrivals of the demo city's week."""
    return arrivals(city_parameters())


def arrivals(network: Parameters) -> int:
    """Return how many arrivals a network has up to its horizon; this also warms the kernel up."""
    engine = kernel(network)
    engine.advance(float(as_array(network.clock)["horizon_s"][0]))
    return int(engine.closed_world().counts[:: len(COUNTS)].sum())
