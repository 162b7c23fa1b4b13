"""Random cities: places, some of them in one spot, and vehicles that drive between them."""

from collections.abc import Sequence
from random import Random

from voltwin.validation.city import City, Drivers, Point
from voltwin.validation.network import Law, Type, fixed, lognormal, uniform
from voltwin.validation.scope import Frame, Scope
from voltwin_core.calendar import HOURS_PER_WEEK
from voltwin_core.fleet.parameters import LEAST_TIME, NEAREST, NEAREST_READY

_SIZE_KM = 16.0


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
    spots = [_point(source) for _ in range(source.choice((1, 3, 8, 20)))]
    zones = [source.choice(spots) for _ in range(source.choice((1, 2, 5, 12)))]
    hourly = [source.choice((0.0, 0.3, 1.0, 1.0, 2.5)) for _ in range(24)]
    speeds = [source.choice((0.4, 0.8, 1.0, 1.0, 1.2)) for _ in range(24)]
    plain = source.random() < 0.4
    classes = _fleet(scope, kinds, frame, hourly) if lives else _ring_drivers(scope, kinds)
    return City(
        zones=tuple(zones) if lives else (),
        stations=tuple(
            source.choice((_point(source), source.choice(spots))) for _ in range(stations)
        ),
        classes=classes,
        km_per_km=1.0 if plain else 1.3,
        speed_kmh=source.choice((20.0, 60.0)),
        speeds=(1.0,) * HOURS_PER_WEEK if plain else tuple(speeds * 7),
        weights=tuple(tuple(source.choice((0.1, 1.0, 3.0)) for _ in zones) for _ in range(2))
        if lives
        else (),
        table_of_hour=tuple(source.choice((0, 1)) for _ in range(HOURS_PER_WEEK)),
        outlooks=tuple((90.0, 1800.0) for _ in range(stations * len(kinds))),
    )


def _point(source: Random) -> Point:
    return tuple(  # type: ignore[return-value]
        source.choice((0.0, 4.0, source.uniform(0.0, _SIZE_KM))) for _ in range(2)
    )


def _fleet(
    scope: Scope, kinds: Sequence[Type], frame: Frame, hourly: Sequence[float]
) -> tuple[Drivers, ...]:
    source = scope.source("fleet")
    trips = source.choice((50, 200, 500)) * scope.arrivals
    classes = []
    for _ in range(source.choice((1, 1, 2, 3))):
        kind = source.randrange(len(kinds))
        count = source.choice((1, 3, 10, 40))
        per_hour = min(6.0, trips / count / frame.horizon_s * 3600.0)
        full = kinds[kind].full_soc
        floor = source.choice((0.0, 0.1, 0.2))
        classes.append(
            Drivers(
                battery_type=kind,
                kwh_per_km=kinds[kind].capacity_kwh * source.choice((0.002, 0.01, 0.04, 0.2)),
                count=count,
                speed_factor=source.choice((1.0, 1.0, 0.7)),
                floor_soc=min(floor, 0.5 * full),
                threshold_soc=source.choice((floor, 0.3, 0.6, 1.0)) * full,
                choice=source.choice((NEAREST, NEAREST_READY, LEAST_TIME)),
                considers=source.choice((1, 2, 5)),
                retry_s=source.choice((60.0, 900.0, 3600.0)),
                tow_s=source.choice((0.0, 900.0, 3600.0)),
                per_hour=tuple(rate * per_hour for rate in hourly) * 7,
                energy_factor=source.choice((None, lognormal(1.0, 0.3), uniform(0.5, 1.5))),
                initial_soc=_initial_soc(source, full),
            )
        )
    return tuple(classes)


def _initial_soc(source: Random, full: float) -> Law:
    return source.choice((fixed(full), uniform(0.0, full), fixed(0.5 * full)))


def _ring_drivers(scope: Scope, kinds: Sequence[Type]) -> tuple[Drivers, ...]:
    source = scope.source("ring drivers")
    return tuple(
        Drivers(
            battery_type=number,
            kwh_per_km=kind.capacity_kwh * source.choice((0.0, 0.002, 0.02)),
            choice=source.choice((NEAREST, NEAREST_READY, LEAST_TIME)),
            considers=source.choice((1, 3)),
        )
        for number, kind in enumerate(kinds)
    )
