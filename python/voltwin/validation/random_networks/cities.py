"""Random cities: places, some of them in one spot, and vehicles that drive between them."""

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from voltwin.scenario.fleet.driving import MOST_KWH_PER_KM
from voltwin.validation.city import City, Drivers, Point
from voltwin.validation.laws import fixed, lognormal, uniform
from voltwin.validation.network import Type
from voltwin.validation.scope import Frame, Scope
from voltwin_core.calendar import HOURS_PER_WEEK
from voltwin_core.fleet.parameters import LEAST_TIME, NEAREST, NEAREST_READY

_SIZE_KM = 16.0
_TRIP_KM = 8.0  # about
_BLOCK_KM = 4.0
_QUARTER_KM = 7.5  # half a quarter of an hour at 60 km/h
_MOST_VEHICLES = 120  # of a class
_MOST_TRIPS_PER_SWAP = 8.0
_MOST_RETRIES = 500.0  # of a class
_AT_ONCE_PER_HOUR = 1e18  # departures that an instant cannot tell apart


def random_city(
    scope: Scope, stations: int, kinds: Sequence[Type], frame: Frame, *, lives: bool
) -> City:
    """Return a city for the stations of a network.

    Args:
        scope: of the network.
        stations: how many.
        kinds: battery types.
        frame: of the run.
        lives: vehicles live in it; otherwise those of rings drive between its stations.
    """
    source = scope.source("city")
    tied = frame.tied and source.random() < 0.7
    if lives:
        return (
            _rush(scope, stations, kinds, frame) if tied else _lively(scope, stations, kinds, frame)
        )
    plain = _plain(source)
    some = [_QUARTER_KM * n for n in range(3)]
    points = [(source.choice(some), 0.0) if tied else _point(source) for _ in range(stations)]
    return City(
        zones=(),
        stations=tuple(points),
        classes=_ring_drivers(scope, kinds),
        km_per_km=1.0 if plain or tied else 1.3,
        speed_kmh=60.0 if tied else source.choice((20.0, 60.0)),
        speeds=_speeds(source, plain or tied),
        outlooks=_outlooks(stations, kinds),
    )


def _lively(scope: Scope, stations: int, kinds: Sequence[Type], frame: Frame) -> City:
    """Return a city whose vehicles depart at any time."""
    source = scope.source("lively city")
    plain = _plain(source)
    spots = [_point(source) for _ in range(source.choice((1, *[3] * 4, *[8] * 5)))]
    zones = [source.choice(spots) for _ in range(source.choice((1, *[4] * 4, *[12] * 5)))]
    hourly = [source.choice((0.0, 0.3, 1.0, 1.0, 2.5)) for _ in range(24)]
    return City(
        zones=tuple(zones),
        stations=tuple(
            source.choice((_point(source), source.choice(spots))) for _ in range(stations)
        ),
        classes=tuple(
            _drivers(scope.source("class", number), kinds, frame, hourly, scope.arrivals)
            for number in range(source.choice((1, 1, 2, 3)))
        ),
        km_per_km=1.0 if plain else 1.3,
        speed_kmh=source.choice((20.0, 60.0)),
        speeds=_speeds(source, plain),
        outlooks=_outlooks(stations, kinds),
        weights=_weights(source, len(zones)),
        table_of_hour=_turns(source),
    )


def _rush(scope: Scope, stations: int, kinds: Sequence[Type], frame: Frame) -> City:
    """Return a city whose vehicles all depart at the full hour, and whose drives last alike.

    While the rush lasts, who parks departs at once. So zones are apart, and no trip takes more than
    a battery has, or a vehicle would depart and stand still, again and again, for an hour.
    """
    source = scope.source("rush")
    blocks = [(_BLOCK_KM * x, _BLOCK_KM * y) for x in range(4) for y in range(2)]
    zones = source.sample(blocks, source.choice((2, 3, 6)))
    of_run = min(24, math.ceil(frame.horizon_s / 3600.0))
    hours = {(frame.first_hour + source.randrange(of_run)) % 24 for _ in range(3)}
    rush = tuple(_AT_ONCE_PER_HOUR * (hour in hours) for hour in range(24)) * 7
    classes = []
    for number in range(source.choice((1, 2, 3))):
        of = scope.source("class", number)
        kind = of.randrange(len(kinds))
        drivers = replace(
            _ways(of, kinds[kind]),
            battery_type=kind,
            kwh_per_km=min(MOST_KWH_PER_KM, 0.004 * kinds[kind].capacity_kwh),
            count=of.choice((2, 10, 30)),
            threshold_soc=of.choice((0.9, 0.96, 1.0)) * kinds[kind].full_soc,
            per_hour=rush,
            energy_factor=None,
        )
        classes.append(_patient(drivers, frame))
    return City(
        zones=tuple(zones),
        stations=tuple(source.choice(blocks) for _ in range(stations)),
        classes=tuple(classes),
        km_per_km=1.0,
        speed_kmh=source.choice((20.0, 60.0)),
        speeds=_speeds(source, source.random() < 0.5),
        outlooks=_outlooks(stations, kinds),
        weights=_weights(source, len(zones)),
        table_of_hour=_turns(source),
    )


def _plain(source: Random) -> bool:
    return source.random() < 0.4


def _point(source: Random) -> Point:
    return tuple(  # type: ignore[return-value]
        source.choice((0.0, 4.0, source.uniform(0.0, _SIZE_KM))) for _ in range(2)
    )


def _speeds(source: Random, plain: bool) -> tuple[float, ...]:
    hourly = [source.choice((0.4, 0.8, 1.0, 1.0, 1.2)) for _ in range(24)]
    return (1.0,) * HOURS_PER_WEEK if plain else tuple(hourly * 7)


def _outlooks(stations: int, kinds: Sequence[Type]) -> tuple[tuple[float, float], ...]:
    return ((90.0, 1800.0),) * (stations * len(kinds))


def _weights(source: Random, zones: int) -> tuple[tuple[float, ...], ...]:
    """Return two tables of where trips lead."""
    return tuple(tuple(source.choice((0.1, 1.0, 3.0)) for _ in range(zones)) for _ in range(2))


def _turns(source: Random) -> tuple[int, ...]:
    """Return which of two tables holds in each hour of the week."""
    return tuple(source.choice((0, 1)) for _ in range(HOURS_PER_WEEK))


# --- who drives ----------------------------------------------------------------------------------


def _drivers(
    source: Random, kinds: Sequence[Type], frame: Frame, hourly: Sequence[float], arrivals: float
) -> Drivers:
    """Return a class of as many vehicles as it takes for some hundred swaps."""
    number = source.randrange(len(kinds))
    kind, hours = kinds[number], frame.horizon_s / 3600.0
    of = _ways(source, kind)
    per_trip = source.choice((0.05, 0.1, 0.2, 0.3, 0.3, 1.0))  # of a battery
    for_swaps = min(_MOST_TRIPS_PER_SWAP, max(1.0, (kind.full_soc - of.threshold_soc) / per_trip))
    trips = source.choice((30, 100, 300)) * arrivals * for_swaps
    most_per_hour = source.choice((1.0, 4.0, 12.0))
    least_trips = max(most_per_hour * hours, 2.0 * for_swaps)  # of a vehicle
    count = min(_MOST_VEHICLES, max(1, round(trips / least_trips)))
    per_hour = min(most_per_hour, trips / count / hours)
    per_km = kind.capacity_kwh * per_trip / _TRIP_KM
    drivers = replace(
        of,
        battery_type=number,
        kwh_per_km=min(MOST_KWH_PER_KM, per_km),
        count=count,
        per_hour=tuple(rate * per_hour for rate in hourly) * 7,
    )
    return _patient(drivers, frame)


def _patient(of: Drivers, frame: Frame) -> Drivers:
    """Return vehicles that try again less often where they would do little else."""
    least_s = of.count * frame.horizon_s / _MOST_RETRIES
    return of if of.retry_s >= least_s else replace(of, retry_s=math.ceil(least_s / 900.0) * 900.0)


def _ways(source: Random, kind: Type) -> Drivers:
    """Return how vehicles with batteries of a type decide."""
    full = kind.full_soc
    floor = min(source.choice((0.0, 0.1, 0.2)), 0.5 * full)
    return Drivers(
        battery_type=0,
        kwh_per_km=0.0,
        speed_factor=source.choice((1.0, 1.0, 0.7)),
        floor_soc=floor,
        threshold_soc=max(floor, source.choice((0.0, 0.3, 0.6, 1.0)) * full),
        choice=source.choice((NEAREST, NEAREST_READY, LEAST_TIME)),
        considers=source.choice((1, 2, 5)),
        retry_s=source.choice((60.0, 900.0, 3600.0)),
        tow_s=source.choice((0.0, 900.0, 3600.0)),
        energy_factor=source.choice((None, lognormal(1.0, 0.3), uniform(0.5, 1.5))),
        initial_soc=source.choice(
            (fixed(full), uniform(0.0, full), fixed(0.5 * full), uniform(0.0, 0.5 * full))
        ),
    )


def _ring_drivers(scope: Scope, kinds: Sequence[Type]) -> tuple[Drivers, ...]:
    source = scope.source("ring drivers")
    return tuple(
        Drivers(
            battery_type=number,
            kwh_per_km=min(MOST_KWH_PER_KM, kind.capacity_kwh * source.choice((0.0, 0.002, 0.02))),
            choice=source.choice((NEAREST, NEAREST_READY, LEAST_TIME)),
            considers=source.choice((1, 3)),
        )
        for number, kind in enumerate(kinds)
    )
