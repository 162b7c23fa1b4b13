"""Small towns for tests that state the fleet's rules in numbers worked out by hand.

All places lie on one line, given by their kilometre: work at 60, home at 0. The first vehicle of a
class lives in the second of two zones. A kilometre takes a minute and 0.25 kWh: half a percent of a
battery of 50 kWh. Batteries and swaps are those of `small.py`. Everyone who is parked departs at
01:00, 3600 s after the start, and until 02:00 again as soon as parked: so departures need no draw.
"""

from dataclasses import replace
from typing import Any

from tests.reference.small import HOUR_S, KEY, MONDAY, Story, site, story_of

from voltwin.reference import ReferenceEngine
from voltwin.validation.city import City, Drivers
from voltwin.validation.laws import fixed
from voltwin.validation.network import Network, Site, Type, parameters
from voltwin.validation.scripting import Haul, Observed
from voltwin_core.station.parameters import Parameters

AT_ONCE = 1e18  # departures an hour
ONE = tuple(AT_ONCE * (hour % 24 == 1) for hour in range(168))
HOURLY = (1.0,) * 168
SWAP_S, CHARGE_S = 90.0, 1800.0  # what LEAST_TIME expects


def drivers(soc: float = 0.9, **more: Any) -> Drivers:
    """Return a class of one vehicle."""
    usual = Drivers(
        battery_type=0,
        kwh_per_km=0.25,
        count=1,
        floor_soc=0.1,
        threshold_soc=0.3,
        retry_s=900.0,
        tow_s=1800.0,
        per_hour=ONE,
        initial_soc=fixed(soc),
    )
    return replace(usual, **more)


def stop(*stock: float, **more: Any) -> Site:
    """Return a station without arrivals of its own: SoC of its batteries."""
    return site(stock=stock, ring=0, **more)


def town(
    *stations: tuple[float, Site],
    zones: tuple[float, ...] = (60.0, 0.0),
    classes: tuple[Drivers, ...] = (),
    kinds: tuple[Type, ...] = (Type(),),
    hours: float = 4.0,
    observations: tuple[Observed, ...] = (),
    hauls: tuple[Haul, ...] = (),
    **city: Any,
) -> Parameters:
    """Return the tables of a town on a line.

    Args:
        stations: kilometre and station.
        zones: kilometre of each.
        classes: of vehicles.
        kinds: battery types.
        hours: of the run.
        observations: of the stations.
        hauls: of trucks between them.
        city: further fields of `City`.
    """
    places = City(
        zones=tuple((km, 0.0) for km in zones),
        stations=tuple((km, 0.0) for km, _ in stations),
        classes=classes,
        km_per_km=1.0,
        speed_kmh=60.0,
        weights=((1.0,) * len(zones),),
        outlooks=((SWAP_S, CHARGE_S),) * (len(stations) * len(kinds)),
        **city,
    )
    sites = tuple(of for _, of in stations)
    plain = Network(kinds, sites, hours * HOUR_S, first_hour=MONDAY, city=places)
    return parameters(replace(plain, observations=observations, hauls=hauls))


def live(*stations: tuple[float, Site], hours: float = 4.0, **of_town: Any) -> Story:
    """Run a town on the reference and return its story."""
    engine = ReferenceEngine(town(*stations, hours=hours, **of_town), KEY)
    engine.advance(hours * HOUR_S)
    return story_of(engine)


def drive(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return (time, kind, station, SoC, origin, destination, until) of a row, SoC to ten digits."""
    names = "time", "kind", "station", "soc", "origin", "destination", "until"
    return tuple(round(row[name], 10) if name == "soc" else row[name] for name in names)


def drives(story: Story, vehicle: int = 0) -> list[tuple[Any, ...]]:
    """Return what a vehicle does outside of stations."""
    return [drive(row) for row in story.about(vehicle=vehicle) if row["origin"] >= 0]
