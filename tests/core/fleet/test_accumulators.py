"""Sums of the fleet's KPIs by (class, hour of the event), worked out by hand; see `towns.py`."""

import pytest
from tests.reference.small import KEY
from tests.reference.towns import HOURLY, drivers, stop, town

from voltwin.kpis.cells import Floats, Integers
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.fleet.cells import FLEET_COUNTS, FLEET_SUMS
from voltwin_core.station.parameters import DIVERT, Parameters


def booked(tables: Parameters, hours: int = 4) -> tuple[Integers, Floats]:
    """Return counts and sums after a run with its log off, shape (classes, hours, columns)."""
    engine = KernelEngine(tables, KEY, log=False)
    engine.advance(3600.0 * hours)
    world, classes = engine.closed_world(), len(tables.fleet.classes)
    counts = world.fleet_counts.reshape(classes, hours, len(FLEET_COUNTS))
    return counts, world.fleet_sums.reshape(classes, hours, len(FLEET_SUMS))


def test_a_drive_is_booked_in_the_hour_of_its_departure() -> None:
    # 60 km from 3600 s to 7200 s, then 6 km to the station: 15 and 1.5 kWh.
    counts, sums = booked(town((66.0, stop(0.9)), classes=(drivers(threshold_soc=0.7),)))
    named = [dict(zip(FLEET_COUNTS, row.tolist(), strict=True)) for row in counts[0]]
    assert [(n["trips"], n["drives_to_stations"]) for n in named] == [
        (0, 0),
        (1, 0),
        (0, 1),
        (0, 0),
    ]
    # trip_km, station_km, driven_kwh, towed_kwh, begun_kwh
    assert sums[0, 0] == pytest.approx([0.0, 0.0, 0.0, 0.0, 45.0])  # 0.9 of 50 kWh at the start
    assert sums[0, 1] == pytest.approx([60.0, 0.0, 15.0, 0.0, 0.0])
    assert sums[0, 2] == pytest.approx([0.0, 6.0, 1.5, 0.0, 0.0])
    assert not sums[0, 3].any()


def test_each_class_has_its_own() -> None:
    # The second class drives 60 km with twice the energy, and no further.
    two = drivers(), drivers(kwh_per_km=0.5)
    counts, sums = booked(town((6.0, stop(0.9)), classes=two))
    assert counts[:, 1, FLEET_COUNTS.index("trips")].tolist() == [1, 1]
    assert counts.sum() == 2
    assert sums[:, 1, FLEET_SUMS.index("driven_kwh")] == pytest.approx([15.0, 30.0])


def test_tows_are_booked_with_the_energy_of_a_full_battery() -> None:
    tables = town((200.0, stop(0.9)), classes=(drivers(0.35, tow_s=3600.0),))
    counts, sums = booked(tables)
    assert counts[0, :, FLEET_COUNTS.index("stranded")].tolist() == [0, 1, 0, 0]
    assert counts[0, :, FLEET_COUNTS.index("towed")].tolist() == [0, 0, 1, 0]
    assert sums[0, 2, FLEET_SUMS.index("towed_kwh")] == pytest.approx(27.5)  # 0.35 to 0.9
    assert sums[0, 1:].sum() == pytest.approx(27.5)


def test_cancelled_trips_are_counted_and_drive_nowhere() -> None:
    far = drivers(kwh_per_km=1.0, per_hour=HOURLY)
    counts, sums = booked(town((6.0, stop(0.9)), classes=(far,)))
    cancelled = counts[0, :, FLEET_COUNTS.index("trips_cancelled")]
    assert cancelled.sum() > 0
    assert counts.sum() == cancelled.sum()
    assert not sums[:, :, : FLEET_SUMS.index("begun_kwh")].any()


def test_diversions_are_drives_to_stations_in_km_but_not_in_number() -> None:
    # 6 km to the first station, 10 to the second, 44 to the goal.
    sold_out = stop(0.2, chargers=(), policy=DIVERT, most_diversions=1)
    tables = town((6.0, sold_out), (16.0, stop(0.9)), classes=(drivers(0.35),))
    counts, sums = booked(tables)
    assert counts[0, 1, FLEET_COUNTS.index("drives_to_stations")] == 1
    assert counts[0, 1, FLEET_COUNTS.index("diverted")] == 1
    assert sums[0, 1] == pytest.approx([44.0, 16.0, 15.0, 0.0, 0.0])
