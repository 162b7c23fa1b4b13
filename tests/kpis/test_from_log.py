"""Each number worked out by hand: a flat 60 kW curve, 50 kWh, efficiency 0.8 unless said otherwise.

The battery gets 48 kW, so that its SoC rises by 0.96 an hour: 0.2 to 0.8 takes 2250 s, 0.8 to 0.9
takes 375 s.
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.kpis.logs import Row, charge, in_order, row, swap, table
from tests.kpis.networks import Site, Type, network

from voltwin.kpis.cells import Cells, compare
from voltwin.kpis.from_log import cells_from_log
from voltwin_core.station.cells import COUNTS, STATES, SUMS

SITE = Site(inventory=((0.9,),), ring=3, chargers=((60.0, 0.8),))
NETWORK = network((SITE,))  # battery 0 in the rack, vehicle v with battery v + 1; two hours

# Vehicle 0 comes at 1000 s, is served at once, and its battery is charged to the end.
VISIT = swap(1000.0, 1060.0, vehicle=0, own=1, taken=0)
CHARGE = charge(
    1,
    (1060.0, "placed", 0.2),
    (1660.0, "cooled", 0.2),
    (3910.0, "ready", 0.8),
    (4285.0, "full", 0.9),
)
LOG = in_order(VISIT, CHARGE)


def count(cells: Cells, name: str, station: int = 0) -> list[int]:
    """Return a count by hour."""
    found: list[int] = cells.counts[station, :, COUNTS.index(name)].tolist()
    return found


def total(cells: Cells, name: str, station: int = 0) -> list[float]:
    """Return a sum by hour."""
    found: list[float] = cells.sums[station, :, SUMS.index(name)].tolist()
    return found


def seconds(cells: Cells, state: str, station: int = 0) -> list[float]:
    """Return battery-seconds by hour."""
    found: list[float] = cells.state_s[station, :, STATES.index(state)].tolist()
    return found


def visit(kind: str, time: float, arrived: float, vehicle: int = 0, station: int = 0) -> list[Row]:
    about: dict[str, Any] = {
        "station": station,
        "vehicle": vehicle,
        "battery": vehicle + 1,
        "soc": 0.2,
    }
    wait_s = time - arrived
    return [row(arrived, "arrival", **about), row(time, kind, **about, wait_s=wait_s)]


def test_a_battery_is_in_each_state_for_its_time() -> None:
    cells = cells_from_log(LOG, NETWORK, 7200.0)
    assert seconds(cells, "bay") == [60.0, 0.0]
    assert seconds(cells, "queued") == [0.0, 0.0]
    assert seconds(cells, "cooling") == [600.0, 0.0]
    assert seconds(cells, "charging") == [1940.0, 310.0]
    assert seconds(cells, "topping") == [0.0, 375.0]
    assert seconds(cells, "rack") == [1000.0, 2915.0]
    assert seconds(cells, "suspended") == [0.0, 0.0]


def test_grid_energy_by_slot_is_power_times_time() -> None:
    cells = cells_from_log(LOG, NETWORK, 7200.0)
    drawing_s = [0.0, 140.0, 900.0, 900.0, 685.0, 0.0, 0.0, 0.0]
    assert cells.grid_kwh[0] == pytest.approx([60.0 * s / 3600.0 for s in drawing_s], abs=1e-13)
    assert cells.charged_kwh == pytest.approx([35.0])  # 0.8 x 60 kW x 2625 s


def test_energy_follows_a_falling_curve() -> None:
    # From 60 kW at SoC 0 to 0 kW at SoC 1.2: P = 60 - 50 s, so that s(t) = 1.2 - 1.2 exp(-t / h).
    parameters = network(
        (replace(SITE, chargers=((60.0, 1.0),)),), (Type(curve=((0.0, 60.0), (1.2, 0.0))),)
    )
    rows = charge(1, (1060.0, "placed", 0.0), (1800.0, "cooled", 0.0))
    cells = cells_from_log(
        in_order(swap(1000.0, 1060.0, 0, 1, 0, soc=0.0), rows), parameters, 3000.0
    )
    soc = [1.2 * -math.expm1(-t / 3600.0) for t in (900.0, 1200.0)]
    assert cells.grid_kwh[0, 2:4] == pytest.approx([50 * soc[0], 50 * (soc[1] - soc[0])], rel=1e-13)


def test_energy_handed_out_and_returned_counts_when_it_happens() -> None:
    log = in_order(swap(3590.0, 3650.0, vehicle=0, own=1, taken=0))
    cells = cells_from_log(log, NETWORK, 7200.0)
    assert total(cells, "handed_kwh") == [45.0, 0.0]
    assert total(cells, "returned_kwh") == [0.0, 10.0]


def test_throughput_is_charged_plus_discharged() -> None:
    cells = cells_from_log(LOG, NETWORK, 7200.0)
    # Driven from full_soc, 0.9, down to 0.2, and charged up again.
    assert cells.throughput_kwh == pytest.approx([0.0, 70.0, 0.0, 0.0])


def test_a_lost_visit_discharges_nothing() -> None:
    cells = cells_from_log(in_order(visit("lost_stockout", 10.0, 10.0)), NETWORK, 7200.0)
    assert cells.throughput_kwh.tolist() == [0.0, 0.0, 0.0, 0.0]
    assert seconds(cells, "rack") == [3600.0, 3600.0]


@pytest.mark.parametrize("kind", ["lost_closed", "lost_stockout", "lost_queue_full", "reneged"])
def test_losses_count_in_the_hour_of_arrival(kind: str) -> None:
    cells = cells_from_log(in_order(visit(kind, 3700.0, arrived=3500.0)), NETWORK, 7200.0)
    assert count(cells, "arrivals") == [1, 0]
    assert count(cells, kind) == [1, 0]
    assert cells.counts.sum() == 2


def test_swaps_and_waits_count_in_the_hour_of_arrival() -> None:
    log = in_order(swap(3640.0, 3700.0, vehicle=0, own=1, taken=0, arrived=3570.0))
    cells = cells_from_log(log, NETWORK, 7200.0)
    assert count(cells, "swaps") == [1, 0]
    assert count(cells, "within_target") == [0, 0]  # 70 s against 60 s
    assert total(cells, "wait_s") == [70.0, 0.0]
    assert cells.wait_bins[0].sum() == 1
    assert cells.waits is not None
    assert cells.waits.wait_s.tolist() == [70.0]
    assert cells.waits.station.tolist() == [0]


def test_a_wait_of_exactly_the_target_is_within_it() -> None:
    log = in_order(swap(160.0, 200.0, vehicle=0, own=1, taken=0, arrived=100.0))
    assert count(cells_from_log(log, NETWORK, 7200.0), "within_target") == [1, 0]


def test_each_visit_goes_with_its_own_arrival() -> None:
    # Vehicle 0 is lost in hour 0 and served in hour 1, while vehicle 1 comes and goes between.
    log = in_order(
        visit("lost_stockout", 100.0, 100.0),
        visit("reneged", 3800.0, arrived=3000.0, vehicle=1),
        swap(4000.0, 4060.0, vehicle=0, own=1, taken=0, arrived=3900.0),
    )
    cells = cells_from_log(log, NETWORK, 7200.0)
    assert count(cells, "arrivals") == [2, 1]
    assert count(cells, "lost_stockout") == [1, 0]
    assert count(cells, "reneged") == [1, 0]
    assert count(cells, "swaps") == [0, 1]
    assert total(cells, "wait_s") == [0.0, 100.0]


def test_a_vehicle_comes_back_with_the_battery_it_took() -> None:
    log = in_order(
        swap(100.0, 160.0, vehicle=0, own=1, taken=0),
        charge(1, (160.0, "placed", 0.2), (160.0, "cooled", 0.2), (2410.0, "ready", 0.8)),
        charge(1, (2500.0, "unplugged", 0.824)),
        swap(2500.0, 2600.0, vehicle=0, own=0, taken=1, taken_soc=0.824, soc=0.5),
    )
    cells = cells_from_log(log, NETWORK, 7200.0)
    assert seconds(cells, "bay") == [160.0, 0.0]
    assert seconds(cells, "topping") == [90.0, 0.0]
    assert seconds(cells, "queued") == [1000.0, 3600.0]  # battery 0, from 2600 s on
    assert cells.throughput_kwh == pytest.approx([20.0, 35.0 + 31.2, 0.0, 0.0])


def test_a_battery_that_is_not_ready_queues_from_the_start() -> None:
    parameters = network((replace(SITE, inventory=((0.9, 0.79, 0.8),)),))
    cells = cells_from_log(table([]), parameters, 7200.0)
    assert seconds(cells, "rack") == [7200.0, 7200.0]
    assert seconds(cells, "queued") == [3600.0, 3600.0]


def test_suspension_while_charging() -> None:
    rows = charge(
        1,
        (1060.0, "placed", 0.2),
        (1060.0, "cooled", 0.2),
        (1810.0, "suspended", 0.4),
        (2810.0, "resumed", 0.4),
        (4310.0, "ready", 0.8),
    )
    cells = cells_from_log(in_order(VISIT, rows), NETWORK, 4310.0)
    assert seconds(cells, "suspended") == [1000.0, 0.0]
    assert seconds(cells, "charging") == [750.0 + 790.0, 710.0]
    drawing_s = [0.0, 740.0, 10.0, 790.0, 710.0, 0.0, 0.0, 0.0]
    assert cells.grid_kwh[0] == pytest.approx([60.0 * s / 3600.0 for s in drawing_s], abs=1e-13)


def test_suspension_while_cooling_goes_on_cooling() -> None:
    rows = charge(
        1,
        (1060.0, "placed", 0.2),
        (1100.0, "suspended", 0.2),
        (1200.0, "resumed", 0.2),
        (1660.0, "cooled", 0.2),
    )
    cells = cells_from_log(in_order(VISIT, rows), NETWORK, 2000.0)
    assert seconds(cells, "cooling") == [40.0 + 460.0, 0.0]
    assert seconds(cells, "suspended") == [100.0, 0.0]
    assert seconds(cells, "charging") == [340.0, 0.0]


def test_a_battery_that_has_cooled_without_power_stays_suspended() -> None:
    rows = charge(
        1,
        (1060.0, "placed", 0.2),
        (1100.0, "suspended", 0.2),
        (1660.0, "cooled", 0.2),
        (1900.0, "resumed", 0.2),
    )
    cells = cells_from_log(in_order(VISIT, rows), NETWORK, 2000.0)
    assert seconds(cells, "cooling") == [40.0, 0.0]
    assert seconds(cells, "suspended") == [800.0, 0.0]
    assert seconds(cells, "charging") == [100.0, 0.0]


def test_a_ready_battery_resumes_to_full() -> None:
    rows = charge(
        1,
        (1060.0, "placed", 0.2),
        (1060.0, "cooled", 0.2),
        (3310.0, "ready", 0.8),
        (3400.0, "suspended", 0.824),
        (3500.0, "resumed", 0.824),
    )
    cells = cells_from_log(in_order(VISIT, rows), NETWORK, 7200.0)
    assert seconds(cells, "topping") == [90.0 + 100.0, 3600.0]
    assert cells.charged_kwh == pytest.approx([35.0])  # clamped at full_soc, 0.9


def test_states_of_an_earlier_charge_are_forgotten() -> None:
    first = charge(1, (1060.0, "placed", 0.2), (1060.0, "cooled", 0.2), (3310.0, "ready", 0.8))
    away = charge(1, (3310.0, "unplugged", 0.8))
    home = swap(3310.0, 3400.0, vehicle=1, own=2, taken=1, taken_soc=0.8)
    again = swap(4000.0, 4100.0, vehicle=1, own=1, taken=2, taken_soc=0.9)
    second = charge(
        1, (4100.0, "placed", 0.2), (4200.0, "suspended", 0.2), (4300.0, "resumed", 0.2)
    )
    charged = charge(1, (4700.0, "cooled", 0.2))
    log = in_order(VISIT, first, away, home, again, second, charged)
    cells = cells_from_log(log, NETWORK, 4800.0)
    assert seconds(cells, "cooling") == [0.0, 100.0 + 400.0]
    assert seconds(cells, "charging") == [2250.0, 100.0]
    assert seconds(cells, "topping") == [0.0, 0.0]


def test_what_is_under_way_is_cut_at_the_end() -> None:
    cells = cells_from_log(in_order(VISIT, CHARGE[:2]), NETWORK, 2660.0)
    assert seconds(cells, "charging") == [1000.0, 0.0]
    assert cells.charged_kwh == pytest.approx([48.0 * 1000.0 / 3600.0])
    assert cells.throughput_kwh[1] == pytest.approx(35.0 + 48.0 * 1000.0 / 3600.0)
    assert cells.end_s == 2660.0


@pytest.mark.parametrize("end_s", [0.0, 1000.0, 1030.0, 1060.0, 2660.0, 3600.0, 4000.0])
def test_rows_at_or_after_the_end_are_not_read(end_s: float) -> None:
    before = LOG.filter(LOG["time"].to_numpy() < end_s)
    assert (
        compare(cells_from_log(LOG, NETWORK, end_s), cells_from_log(before, NETWORK, end_s)) == []
    )


def test_a_vehicle_in_its_bay_at_the_end_counts_as_arrived_only() -> None:
    cells = cells_from_log(LOG, NETWORK, 1030.0)
    assert cells.counts.sum() == 1
    assert seconds(cells, "bay") == [30.0, 0.0]
    assert cells.throughput_kwh.tolist() == [0.0, 0.0, 0.0, 0.0]


def test_hours_and_slots_are_local() -> None:
    parameters = network((SITE,), phase_s=3000.0, horizon_s=7200.0, warm_up_hours=1)
    cells = cells_from_log(LOG, parameters, 7200.0)
    assert count(cells, "arrivals") == [0, 1, 0]  # 1000 s is 66 min 40 s after the full hour
    assert seconds(cells, "rack") == [600.0, 400.0, 2915.0]
    assert seconds(cells, "charging") == [0.0, 2250.0, 0.0]
    assert seconds(cells, "topping") == [0.0, 290.0, 85.0]
    drawing_s = [0.0, 740.0, 900.0, 900.0, 85.0]
    assert cells.grid_kwh[0, 4:9] == pytest.approx(
        [60.0 * s / 3600.0 for s in drawing_s], abs=1e-13
    )


def test_waits_of_the_warm_up_are_left_out_by_arrival() -> None:
    parameters = network((SITE,), warm_up_hours=1)
    log = in_order(
        swap(3600.0, 3700.0, vehicle=0, own=1, taken=0, arrived=3599.0),
        swap(4000.0, 4100.0, vehicle=1, own=2, taken=1, arrived=3600.0),
    )
    cells = cells_from_log(log, parameters, 7200.0)
    assert count(cells, "swaps") == [1, 1]
    assert cells.wait_bins.sum() == 1
    assert cells.waits is not None
    assert cells.waits.wait_s.tolist() == [400.0]


def test_stations_are_kept_apart() -> None:
    parameters = network((SITE, replace(SITE, chargers=((60.0, 0.5), (30.0, 1.0)))))
    # Station 1 has battery 4 in its rack, vehicle 3 with battery 5, and chargers 1 and 2.
    log = in_order(
        VISIT,
        CHARGE,
        swap(0.0, 60.0, vehicle=3, own=5, taken=4, station=1),
        [
            row(t, kind, station=1, battery=5, charger=2, soc=soc)
            for t, kind, soc in ((60.0, "placed", 0.2), (60.0, "cooled", 0.2))
        ],
    )
    cells = cells_from_log(log, parameters, 3660.0)
    alone = cells_from_log(LOG, NETWORK, 3660.0)
    for name in ("counts", "sums", "state_s", "grid_kwh", "wait_bins", "charged_kwh"):
        assert np.array_equal(getattr(cells, name)[0], getattr(alone, name)[0])
    assert total(cells, "handed_kwh", station=1) == [45.0, 0.0]
    assert cells.grid_kwh[1].sum() == pytest.approx(30.0)  # an hour of 30 kW
    assert cells.charged_kwh[1] == pytest.approx(30.0)


def test_the_type_of_a_battery_decides_about_energy() -> None:
    types = (Type(), Type(capacity_kwh=100.0, ready_soc=0.5, full_soc=0.6))
    parameters = network((replace(SITE, inventory=((), (0.6,)), ring=1),), types)
    # Battery 0 is of type 1; vehicle 0 with battery 1 of type 0, vehicle 1 with 2 of type 1.
    log = in_order(
        swap(0.0, 0.0, vehicle=1, own=2, taken=0, taken_soc=0.6, soc=0.1),
        charge(2, (0.0, "placed", 0.1), (0.0, "cooled", 0.1)),
    )
    cells = cells_from_log(log, parameters, 7200.0)
    assert total(cells, "handed_kwh") == pytest.approx([60.0, 0.0])
    assert total(cells, "returned_kwh") == pytest.approx([10.0, 0.0])
    assert cells.charged_kwh == pytest.approx([40.0])  # to ready_soc: there is no row `ready`
    assert cells.throughput_kwh == pytest.approx([0.0, 0.0, 90.0])


def test_a_log_is_read_whatever_its_dictionary_and_chunks() -> None:
    plain = cells_from_log(LOG, NETWORK, 7200.0)
    kind = LOG.schema.get_field_index("kind")
    as_text = LOG.set_column(kind, "kind", LOG["kind"].cast(pa.string()))
    in_pieces = pa.concat_tables([as_text.slice(0, 4), as_text.slice(4)])
    own_codes = LOG.set_column(kind, "kind", in_pieces["kind"].dictionary_encode())
    for log in (as_text, in_pieces, own_codes):
        assert compare(plain, cells_from_log(log, NETWORK, 7200.0)) == []


def test_an_empty_log_is_a_network_where_nothing_happens() -> None:
    cells = cells_from_log(table([]), NETWORK, 7200.0)
    assert compare(cells, replace(Cells.empty(NETWORK, 7200.0), state_s=cells.state_s)) == []
    assert cells.state_s.sum() == 7200.0
