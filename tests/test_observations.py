"""What follows from observations and outages where vehicles choose, on either engine."""

from typing import Any

import pytest

import voltwin
from voltwin.scenario.files import scenario_of
from voltwin.simulation import ENGINES, EngineName, Simulation

TYPE = {"id": "a", "capacity_kwh": 40, "charge_curve": {"power_kw": 80, "knee_soc": 0.8}}
NEAR = {"id": "near", "lon": 10.0, "lat": 53.0, "chargers": {"count": 4, "power_kw": 60}}
FAR = {"id": "far", "lon": 10.03, "lat": 53.0, "chargers": {"count": 8, "power_kw": 60}}


def town(*interventions: dict[str, Any], batteries: int = 8, choice: str = "least_time") -> Any:
    """Return twenty vehicles and two stations, the near one with some batteries."""
    cars = {"id": "v", "count": 20, "trips_per_day": 40, "choice": choice, "considers": 2}
    cars["initial_soc"] = {"kind": "uniform", "low": 0.2, "high": 0.5}
    zones = [{"id": "z0", "lon": 10, "lat": 53}, {"id": "z1", "lon": 10.05, "lat": 53}]
    usual = {"policy": "wait", "patience": "2h"}
    return scenario_of(
        {
            "horizon": "12h",
            "battery_types": [TYPE],
            "fleet": {"classes": [cars], "zones": zones},
            "stations": [
                {**NEAR, **usual, "batteries": batteries},
                {**FAR, **usual, "batteries": 16, "bays": 2},
            ],
            "interventions": interventions,
        }
    )


def driven_to(scenario: voltwin.Scenario, engine: EngineName) -> dict[int, int]:
    """Return how many drives lead to each station."""
    simulation = Simulation(scenario, engine=engine)
    simulation.run()
    log = simulation.events().to_pandas()
    return dict(log[log.kind == "to_station"].station.value_counts())


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_expects_to_be_served_where_all_bays_are_out(engine: EngineName) -> None:
    out = {"kind": "bay_out", "station": "near", "bay": "all", "at": 0}
    assert driven_to(town(), engine)[0] > 0
    assert set(driven_to(town(out), engine)) == {1}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_station_is_sought_from_when_it_has_batteries(engine: EngineName) -> None:
    assert set(driven_to(town(batteries=0, choice="nearest"), engine)) == {1}
    seen = {"kind": "observation", "station": "near", "ready": 8, "at": 0}
    assert driven_to(town(seen, batteries=0, choice="nearest"), engine)[0] > 0


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("ready", [4, 8])
def test_what_was_seen_on_chargers_stays_there(engine: EngineName, ready: int) -> None:
    """Whatever follows from the other counts."""
    simulation = Simulation(town(), engine=engine)
    simulation.advance("6h")
    simulation.events()
    chargers = {0: 0.5, 2: 0.25}
    simulation.intervene(
        {"kind": "observation", "station": "near", "ready": ready, "chargers": chargers}
    )
    simulation.advance(6 * 3600.0 + 1e-6)
    log = simulation.events().to_pandas()
    own = log[(log.station == 0) & log.charger.isin(list(chargers))]
    assert "battery_unseen" not in set(own.kind)
    assert dict(zip(own.charger, own.soc, strict=True)) == chargers  # the last row of each
    simulation.check_balances()
