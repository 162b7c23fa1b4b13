"""The tiles of a report say what is bad, of visits where a vehicle may come several times."""

from tests.report.runs import run_of
from tests.scenario.fleet.towns import town

import voltwin
from voltwin.report.tiles import tiles


def test_of_a_fleet_that_makes_no_trip_all_cancelled_trips_are_told() -> None:
    """Zones 4 km apart and more, at 5 kWh/km; 10 kWh, of which 1 stays, drive 1.8 km."""
    scenario = town(
        fleet__classes__0__kwh_per_km=5, battery_types__0__capacity_kwh=10, horizon="6h"
    )
    run = voltwin.run(scenario)
    fleet = run.kpis.fleet.to_pylist()[0]
    assert fleet["trips"] == 0
    (tile,) = (tile for tile in tiles(run) if tile.label == "trips cancelled")
    assert tile.value == "100.0 %"
    assert tile.beside == f"{fleet['trips_cancelled']}; none stranded"
    assert tile.is_bad


def test_where_vehicles_are_diverted_shares_are_of_visits() -> None:
    diverting, plain = (
        {tile.label: tile for tile in tiles(run_of(name))} for name in ("diverting", "money")
    )
    assert diverting["lost"].beside.endswith(" visits")
    assert plain["lost"].beside.endswith(" arrivals")
