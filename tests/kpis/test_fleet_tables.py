"""Tables of a fleet from sums made by hand, and from runs whose numbers can be worked out."""

import datetime
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.scenario.fleet.towns import TOWN, town

import voltwin
from voltwin.kpis.cells import Cells
from voltwin.kpis.fleet_columns import FLEET_COLUMNS, NAMING
from voltwin.kpis.tables import Kpis
from voltwin_core.fleet.cells import FLEET_COUNTS, FLEET_SUMS

CLASSES = [
    {"id": "taxi", "count": 6, "trips_per_day": 12},
    {"id": "van", "count": 2, "trips_per_day": 3},
]
TWO = voltwin.Simulation(town(fleet__classes=CLASSES, horizon="3h", warm_up="1h"))


def cells() -> Cells:
    """Return an hour of warm-up that must not show, and two hours."""
    made = Cells.empty(TWO.parameters, 3 * 3600.0)
    counts, sums = made.fleet_counts, made.fleet_sums
    counts[:, 0], sums[:, 0] = 1000, 1000.0
    for name, taxis, vans in (
        ("trips", (10, 14), (3, 1)),
        ("trips_cancelled", (1, 0), (0, 2)),
        ("drives_to_stations", (4, 2), (1, 0)),
        ("swaps", (3, 2), (1, 0)),
        ("lost", (0, 1), (0, 0)),
        ("diverted", (0, 1), (0, 0)),
        ("stranded", (0, 0), (0, 1)),
    ):
        counts[:, 1:, FLEET_COUNTS.index(name)] = taxis, vans
    for column, km in (
        ("trip_km", ((80.0, 100.0), (15.0, 5.0))),
        ("station_km", ((10.0, 10.0), (5.0, 0.0))),
        ("driven_kwh", ((18.0, 22.0), (6.0, 1.5))),
    ):
        sums[:, 1:, FLEET_SUMS.index(column)] = km
    return made


KPIS = Kpis(cells(), TWO.parameters, TWO.names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vehicles", 8),
        ("observed_h", 2.0),
        ("trips", 28),
        ("trips_cancelled", 3),
        ("drives_to_stations", 7),
        ("swaps", 6),
        ("lost", 1),
        ("diverted", 1),
        ("stranded", 1),
        ("towed", 0),
        ("trip_km", 200.0),
        ("station_km", 25.0),
        ("station_km_share", 1.0 / 9.0),
        ("driven_kwh", 47.5),
        ("towed_kwh", 0.0),
        ("kwh_per_km", 47.5 / 225.0),
        ("trips_per_vehicle_day", 28 * 12 / 8),  # two hours are a twelfth of a day
        ("km_per_vehicle_day", 225.0 * 12 / 8),
        ("swaps_per_vehicle_day", 6 * 12 / 8),
    ],
)
def test_the_whole_fleet(name: str, expected: float) -> None:
    assert KPIS.fleet[name].to_pylist() == pytest.approx([expected], rel=1e-15)


def test_every_column_is_tested_above_and_described() -> None:
    marks = test_the_whole_fleet.pytestmark  # type: ignore[attr-defined]
    tested = {name for mark in marks for name, _ in mark.args[1]}
    assert tested == set(KPIS.fleet.column_names)
    described = KPIS.columns["name"].to_pylist()
    assert {column.name for column in FLEET_COLUMNS} | {name for name, *_ in NAMING} <= set(
        described
    )
    assert len(set(described)) == len(described)


def column(table: pa.Table, name: str) -> list[Any]:
    found: list[Any] = table[name].to_pylist()
    return found


def test_classes_and_hours() -> None:
    by_class, by_hour, both = KPIS.fleet_by_class, KPIS.fleet_by_hour, KPIS.fleet_by_class_hour
    assert column(by_class, "vehicle_class") == ["taxi", "van"]
    assert column(by_class, "vehicles") == [6, 2]
    assert column(by_class, "trips") == [24, 4]
    assert column(by_hour, "trips") == [13, 15]
    assert [hour.hour for hour in column(by_hour, "hour")] == [1, 2]
    assert column(by_hour, "station_km_share") == pytest.approx([15.0 / 110.0, 10.0 / 115.0])
    assert column(both, "vehicle_class") == ["taxi", "taxi", "van", "van"]
    assert column(both, "trips") == [10, 14, 3, 1]
    assert isinstance(column(both, "hour")[3], datetime.datetime)


def test_what_has_no_whole_is_null() -> None:
    nothing = replace(cells(), fleet_sums=np.zeros_like(cells().fleet_sums))
    table = Kpis(nothing, TWO.parameters, TWO.names).fleet
    assert column(table, "kwh_per_km") == column(table, "station_km_share") == [None]


def test_without_a_fleet_there_are_no_such_tables() -> None:
    kpis = voltwin.run(voltwin.demo_city(stations=1), until="1h").kpis
    assert "fleet" not in kpis.tables
    with pytest.raises(KeyError, match="'fleet' is no KPI table"):
        kpis.table("fleet")
    assert "trip_km" not in kpis.columns["name"].to_pylist()


def test_batteries_that_a_fleet_begins_with_have_no_station() -> None:
    simulation = voltwin.Simulation(town(fleet__classes__0__count=2))
    batteries = simulation.kpis().batteries
    assert column(batteries, "station") == ["west"] * 3 + ["east"] * 3 + [None] * 2


def test_cycles_of_a_station_are_those_of_its_own_batteries() -> None:
    """Eight batteries of 40 kWh: one of the fleet's took 80 kWh, and none of the stations'."""
    simulation = voltwin.Simulation(town(fleet__classes__0__count=2))
    made = Cells.empty(simulation.parameters, 3600.0)
    made.throughput_kwh[7] = 80.0
    kpis = Kpis(made, simulation.parameters, simulation.names)
    assert column(kpis.by_station, "cycles_mean") == [0.0, 0.0]
    assert column(kpis.total, "cycles_mean") == [1.0 / 8.0]


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_kilometres_and_energy_of_a_single_road(engine: voltwin.simulation.EngineName) -> None:
    """Two zones on the equator, 1/10 degree apart, and a station in neither's way: each trip is
    as long as the next, and takes 0.2 kWh a kilometre."""
    km = 1.25 * 6371.0088 * np.pi / 1800.0
    zones = [{"id": "a", "lon": 10.0, "lat": 0.0}, {"id": "b", "lon": 10.1, "lat": 0.0}]
    stations = [{**TOWN["stations"][0], "lat": 0.0}]  # in zone a
    one = {"id": "taxi", "count": 1, "trips_per_day": 20, "kwh_per_km": 0.2, "initial_soc": 0.9}
    scenario = town(fleet__zones=zones, fleet__classes=[one], stations=stations, horizon="2d")
    run = voltwin.run(scenario, engine=engine)
    fleet = run.kpis.fleet.to_pylist()[0]
    assert fleet["trips"] > 10
    assert fleet["trip_km"] == pytest.approx(fleet["trips"] * km, rel=1e-12)
    assert fleet["driven_kwh"] == pytest.approx(
        0.2 * (fleet["trip_km"] + fleet["station_km"]), rel=1e-12
    )
    assert fleet["swaps"] == run.kpis.total["swaps"][0].as_py() > 0
