"""Runs in memory: tables by name, data frames by one call."""

from functools import cache

import pytest

import voltwin


@cache
def run() -> voltwin.Run:
    scenario = voltwin.demo_city(stations=3, seed=2)
    return voltwin.run(scenario, seed=4, until="1d", events=True)


def test_a_run_is_what_a_simulation_gives() -> None:
    simulation = voltwin.Simulation(voltwin.demo_city(stations=3, seed=2), seed=4)
    kpis = simulation.run("1d")
    assert run().kpis.total.equals(kpis.total)
    assert run().events.num_rows == simulation.events().num_rows == run().record["log_rows"]
    assert run().record["total"] == kpis.total.to_pylist()[0]


def test_the_reference_gives_the_same_run() -> None:
    slow = voltwin.run(run().scenario, seed=4, until="2h", engine="reference", events=True)
    fast = voltwin.run(run().scenario, seed=4, until="2h", engine="kernel", events=True)
    assert slow.events.num_rows == fast.events.num_rows > 100
    assert slow.record["engine"] == "reference"


@pytest.mark.parametrize("name", ["total", "by_station", "waits", "events"])
def test_a_table_is_a_data_frame_by_one_call(name: str) -> None:
    table = run().table(name)
    assert list(run().pandas(name).columns) == table.column_names
    assert len(run().pandas(name)) == table.num_rows
    assert run().polars(name).shape == (table.num_rows, table.num_columns)


def test_pandas_and_polars_hold_the_numbers_of_the_table() -> None:
    lost = run().kpis.by_station["lost"].to_pylist()
    assert run().pandas("by_station")["lost"].tolist() == lost
    assert run().polars("by_station")["lost"].to_list() == lost


def test_an_unknown_table_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="'by_day' is no table of a run; there are: total, "):
        run().pandas("by_day")


def test_the_histogram_of_waits_holds_every_vehicle_served() -> None:
    waits, total = run().kpis.waits, run().kpis.total.to_pylist()[0]
    vehicles = waits["vehicles"].to_numpy()
    assert vehicles.sum() == total["swaps"]
    assert vehicles.min() > 0
    first = waits.to_pylist()[0]
    assert (first["from_s"], first["to_s"]) == (0.0, 0.0)
    up_to = vehicles.cumsum()
    row = waits.to_pylist()[int((up_to >= 0.95 * total["swaps"]).argmax())]
    assert row["from_s"] <= total["wait_p95_s"] < row["to_s"]


def test_runs_scenarios_and_kpis_show_themselves() -> None:
    assert repr(run()).startswith("<Run of 'demo city': 1d, seed 4; tables total, by_region, ")
    assert repr(run().scenario) == (
        "<Scenario 'demo city': stations 3, horizon 1w, start 2026-01-05T00:00:00+01:00>"
    )


def test_what_cannot_be_run_is_refused_before_anything_happens() -> None:
    with pytest.raises(ValueError, match="engine: 'fast' is not one of kernel, reference"):
        voltwin.run(run().scenario, engine="fast")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="must be"):
        voltwin.run(run().scenario, until="soon")


def test_until_lies_within_the_run() -> None:
    with pytest.raises(ValueError, match=r"^until: 9w must be at least 1s and at most .*, 1w$"):
        voltwin.run(run().scenario, until="9w")
    for too_early in ("0.0000001s", 1e-300, 0.999):
        with pytest.raises(ValueError, match=r"^until: .* must be at least 1s and at most .*, 1w$"):
            voltwin.run(run().scenario, until=too_early)
    assert voltwin.run(run().scenario, until=1.0).until_s == 1.0


def test_flags_are_true_or_false() -> None:
    with pytest.raises(TypeError, match="events: 'yes' is neither True nor False"):
        voltwin.run(run().scenario, events="yes")  # type: ignore[arg-type]


def test_a_station_is_explained_by_id_or_name() -> None:
    station = run().scenario.stations[1]
    alone = run().explain(station.id).table
    assert alone["station"].to_pylist() == [station.id]
    assert run().explain(station.name).table.equals(alone)
    assert run().explain([station.name]).table.equals(alone)


def test_every_column_of_every_table_is_in_the_dictionary() -> None:
    known = {(row["of"], row["name"]) for row in run().columns.to_pylist()}
    assert all(row["meaning"] for row in run().columns.to_pylist())
    for name in run().tables:
        of = name if name in ("explanation", "events") else "kpis"
        of_columns = ("name", "unit", "meaning") if name == "columns" else ()
        missing = {
            (of, column)
            for column in run().table(name).column_names
            if column not in of_columns and (of, column) not in known
        }
        assert missing == set()


def test_a_run_keeps_the_scenario_that_it_ran() -> None:
    city = voltwin.demo_city(stations=2, seed=2)
    done = voltwin.run(city, until="6h")
    city.stations[0].bays += 5
    assert done.scenario.stations[0].bays == city.stations[0].bays - 5
