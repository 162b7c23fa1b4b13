"""Accounts of two stations, worked out by hand; any others: the network is the sum of stations.

The run starts on Thursday 1970-01-01 at 00:00, has one hour of warm-up and stands at 03:00.
"""

from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kpis.any_network import networks
from tests.kpis.networks import Site, network

from voltwin.kpis.cells import Cells
from voltwin.kpis.from_world import cells_from_world
from voltwin.kpis.money_columns import MONEY_COLUMNS
from voltwin.kpis.tables import Kpis, Names
from voltwin.kpis.terms import Terms
from voltwin.scenario.economics import Economics
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.record import as_array
from voltwin_core.station.cells import COUNTS, SUMS
from voltwin_core.station.parameters import Parameters

START = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
NAMES = Names(["a", "b"], ["Alpha", "Beta"], ["west", "west"], ["standard"])
MONTH_H = 31 * 24.0
SHARE = 2.0 / MONTH_H  # of January observed

FIELDS: dict[str, Any] = {
    "currency": "EUR",
    "price_per_swap": 2.0,
    "price_per_kwh": 0.5,
    "tariff": {
        "seasons": [
            {
                "price_per_kwh": [
                    {"from": "00:00", "value": 0.1},
                    {"from": "01:30", "value": 0.3},
                    {"from": "02:00", "value": -0.2},
                ],
                "demand_charge_per_kw": 10,
            }
        ]
    },
    "charger": {"cost": 1200, "life_years": 10},
    "bay": {"cost": 6000, "life_years": 10},
    "battery": {"cost": 2400, "life_years": 8},
}
SITE = Site(inventory=((0.9, 0.9),), chargers=((60.0, 1.0),) * 3)
PARAMETERS = network((SITE, SITE), horizon_s=10_800.0, warm_up_hours=1)
COUNTED = {"swaps": (4, 6), "lost_closed": (1, 0), "lost_queue_full": (0, 2), "reneged": (1, 0)}


def cells(parameters: Parameters = PARAMETERS) -> Cells:
    """Return sums of station a in the second and third hour; b draws energy, and loses vehicles."""
    made = Cells.empty(parameters, 10_800.0)
    made.counts[:, 0], made.sums[:, 0], made.grid_kwh[:, :4] = 1000, 1000.0, 1000.0
    for name, by_hour in COUNTED.items():
        made.counts[0, 1:3, COUNTS.index(name)] = by_hour
    made.counts[1, 2, COUNTS.index("lost_stockout")] = 3
    made.sums[0, 1:3, SUMS.index("handed_kwh")] = 120.0, 230.0
    made.sums[0, 1:3, SUMS.index("returned_kwh")] = 40.0, 10.0
    made.grid_kwh[0, 4:] = 10.0, 0.0, 20.0, 5.0, 8.0, 0.0, 0.0, 0.0
    made.grid_kwh[1, 4:] = 0.0, 0.0, 0.0, 12.0, 0.0, 0.0, 0.0, 0.0
    return made


def kpis(of: Cells | None = None, rents: tuple[float, ...] = (744.0, 0.0), **fields: Any) -> Kpis:
    economics = Economics.model_validate({**FIELDS, **fields})
    return Kpis(of or cells(), PARAMETERS, NAMES, Terms(economics, START, np.array(rents)))


def column(table: pa.Table, name: str) -> list[Any]:
    found: list[Any] = table[name].to_pylist()
    return found


# What is bought costs 3 x 120 + 600 + 2 x 300 EUR a year at either station.
CAPITAL = (360.0 + 600.0 + 600.0) / 12.0 * SHARE
BY_HAND = {
    # a: 10 swaps and (120 + 230 - 40 - 10) kWh delivered.
    "revenue": [10 * 2.0 + 300 * 0.5, 0.0],
    # 30 kWh a swap at a, and in the network: b has served none.
    "lost_revenue": [4 * (2.0 + 15.0), 3 * (2.0 + 15.0)],
    "energy_cost": [10 * 0.1 + 25 * 0.3 - 8 * 0.2, 12 * 0.3],
    "energy_cost_per_kwh": [6.9 / 43.0, 0.3],
    "demand_charge_month": [80.0 * 10.0, 48.0 * 10.0],
    "demand_charge": [800.0 * SHARE, 480.0 * SHARE],
    "capital_cost": [CAPITAL, CAPITAL],
    "rent": [744.0 * SHARE, 0.0],
    "cost": [
        6.9 + 802.0 * SHARE - 2 * SHARE + 744.0 * SHARE + CAPITAL,
        3.6 + 480 * SHARE + CAPITAL,
    ],
}
TOTAL = {name: sum(values) for name, values in BY_HAND.items()}


@pytest.mark.parametrize("name", BY_HAND)
def test_each_station_has_its_own_account(name: str) -> None:
    assert column(kpis().by_station, name) == pytest.approx(BY_HAND[name], rel=1e-12)


@pytest.mark.parametrize("name", [name for name in BY_HAND if name != "energy_cost_per_kwh"])
def test_the_network_pays_what_its_stations_pay(name: str) -> None:
    for table in (kpis().total, kpis().by_region):
        assert column(table, name) == pytest.approx([TOTAL[name]], rel=1e-12)


def test_margin_is_what_is_left_of_the_revenue() -> None:
    total = kpis().total.to_pylist()[0]
    assert total["margin"] == pytest.approx(170.0 - TOTAL["cost"], rel=1e-12)
    assert total["margin_per_swap"] == pytest.approx((170.0 - TOTAL["cost"]) / 10, rel=1e-12)
    assert total["cost_per_swap"] == pytest.approx(TOTAL["cost"] / 10, rel=1e-12)
    assert total["energy_cost_per_kwh"] == pytest.approx(10.5 / 55.0, rel=1e-12)
    assert column(kpis().by_station, "margin_per_swap")[1] is None  # no swaps


def test_the_demand_charge_is_not_that_of_the_common_peak() -> None:
    """Peaks of 80 kW at 01:30 and of 48 kW at 01:45; together the stations drew 80 kW at most."""
    total = kpis().total.to_pylist()[0]
    assert total["peak_kw"] == 80.0
    assert total["demand_charge_month"] == 1280.0


def test_amounts_by_the_hour() -> None:
    table = kpis().by_hour
    assert column(table, "revenue") == pytest.approx([8.0 + 40.0, 12.0 + 110.0])
    assert column(table, "lost_revenue") == pytest.approx([2 * 17.0, (2 + 3) * 17.0])
    assert column(table, "energy_cost") == pytest.approx([8.5 + 3.6, -1.6])
    assert not {"cost", "rent", "demand_charge", "margin"} & set(table.column_names)
    by_station = column(kpis().by_station_hour, "energy_cost")
    assert by_station == pytest.approx([8.5, -1.6, 3.6, 0.0])


def test_slots_have_their_price() -> None:
    table = kpis().by_slot
    assert column(table, "price_per_kwh") == [0.1] * 2 + [0.3] * 2 + [-0.2] * 4
    assert column(table, "energy_cost") == pytest.approx([1.0, 0, 6.0, 5.1, -1.6, 0, 0, 0])


def test_lost_revenue_without_any_swap() -> None:
    nobody = cells()
    nobody.counts[0, :, COUNTS.index("swaps")] = 0
    assert column(kpis(nobody, price_per_kwh=0.0).total, "lost_revenue") == [7 * 2.0]
    unknown = kpis(nobody)
    assert column(unknown.by_station, "lost_revenue") == [None, None]
    assert column(unknown.total, "lost_revenue") == [None]
    nobody.counts[:, :, [COUNTS.index(name) for name in COUNTS if name != "swaps"]] = 0
    assert column(kpis(nobody).total, "lost_revenue") == [0.0]


def test_a_run_within_its_warm_up_owes_nothing() -> None:
    early = kpis(Cells.empty(PARAMETERS, 1800.0), interest=0.05).total.to_pylist()[0]
    for name in ("revenue", "lost_revenue", "energy_cost", "demand_charge", "capital_cost", "rent"):
        assert early[name] == 0.0
    assert early["demand_charge_month"] == 0.0


def test_a_month_and_a_bit() -> None:
    """All of January with a peak of 100 kW, 14 hours of February with 50 kW: the mean by shares."""
    parameters = network((SITE,), horizon_s=31 * 86_400.0 + 14 * 3600.0)
    made = Cells.empty(parameters, 31 * 86_400.0 + 14 * 3600.0)
    made.grid_kwh[0, 0], made.grid_kwh[0, -1] = 25.0, 12.5
    terms = Terms(Economics.model_validate(FIELDS), START, np.zeros(1))
    row = Kpis(made, parameters, NAMES, terms).total.to_pylist()[0]
    share = 14.0 / (28 * 24.0)
    assert row["demand_charge"] == pytest.approx(1000.0 + 500.0 * share, rel=1e-12)
    assert row["demand_charge_month"] == pytest.approx(
        (1000.0 + 500.0 * share) / (1.0 + share), rel=1e-12
    )


def test_the_dictionary_names_the_currency() -> None:
    made = kpis(currency="Kč")
    words = made.columns.to_pydict()
    units = dict(zip(words["name"], words["unit"], strict=True))
    assert units["revenue"] == "Kč"
    assert units["margin_per_swap"] == "Kč/vehicle"
    assert units["demand_charge_month"] == "Kč/month"
    assert len(units) == len(words["name"])
    for table in (made.total, made.by_region, made.by_station_hour, made.by_slot):
        for field in table.schema:
            assert field.metadata is not None
            assert field.metadata[b"unit"].decode() == units[field.name]


def test_without_economics_nothing_is_said_about_money() -> None:
    silent = Kpis(cells(), PARAMETERS, NAMES)
    assert silent.currency is None
    names = {column.name for column in MONEY_COLUMNS} | {"price_per_kwh"}
    for table in (silent.total, silent.by_station, silent.by_hour, silent.by_slot):
        assert not names & set(table.column_names)
    assert not names & set(column(silent.columns, "name"))


SUMMED = [
    "revenue",
    "energy_cost",
    "demand_charge",
    "demand_charge_month",
    "capital_cost",
    "rent",
    "cost",
    "margin",
]


@settings(max_examples=40)
@given(
    networks(), st.integers(0, 2**32), st.floats(1.0, 40_000.0), st.floats(0.0, 1.0), st.booleans()
)
def test_books_of_any_network_balance(
    parameters: Parameters, key: int, until: float, price: float, flat: bool
) -> None:
    engine = KernelEngine(parameters, key)
    engine.advance(until)
    stations = len(parameters.stations)
    ids = [f"s{s}" for s in range(stations)]
    tariff = price if flat else FIELDS["tariff"]
    economics = Economics.model_validate({**FIELDS, "tariff": tariff, "interest": 0.05})
    phase_s = float(as_array(parameters.clock)["phase_s"][0])
    start = START.replace(minute=int(phase_s // 60), second=int(phase_s % 60))
    terms = Terms(economics, start, np.full(stations, 100.0))
    made = Kpis(
        cells_from_world(engine.closed_world(), engine.now),
        parameters,
        Names(ids, ids, ["east", "west"][:stations], ["a", "b"]),
        terms,
    )
    total = made.total.to_pylist()[0]
    for name in SUMMED:
        for table in (made.by_station, made.by_region):
            assert sum(column(table, name)) == pytest.approx(total[name], rel=1e-9, abs=1e-9)
    for name in ("revenue", "lost_revenue", "energy_cost"):
        of_hours = column(made.by_station_hour, name)
        if total[name] is not None:
            assert sum(of_hours) == pytest.approx(total[name], rel=1e-9, abs=1e-9)
    assert sum(column(made.by_slot, "energy_cost")) == pytest.approx(total["energy_cost"], abs=1e-9)
    if flat:
        assert total["energy_cost"] == pytest.approx(price * total["grid_kwh"], rel=1e-12)


def test_a_station_that_took_more_than_it_handed_out_has_the_networks_mean() -> None:
    """As one at the edge of a window, whose only vehicle got its battery before."""
    edge = cells()
    edge.counts[1, 1, COUNTS.index("swaps")] = 2
    edge.sums[1, 1, SUMS.index("returned_kwh")] = 60.0
    lost = column(kpis(edge).by_station, "lost_revenue")
    assert lost[1] == pytest.approx(3 * (2.0 + 0.5 * (300.0 - 60.0) / 12))
