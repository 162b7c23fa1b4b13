from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from tests.kpis.networks import Site, exponential, network

from voltwin.kpis.balances import Balances, check
from voltwin.kpis.cells import Cells
from voltwin.kpis.from_log import cells_from_log
from voltwin.kpis.from_world import cells_from_world
from voltwin_bindings.engine import BatteryColumns
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.station.cells import (
    ARRIVALS,
    BAY,
    COOLING,
    HANDED_KWH,
    QUEUED,
    RACK,
    STATES,
    TRUCKED_KWH,
)

SITE = Site(
    inventory=((0.9, 0.9, 0.9, 0.2),),
    ring=20,
    chargers=((60.0, 0.9), (60.0, 0.9)),
    places=10,
    gap_s=exponential(1500.0),
)
PARAMETERS = network((SITE, replace(SITE, chargers=((60.0, 0.9), (60.0, 0.95)))), horizon_s=86400.0)
NAMES = ["Alpha", "Beta"]
STORED = "charged + stored at the start + returned + trucked + observed = stored now"


@cache
def ran() -> tuple[Cells, BatteryColumns, npt.NDArray[np.int64]]:
    engine = KernelEngine(PARAMETERS, 1)
    engine.advance(80_000.0)
    log = pa.Table.from_batches(engine.drain(), SCHEMA)
    return cells_from_log(log, PARAMETERS, 80_000.0), engine.batteries(), engine.inside()


def changed_cells(name: str, place: tuple[int, ...], change: float) -> Balances:
    """Return the balances after a change of one number."""
    cells, batteries, inside = ran()
    array = getattr(cells, name).copy()
    array[place] += change
    return check(replace(cells, **{name: array}), batteries, inside, PARAMETERS, NAMES)


def changed_batteries(name: str, battery: int, value: float) -> Balances:
    cells, batteries, inside = ran()
    columns = BatteryColumns(batteries)
    columns[name] = columns[name].copy()
    columns[name][battery] = value
    return check(cells, columns, inside, PARAMETERS, NAMES)


def test_what_trucks_bring_and_take_again_may_leave_a_rounding_error() -> None:
    empty = network((replace(SITE, inventory=((),)),), horizon_s=3600.0)
    engine = KernelEngine(empty, 1)
    engine.advance(3600.0)
    cells = cells_from_world(engine.closed_world(), 3600.0)
    cells.exchanges[0, TRUCKED_KWH] = -7e-15
    assert check(cells, engine.batteries(), engine.inside(), empty).ok
    cells.exchanges[0, TRUCKED_KWH] = -1e-6
    assert not check(cells, engine.batteries(), engine.inside(), empty).ok


def test_a_run_keeps_its_balances() -> None:
    balances = check(*ran(), PARAMETERS)
    assert balances.ok
    assert balances.message == ""
    assert balances.worst < 1e-12
    assert ran()[0].charged_kwh.min() > 100.0  # something did happen


def test_a_vehicle_too_many() -> None:
    cells, batteries, inside = ran()
    balances = check(cells, batteries, inside + np.array([0, 1]), PARAMETERS, NAMES)
    arrivals = cells.counts[1, :, ARRIVALS].sum()
    assert not balances.ok
    assert balances.worst == 1.0
    assert balances.message == (
        "station Beta: arrivals = swaps + lost + diverted + unseen + inside: "
        f"{arrivals} against {arrivals + 1} vehicles"
    )


def test_stations_are_numbered_without_names() -> None:
    cells, batteries, inside = ran()
    message = check(cells, batteries, inside + np.array([1, 2]), PARAMETERS).message
    assert message.startswith(
        "station number 1, and 1 more: arrivals = swaps + lost + diverted + unseen + inside: "
    )


def test_a_battery_in_the_wrong_place() -> None:
    vehicle_battery = 4
    cells, batteries, inside = ran()
    changed = {name: column.copy() for name, column in batteries.items()}
    changed["state"][vehicle_battery], changed["station"][vehicle_battery] = RACK, 0
    message = check(cells, BatteryColumns(changed), inside, PARAMETERS, NAMES).message
    stock = "batteries at the station = inventory + trucked + observed"
    assert f"station Alpha: {stock}: 5 against 4 batteries" in message
    assert "batteries in vehicles and unobserved = all others: 39 against 40 batteries" in message


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (BAY, "batteries in bays <= bays"),
        (COOLING, "batteries on chargers <= chargers"),
    ],
)
def test_more_batteries_than_room(state: int, sentence: str) -> None:
    cells, batteries, inside = ran()
    everywhere = np.full_like(batteries["state"], state)
    columns = BatteryColumns(batteries, state=everywhere)
    assert sentence in check(cells, columns, inside, PARAMETERS, NAMES).message


@pytest.mark.parametrize(
    ("name", "place", "sentence"),
    [
        ("state_s", (0, 3, STATES.index("rack")), "time in all states = inventory x time"),
        (
            "sums",
            (0, 3, HANDED_KWH),
            STORED,
        ),
        ("charged_kwh", (0,), STORED),
        ("grid_kwh", (0, 20), "charged = efficiency x drawn"),
    ],
)
def test_amounts_are_kept_to_a_billionth(name: str, place: tuple[int, ...], sentence: str) -> None:
    cells = ran()[0]
    scale = 4 * 80_000.0 if name == "state_s" else float(cells.charged_kwh[0])
    assert changed_cells(name, place, 1e-10 * scale).ok
    violated = changed_cells(name, place, 1e-8 * scale)
    assert not violated.ok
    assert f"station Alpha: {sentence}" in violated.message


def test_energy_between_the_efficiencies_of_a_station_may_be_either() -> None:
    drawn = ran()[0].grid_kwh[1].sum()
    charged = ran()[0].charged_kwh[1]
    assert 0.9 * drawn < charged < 0.95 * drawn
    lost = changed_cells("grid_kwh", (1, 20), charged / 0.9 - drawn + 1e-3).message
    assert "station Beta: charged = efficiency x drawn" in lost


def test_a_soc_out_of_nothing() -> None:
    batteries = ran()[1]
    stored = int(np.flatnonzero(batteries["state"] >= QUEUED)[0])
    message = changed_batteries("soc", stored, batteries["soc"][stored] + 1e-6).message
    assert f"{STORED} + handed out" in message
    in_vehicle = int(np.flatnonzero(batteries["state"] == -1)[0])
    assert changed_batteries("soc", in_vehicle, 0.123).ok


def test_what_is_no_number_is_a_violation() -> None:
    balances = changed_cells("charged_kwh", (1,), np.nan)
    assert not balances.ok
    assert balances.worst == np.inf
    assert "station Beta: charged + stored at the start" in balances.message


def test_a_run_without_chargers_and_arrivals_keeps_its_balances() -> None:
    parameters = network((replace(SITE, chargers=(), gap_s=None, inventory=((),)),))
    engine = KernelEngine(parameters, 1)
    engine.advance(7200.0)
    cells = cells_from_log(pa.Table.from_batches(engine.drain(), SCHEMA), parameters, 7200.0)
    assert check(cells, engine.batteries(), engine.inside(), parameters).ok


@pytest.mark.parametrize("end_s", [1e-300, 1e-9, 1e-7, 1e-5, 1e-3, 1.0])
def test_a_moment_after_its_start_a_run_keeps_its_balances(end_s: float) -> None:
    engine = KernelEngine(PARAMETERS, 1)
    engine.advance(end_s)
    cells = cells_from_world(engine.closed_world(), end_s)
    balances = check(cells, engine.batteries(), engine.inside(), PARAMETERS, NAMES)
    assert balances.ok, balances.message


def test_a_run_that_has_not_begun_keeps_its_balances() -> None:
    engine = KernelEngine(PARAMETERS, 1)
    cells = Cells.empty(PARAMETERS, 0.0)
    balances = check(cells, engine.batteries(), engine.inside(), PARAMETERS)
    assert balances.ok
    assert balances.worst == 0.0
