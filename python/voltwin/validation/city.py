"""A city for vehicles that drive, and its parameter tables made by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voltwin.scenario.tables.homes import homes
from voltwin_core.calendar import HOURS_PER_WEEK, Clock
from voltwin_core.distributions import Distribution
from voltwin_core.draws import entity_key
from voltwin_core.fleet.parameters import (
    NEAREST,
    Extent,
    Fleet,
    FleetVehicle,
    Outlook,
    Place,
    VehicleClass,
)
from voltwin_core.fleet.trips import guides, sections
from voltwin_core.record import Table
from voltwin_core.travel import Roads, Travel, all_drives

if TYPE_CHECKING:
    from voltwin.validation.laws import Law

Floats = np.ndarray[Any, np.dtype[np.float64]]
Point = tuple[float, float]  # east and north [km]


@dataclass(frozen=True)
class Drivers:
    """A class of vehicles that drive."""

    battery_type: int
    kwh_per_km: float
    count: int = 0  # vehicles of the fleet; 0 for vehicles of rings
    speed_factor: float = 1.0
    floor_soc: float = 0.1
    threshold_soc: float = 0.3
    choice: int = NEAREST
    considers: int = 3
    retry_s: float = 900.0
    tow_s: float = 3600.0
    per_hour: tuple[float, ...] = (1.0,) * HOURS_PER_WEEK  # departures of a parked vehicle
    energy_factor: "Law | None" = None
    initial_soc: "Law | None" = None


@dataclass(frozen=True)
class City:
    """Places, drives between them, and who drives."""

    zones: tuple[Point, ...]
    stations: tuple[Point, ...]
    classes: tuple[Drivers, ...]
    km_per_km: float = 1.3  # road over straight line
    speed_kmh: float = 30.0
    speeds: tuple[float, ...] = (1.0,) * HOURS_PER_WEEK  # relative, by hour of the week
    weights: tuple[tuple[float, ...], ...] = ()  # of zones as destinations; one table a row
    table_of_hour: tuple[int, ...] = (0,) * HOURS_PER_WEEK
    outlooks: tuple[tuple[float, float], ...] = ()  # by pool: swap and charge [s]


def fleet_tables(
    city: City,
    clock: Table[Clock],
    laws: Table[Distribution],
    numbers: Floats,
    places: "Numbered",
) -> Fleet:
    """Return a city as parameter tables.

    Args:
        city: the city.
        clock, laws, numbers: tables of the network.
        places: where `put_numbers` has put the city's numbers and laws in them.
    """
    points = np.array([*city.zones, *city.stations], np.float64).reshape(-1, 2)
    zones, stations, size = len(city.zones), len(city.stations), len(points)
    km = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1)) * city.km_per_km
    seconds = km / city.speed_kmh * 3600.0
    nearest = [int(row[:zones].argmin()) if zones else -1 for row in km[zones:]]
    own = [(zone, -1) for zone in range(zones)]
    cumulative = _cumulative(city)
    return Fleet(
        extent=_rows(Extent, [(zones, stations, sections(zones))]),
        places=_rows(Place, [*own, *((zone, s) for s, zone in enumerate(nearest))]),
        classes=_rows(VehicleClass, places.classes),
        vehicles=_rows(
            FleetVehicle,
            [
                (entity_key("vehicle", f"{k}/{n}"), k, home)
                for k, of in enumerate(city.classes)
                for n, home in enumerate(homes([1.0] * max(1, zones), of.count).tolist())
            ],
        ),
        outlooks=_rows(Outlook, list(city.outlooks)),
        travel=Travel(
            clock, _rows(Roads, [(size, places.speeds)]), all_drives(km, seconds), numbers
        ),
        order=np.argsort(seconds[:, zones:], axis=1, kind="stable").astype(np.int32).ravel(),
        table_of_hour=np.array(city.table_of_hour, np.int32),
        cumulative=cumulative.ravel(),
        guides=guides(cumulative),
        clock=clock,
        distributions=laws,
        numbers=numbers,
    )


@dataclass(frozen=True)
class Numbered:
    """Rows of the classes, and where the speeds are."""

    classes: list[tuple[Any, ...]]
    speeds: int


def put_numbers(
    city: City,
    put: Callable[[tuple[float, ...]], int],
    law: Callable[["Law | None"], int],
) -> Numbered:
    """Put the numbers and laws of a city among those of the network."""
    return Numbered(
        [
            (
                of.battery_type,
                of.kwh_per_km,
                of.speed_factor,
                of.floor_soc,
                of.threshold_soc,
                of.choice,
                of.considers,
                of.retry_s,
                of.tow_s,
                put(tuple(rate / 3600.0 for rate in of.per_hour)),
                law(of.energy_factor),
                law(of.initial_soc),
            )
            for of in city.classes
        ],
        put(city.speeds),
    )


def _cumulative(city: City) -> Floats:
    """Return shares of destinations, summed up: no trip stays in its zone if there is another."""
    zones = len(city.zones)
    tables = np.zeros((max(1, len(city.weights)), zones, zones))
    for table, weights in zip(tables, city.weights, strict=False):
        table[:] = weights
        if zones > 1:
            np.fill_diagonal(table, 0.0)
    shares = np.cumsum(tables, axis=2)
    if zones:
        shares /= np.where(shares[:, :, -1:] > 0.0, shares[:, :, -1:], 1.0)
        shares[:, :, -1] = 1.0
    return shares


def _rows(record: Any, values: list[tuple[Any, ...]]) -> Any:
    return record.adopt(np.array(values, record.dtype))
