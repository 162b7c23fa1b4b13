"""Tables of a hand-made run: two regions, three stations, three hours of which one is warm-up."""

import datetime
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.kpis.networks import Site, Type, network

from voltwin.kpis.cells import Cells, Waits
from voltwin.kpis.columns import COLUMNS, OTHER_COLUMNS
from voltwin.kpis.tables import Kpis, Names
from voltwin_core.station.cells import COUNTS, STATES, SUMS, wait_bin
from voltwin_core.station.parameters import Parameters

TYPES = (Type(capacity_kwh=50.0), Type(capacity_kwh=20.0))
SITE = Site(inventory=((0.9,), ()), ring=1, bays=2, chargers=((60.0, 0.8),) * 4)
NAMES = Names(
    stations=["a", "b", "c"],
    names=["Alpha", "Beta", "Gamma"],
    regions=["west", "east", "west"],
    battery_types=["large", "small"],
)
WAITS_S = {0: [0.0, 10.0, 30.0, 90.0], 1: [], 2: [600.0]}


def parameters(phase_s: float = 0.0) -> Parameters:
    return network(
        (SITE, SITE, replace(SITE, chargers=())),
        TYPES,
        horizon_s=10_800.0 - phase_s,
        phase_s=phase_s,
        warm_up_hours=1,
    )


def cells(end_s: float = 10_800.0, exact: bool = True) -> Cells:
    """Return cells with numbers in the warm-up that must not show, and a quiet station 1."""
    made = Cells.empty(parameters(), end_s)
    counts, sums, state_s = made.counts, made.sums, made.state_s
    counts[:, 0], sums[:, 0], state_s[:, 0], made.grid_kwh[:, :4] = 1000, 1000.0, 1000.0, 1000.0
    made.out_s[:, 0] = 1000.0
    arrivals, swaps, within = (COUNTS.index(n) for n in ("arrivals", "swaps", "within_target"))
    counts[0, 1, [arrivals, swaps, within]] = 4, 3, 3
    counts[0, 2, [arrivals, swaps]] = 4, 1
    counts[0, 2, COUNTS.index("lost_closed")] = 1
    counts[0, 2, COUNTS.index("reneged")] = 1
    counts[2, 2, [arrivals, swaps]] = 2, 1
    counts[2, 2, COUNTS.index("lost_stockout")] = 1
    sums[0, 1:, SUMS.index("wait_s")] = 40.0, 90.0
    sums[2, 2, SUMS.index("wait_s")] = 600.0
    sums[0, 1:, SUMS.index("handed_kwh")] = 90.0, 45.0
    sums[0, 1:, SUMS.index("returned_kwh")] = 20.0, 10.0
    for state, by_hour in {
        "bay": (720.0, 0.0),
        "charging": (3600.0, 1800.0),
        "topping": (0.0, 1080.0),
        "cooling": (1440.0, 0.0),
        "suspended": (0.0, 720.0),
        "queued": (0.0, 3600.0),
        "rack": (1800.0, 0.0),
    }.items():
        state_s[0, 1:, STATES.index(state)] = by_hour
    made.out_s[0, 1:] = (360.0, 0.0), (1080.0, 2160.0)  # chargers, bays
    made.grid_kwh[0, 4:] = 1.0, 2.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0
    made.grid_kwh[2, 4:] = 0.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    sums[0, 0:, SUMS.index("fade_kwh")] = 1.0, 0.25, 0.5  # the first hour is warm-up
    made.soh[:] = 0.9, 0.8, 1.0, 1.0, 1.0, 1.0, 0.7, 1.0, 1.0
    made.throughput_kwh[:] = 100.0, 200.0, 40.0, 0.0, 0.0, 0.0, 50.0, 0.0, 0.0
    for station, waits in WAITS_S.items():
        for wait_s in waits:
            made.wait_bins[station, wait_bin(wait_s)] += 1
    stations = [s for s, waits in WAITS_S.items() for _ in waits]
    waits_s = [w for waits in WAITS_S.values() for w in waits]
    exact_waits = Waits(np.array(stations, np.int32), np.array(waits_s))
    return replace(made, waits=exact_waits if exact else None)


KPIS = Kpis(cells(), parameters(), NAMES)


def column(table: pa.Table, name: str) -> list[Any]:
    found: list[Any] = table[name].to_pylist()
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stations", 3),
        ("observed_h", 2.0),
        ("arrivals", 10),
        ("swaps", 5),
        ("lost", 3),
        ("lost_closed", 1),
        ("lost_stockout", 1),
        ("lost_queue_full", 0),
        ("reneged", 1),
        ("diverted", 0),
        ("unseen", 0),
        ("inside", 2),
        ("within_target", 3),
        ("served_share", 0.5),
        ("lost_share", 0.3),
        ("within_target_share", 0.3),
        ("wait_mean_s", 730.0 / 5),
        ("wait_p50_s", 30.0),
        ("wait_p95_s", 600.0),
        ("wait_p99_s", 600.0),
        ("bay_utilisation", 720.0 / (6 * 7200.0)),
        ("charger_utilisation", 6480.0 / (8 * 7200.0)),
        ("charger_cooling_share", 1440.0 / (8 * 7200.0)),
        ("charger_suspended_share", 720.0 / (8 * 7200.0)),
        ("bay_out_share", 2160.0 / (6 * 7200.0)),
        ("charger_out_share", 1440.0 / (8 * 7200.0)),
        ("fade_kwh", 0.75),
        ("soh_mean", 8.4 / 9),
        ("soh_min", 0.7),
        ("mean_in_bay", 0.1),
        ("mean_queued", 0.5),
        ("mean_cooling", 0.2),
        ("mean_charging", 0.75),
        ("mean_topping", 0.15),
        ("mean_suspended", 0.1),
        ("mean_rack", 0.25),
        ("grid_kwh", 12.0),
        ("peak_kw", 24.0),  # 2 + 4 kWh in the same quarter of an hour
        ("delivered_kwh", 105.0),
        ("cycles_mean", (100.0 / 100 + 200.0 / 100 + 40.0 / 40 + 50.0 / 100) / 9),
    ],
)
def test_totals(name: str, expected: float) -> None:
    assert column(KPIS.total, name) == pytest.approx([expected], rel=1e-15)


def test_every_column_of_the_totals_is_tested_above() -> None:
    marks = test_totals.pytestmark  # type: ignore[attr-defined]
    tested = {name for mark in marks for name, _ in mark.args[1]}
    assert tested == set(KPIS.total.column_names)


def test_regions_stand_in_the_order_in_which_stations_name_them() -> None:
    table = KPIS.by_region
    assert column(table, "region") == ["west", "east"]
    assert column(table, "stations") == [2, 1]
    assert column(table, "arrivals") == [10, 0]
    assert column(table, "peak_kw") == [24.0, 0.0]
    assert column(table, "wait_p50_s") == [30.0, None]


def test_stations() -> None:
    table = KPIS.by_station
    assert column(table, "station") == ["a", "b", "c"]
    assert column(table, "name") == ["Alpha", "Beta", "Gamma"]
    assert column(table, "region") == ["west", "east", "west"]
    assert column(table, "swaps") == [4, 0, 1]
    assert column(table, "wait_p50_s") == [10.0, None, 600.0]
    assert column(table, "peak_kw") == [20.0, 0.0, 16.0]
    assert column(table, "bay_utilisation") == pytest.approx([0.05, 0.0, 0.0])


def test_what_has_no_denominator_is_null() -> None:
    quiet = KPIS.by_station.slice(1, 1).to_pylist()[0]
    undefined = {name for name, value in quiet.items() if value is None}
    assert undefined == {
        *("served_share", "lost_share", "within_target_share"),
        *("wait_mean_s", "wait_p50_s", "wait_p95_s", "wait_p99_s"),
    }
    without_chargers = KPIS.by_station.slice(2, 1).to_pylist()[0]
    assert without_chargers["charger_utilisation"] is None
    assert without_chargers["served_share"] == 0.5


def test_hours_after_the_warm_up() -> None:
    table = KPIS.by_hour
    hours = [datetime.datetime(1970, 1, 1, hour) for hour in (1, 2)]
    assert column(table, "hour") == hours
    assert column(table, "arrivals") == [4, 6]
    assert column(table, "inside") == [1, 1]
    assert column(table, "grid_kwh") == [7.0, 5.0]
    assert column(table, "peak_kw") == [24.0, 20.0]
    assert column(table, "wait_mean_s") == [40.0 / 3, 690.0 / 2]
    assert column(table, "charger_utilisation") == pytest.approx([0.125, 0.1])
    assert "wait_p50_s" not in table.column_names


def test_hours_of_stations() -> None:
    table = KPIS.by_station_hour
    assert column(table, "station") == ["a", "a", "b", "b", "c", "c"]
    assert column(table, "hour") == 3 * column(KPIS.by_hour, "hour")
    assert column(table, "arrivals") == [4, 4, 0, 0, 0, 2]
    assert column(table, "peak_kw") == [8.0, 20.0, 0.0, 0.0, 16.0, 0.0]


def test_hours_add_up_to_the_totals() -> None:
    for table in (KPIS.by_hour, KPIS.by_station_hour, KPIS.by_station, KPIS.by_region):
        for name in ("arrivals", "swaps", "lost", "inside", "grid_kwh", "delivered_kwh"):
            assert sum(column(table, name)) == column(KPIS.total, name)[0]


def test_energy_by_slot_adds_up_to_that_of_the_hour() -> None:
    slots, hours = column(KPIS.by_slot, "grid_kwh"), column(KPIS.by_hour, "grid_kwh")
    assert [sum(slots[4 * h : 4 * h + 4]) for h in range(len(hours))] == hours
    quarters = [datetime.datetime(1970, 1, 1, 1, minute) for minute in (0, 15, 30, 45)]
    assert column(KPIS.by_slot, "slot")[:4] == quarters
    assert [4.0 * max(slots[:4]), 4.0 * max(slots[4:])] == column(KPIS.by_hour, "peak_kw")
    each = column(KPIS.by_station_slot, "grid_kwh")
    assert [sum(each[8 * s : 8 * s + 4]) for s in range(3)] == column(
        KPIS.by_station_hour, "grid_kwh"
    )[::2]


def test_only_slots_that_were_observed_have_a_row() -> None:
    kpis = Kpis(cells(end_s=5401.0), parameters(), NAMES)
    assert kpis.by_slot.num_rows == 3
    in_the_middle = Kpis(cells(end_s=9000.0), parameters(phase_s=1800.0), NAMES)
    assert column(in_the_middle.by_slot, "slot")[0] == datetime.datetime(1970, 1, 1, 1)


def test_stations_are_numbered_as_in_the_event_log() -> None:
    assert column(KPIS.by_station, "number") == [0, 1, 2]


def test_batteries() -> None:
    table = KPIS.batteries
    assert column(table, "battery") == list(range(9))
    assert column(table, "station") == ["a"] * 3 + ["b"] * 3 + ["c"] * 3
    assert column(table, "battery_type") == ["large", "large", "small"] * 3
    assert column(table, "throughput_kwh")[:3] == [100.0, 200.0, 40.0]
    assert column(table, "equivalent_full_cycles")[:3] == [1.0, 2.0, 1.0]


def test_quantiles_come_from_bins_without_exact_waits() -> None:
    table = Kpis(cells(exact=False), parameters(), NAMES).by_station
    assert column(table, "wait_p50_s") == [10.25, None, 592.0]
    assert column(table, "wait_p99_s") == [90.0, None, 592.0]


def test_a_run_cut_short_is_observed_up_to_its_end() -> None:
    kpis = Kpis(cells(end_s=5400.0), parameters(), NAMES)
    assert column(kpis.total, "observed_h") == [0.5]
    assert column(kpis.total, "bay_utilisation") == pytest.approx([720.0 / (6 * 1800.0)])
    assert column(kpis.by_hour, "hour") == [datetime.datetime(1970, 1, 1, 1)]
    assert kpis.by_station_hour.num_rows == 3


def test_a_run_within_its_warm_up_shows_nothing() -> None:
    nothing = Cells.empty(parameters(), 1800.0)
    kpis = Kpis(nothing, parameters(), NAMES)
    assert column(kpis.total, "observed_h") == [0.0]
    assert column(kpis.total, "bay_utilisation") == [None]
    assert column(kpis.total, "mean_rack") == [None]
    assert kpis.by_hour.num_rows == kpis.by_station_hour.num_rows == 0


def test_hours_begin_at_full_local_hours() -> None:
    kpis = Kpis(replace(cells(), end_s=9000.0), parameters(phase_s=1800.0), NAMES)
    assert column(kpis.by_hour, "hour")[0] == datetime.datetime(1970, 1, 1, 1)
    assert column(kpis.total, "observed_h") == [2.0]


def test_every_column_is_in_the_dictionary_and_says_its_unit() -> None:
    words = KPIS.columns.to_pydict()
    assert words["name"] == [name for name, _, _ in OTHER_COLUMNS] + [c.name for c in COLUMNS]
    assert len(set(words["name"])) == len(words["name"])
    units = dict(zip(words["name"], words["unit"], strict=True))
    for table in (KPIS.total, KPIS.by_region, KPIS.by_station_hour, KPIS.batteries):
        for field in table.schema:
            assert field.metadata is not None
            assert field.metadata[b"unit"].decode() == units[field.name]
