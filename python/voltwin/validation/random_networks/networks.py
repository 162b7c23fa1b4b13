"""A random network of a scope, put together of its random parts."""

import math
from collections.abc import Container
from dataclasses import replace

from voltwin.validation.network import QUARTER_S, Arrivals, Network, Site
from voltwin.validation.random_networks.battery_types import random_type
from voltwin.validation.random_networks.charging import prices
from voltwin.validation.random_networks.cities import random_city
from voltwin.validation.random_networks.disturbances import random_hauls, random_interventions
from voltwin.validation.random_networks.observations import random_observations
from voltwin.validation.random_networks.stations import random_plant, random_site
from voltwin.validation.scope import Frame, Scope
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.parameters import DIVERT

_MOST_HORIZON_S = 6 * 86400.0
_FLEET, _DIVERTED = "fleet", "diverted"


def random_network(scope: Scope) -> Network:
    """Return the network of a scope."""
    source = scope.source("network")
    stations = source.choice((1, 1, 2, 3, source.randint(4, 20)))
    types = [1, 1, 2, 3][source.randrange(4)]
    arrivals = source.choice((200, 400, 700, 1000)) * scope.arrivals
    kinds = tuple(random_type(scope, i) for i in range(min(types, scope.battery_types)))
    plants = [random_plant(scope, i, kinds) for i in range(min(stations, scope.stations))]
    frame = _frame(scope, arrivals / max(sum(plant.per_s for plant in plants), 1e-4))
    drivers = _drivers(scope)
    warm_up = source.randint(0, 3) if scope.has("calendar", source, 0.5) else 0
    hours = math.ceil((frame.phase_s + frame.horizon_s) / HOUR_S)
    sites = tuple(
        _with_drivers(random_site(scope, i, kinds, plant, frame), i, scope, drivers)
        for i, plant in enumerate(plants)
    )
    hauls = random_hauls(scope, sites, len(kinds), frame)
    sites = _without_racks(scope, sites, {haul.to for haul in hauls})
    return Network(
        types=kinds,
        sites=sites,
        horizon_s=frame.horizon_s,
        first_hour=frame.first_hour,
        phase_s=frame.phase_s,
        warm_up_hours=min(warm_up, hours),
        target_wait_s=source.choice((0.0, 60.0, 300.0)),
        city=random_city(scope, len(plants), kinds, frame, lives=drivers == _FLEET)
        if drivers
        else None,
        prices=prices(scope, frame),
        interventions=tuple(
            what
            for i, site in enumerate(sites)
            for what in random_interventions(scope, i, site, frame)
        ),
        hauls=hauls,
        observations=tuple(
            seen
            for i, site in enumerate(sites)
            for seen in random_observations(scope, i, site, kinds, frame)
        ),
    )


def _drivers(scope: Scope) -> str:
    """Return who drives: nobody, a fleet, or vehicles that stations divert."""
    source = scope.source("drivers")
    drivers = source.choice((_FLEET, _FLEET, _DIVERTED))
    return drivers if scope.has("drivers", source, 0.4) else ""


def _with_drivers(site: Site, number: int, scope: Scope, drivers: str) -> Site:
    """Return a station as it is where vehicles drive: it may divert; a fleet takes the place of
    its own arrivals."""
    source = scope.source("diverts", number)
    site = replace(site, more_racks=scope.source("racks", number).choice((0, 1, 3, 20)))
    if not drivers:
        return site
    if source.random() < 0.5:
        site = replace(site, policy=DIVERT, most_diversions=source.choice((1, 2, 5)))
    if drivers == _FLEET:
        nobody = (0,) * len(site.ring)
        return replace(site, arrivals=Arrivals(times=()), ring=nobody)
    return replace(site, ring=tuple(vehicles and vehicles + 40 for vehicles in site.ring))


def _without_racks(
    scope: Scope, sites: tuple[Site, ...], needed: Container[int]
) -> tuple[Site, ...]:
    """Return stations some of which do not say how many racks they have; trucks need to know."""
    return tuple(
        site
        if i in needed or scope.source("racks given", i).random() < 0.5
        else replace(site, more_racks=None)
        for i, site in enumerate(sites)
    )


def _frame(scope: Scope, aim_s: float) -> Frame:
    """Return a start and a horizon near the one aimed at."""
    source = scope.source("frame")
    ties = scope.has("ties", source, 0.5)
    first_hour = 490_000 + source.randrange(100_000)
    phase_s = source.choice((0.0, 900.0, 1234.0, 3599.0))
    horizon_s = min(max(aim_s, 1800.0), _MOST_HORIZON_S)
    grid = source.choice((0.0, QUARTER_S, HOUR_S))
    if not scope.has("calendar", source, 0.7):
        return Frame(first_hour, 0.0, HOUR_S * math.ceil(horizon_s / HOUR_S), ties)
    if grid:
        horizon_s = (phase_s + horizon_s) // grid * grid + grid - phase_s
    return Frame(first_hour, phase_s, horizon_s, ties)
