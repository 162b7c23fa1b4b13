"""The energy in the vehicles of a fleet: nothing of it appears or vanishes."""

from dataclasses import replace

import pytest
from tests.scenario.fleet.towns import town

import voltwin
from voltwin.kpis.balances import TOLERANCE, check
from voltwin.simulation import ENGINES, EngineName
from voltwin_bindings.engine import BatteryColumns
from voltwin_core.fleet.cells import BEGUN_KWH, DRIVEN_KWH, FLEET_SUMS, TOWED_KWH

BUSY = {"fleet__classes__0__trips_per_day": 60, "fleet__classes__0__kwh_per_km": 0.6}
STRANDING = {"fleet__classes__0__initial_soc": 0.11, "fleet__classes__0__tow": "1h"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("changes", [BUSY, STRANDING, {**BUSY, **STRANDING}])
@pytest.mark.parametrize("until", ["1min", "5h", "1d"])
def test_it_balances_at_any_time(
    engine: EngineName, changes: dict[str, object], until: str
) -> None:
    simulation = voltwin.Simulation(town(**changes), engine=engine)
    simulation.advance(until)
    balances = simulation.balances()
    assert balances.message == ""
    assert balances.worst < TOLERANCE
    assert balances.balances[-1].of_fleet
    assert balances.balances[-1].left[0] > 1.0  # there is energy to be balanced


def test_vehicles_begin_with_their_soc() -> None:
    simulation = voltwin.Simulation(town(fleet__classes__0__initial_soc=0.5))
    simulation.advance("1s")
    begun = simulation.cells().fleet_sums[:, :, BEGUN_KWH].sum()
    assert begun == pytest.approx(6 * 0.5 * 40.0, rel=1e-12)


def test_a_tow_charges_to_full() -> None:
    """From the zone in the middle each station is 4.2 km away, 8.4 kWh, and 4 kWh are left: all six
    strand at their first departure, and an hour later stand at home with full batteries."""
    scenario = town(
        fleet__classes__0__initial_soc=0.1,
        fleet__classes__0__kwh_per_km=2,
        fleet__classes__0__trips_per_day=2000,
        fleet__classes__0__tow="1h",
        fleet__zones__0__homes=0,
        fleet__zones__2__homes=0,
        horizon="90min",
    )
    fleet = voltwin.Simulation(scenario).run().fleet.to_pylist()[0]
    full_soc = scenario.battery_types[0].full_soc
    assert (fleet["stranded"], fleet["towed"]) == (6, 6)
    assert fleet["towed_kwh"] == pytest.approx(6 * (full_soc - 0.1) * 40.0, rel=1e-12)


@pytest.mark.parametrize("column", [DRIVEN_KWH, TOWED_KWH, BEGUN_KWH])
def test_a_billionth_that_is_missing_is_seen(column: int) -> None:
    simulation = voltwin.Simulation(town(**BUSY))
    simulation.advance("1d")
    cells, engine = simulation.cells(), simulation._engine
    scale = simulation.balances().balances[-1].scale[0]
    sums = cells.fleet_sums.copy()
    sums[0, 3, column] += 1e-8 * scale
    others = engine.batteries(), engine.inside(), simulation.parameters
    message = check(replace(cells, fleet_sums=sums), *others).message
    assert message.startswith("fleet: in vehicles at the start + handed out + towed + observed")
    assert len(FLEET_SUMS) == sums.shape[2]
    emptied = BatteryColumns(others[0], soc=others[0]["soc"] * 0.999)
    assert "fleet: " in check(cells, emptied, *others[1:]).message
