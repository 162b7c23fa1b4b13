"""Constructed stations: what binds, and what each next unit brings, by hand."""

from typing import Any

import pytest
from tests.explain.constructed import (
    ARRIVALS,
    FEW_BATTERIES,
    FEW_BAYS,
    FEW_CHARGERS,
    HALF_A_DAY,
    SLOW_BAY,
    TIGHT_GRID,
    TWO_AT_ONCE,
    TYPE,
    chargers,
    explained,
    scenario,
    station,
)

import voltwin
from voltwin.explain import OtherNumbersError, explain
from voltwin.explain import explaining as explaining_module


@pytest.mark.parametrize(
    ("bottleneck", "binds", "lost", "saved"),
    [
        (FEW_CHARGERS, "chargers", 33, {"charger": 33, "battery": 1, "bay": 0}),
        (FEW_BATTERIES, "batteries", 47, {"charger": 0, "battery": 47, "bay": 0}),
        (FEW_BAYS, "bays", 47, {"charger": 0, "battery": 0, "bay": 47}),
        (TIGHT_GRID, "grid", 33, {"charger": 0, "battery": 1, "bay": 0, "grid": 33}),
        (HALF_A_DAY, "hours", 47, {"charger": 0, "battery": 0, "bay": 0, "hour": 4}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_binds_is_what_was_made_scarce(
    bottleneck: dict[str, Any], binds: str, lost: int, saved: dict[str, int]
) -> None:
    (row,) = explained(bottleneck).rows
    assert row["trouble"] == "loses"
    assert row["binds"] == binds
    assert (row["arrivals"], row["lost"]) == (ARRIVALS, lost)
    levers = ("charger", "battery", "bay", "grid", "hour")
    assert {lever: row[f"{lever}_saved"] for lever in levers} == {**dict.fromkeys(levers), **saved}


def test_two_that_help_only_together_are_named_together() -> None:
    (row,) = explained(TWO_AT_ONCE).rows
    assert row["binds"] == "chargers and grid"
    assert [row[f"{lever}_saved"] for lever in ("charger", "grid", "battery")] == [0, 0, 1]
    assert (row["pair"], row["pair_saved"]) == ("charger and grid", 33)


def test_a_pair_is_not_named_where_one_alone_helps() -> None:
    (row,) = explained(FEW_CHARGERS).rows
    assert (row["pair"], row["pair_saved"]) == (None, None)


def test_a_station_that_only_delays_is_explained_by_its_waits() -> None:
    (row,) = explained(SLOW_BAY).rows
    assert row["trouble"] == "delays"
    assert row["binds"] == "bays"
    assert (row["lost"], row["late"], row["wait_mean_s"]) == (0, 20, 420.0)
    assert (row["bay_saved"], row["bay_in_time"], row["bay_wait_s"]) == (0, 20, -420.0)
    assert (row["charger_in_time"], row["charger_wait_s"]) == (0, 0.0)


@pytest.mark.parametrize(
    ("fields", "swaps", "binds"),
    [
        # Six ready ones are handed out, and no battery is charged.
        ({"chargers": 0, "batteries": 6}, 6, "chargers"),
        ({"grid_limit_kw": 0, "batteries": 6}, 6, "grid"),
        # One swap from 00:15 to 12:15, the next one to 00:15.
        ({"bays": 1, "swap_time": 12 * 3600.0}, 1, "bays"),
    ],
    ids=str,
)
def test_a_station_that_lets_nobody_go_delays(
    fields: dict[str, Any], swaps: int, binds: str
) -> None:
    waits = {"policy": "wait", "queue_places": "unlimited", "ring": 400}
    row = explained(station("stuck", **waits, **fields), station("usual")).station("stuck")
    bays = fields.get("bays", 3)
    overdue = 91 - swaps - bays  # of those who came before 23:00, less those in bays
    assert (row["trouble"], row["binds"]) == ("delays", binds)
    assert (row["lost"], row["overdue"], row["late"]) == (0, overdue, overdue)
    assert f"at least {overdue} of 95 wait longer than 5 min" in row["sentence"]
    assert "all" not in row["sentence"]


def test_where_most_wait_an_hour_is_worse_than_where_a_handful_is_lost() -> None:
    few = {
        **station("few", trace=[100.0, 100.0, 100.0, 100.0, *(3600.0 * h for h in range(1, 20))]),
        "gap": None,
    }
    explanation = explained(few, {**SLOW_BAY, "id": "slow"})
    assert [(row["station"], row["trouble"]) for row in explanation.worst] == [
        ("slow", "delays"),
        ("few", "loses"),
    ]
    assert explanation.binding == {"bays": 1, "unclear": 1}
    assert explanation.summary.startswith(
        "2 of 2 stations lose or delay vehicles. What binds: bays at 1, unclear at 1."
    )


def test_a_station_that_loses_for_batteries_is_not_told_of_the_waits_at_its_bay() -> None:
    """In the morning five at a time wait for the only bay, in the evening the chargers are few."""
    morning = [3600.0 * 6 + 1800.0 * i + j for i in range(12) for j in range(5)]
    evening = [3600.0 * 18 + 240.0 * i for i in range(60)]
    both = station(bays=1, swap_time=180.0, queue_places=8, batteries=12, chargers=chargers(3))
    (row,) = explained({**both, "gap": None, "trace": morning + evening}).rows
    assert row["trouble"] == "loses"
    assert row["binds"] == "chargers"
    assert row["ready"] < 1.0  # in the evening; in the morning there are some
    assert f"and {row['late']} of" in row["sentence"]


def test_a_station_that_is_fine_says_so_and_has_no_levers() -> None:
    explanation = explained(station("enough"))
    (row,) = explanation.rows
    assert (row["trouble"], row["binds"], row["charger_saved"]) == (None, None, None)
    assert row["sentence"] == "enough is fine: it loses none, and serves all within 5 min."
    assert explanation.worst == []


def test_a_station_without_chargers_would_get_the_usual_one() -> None:
    without = station("without", chargers=0, batteries=6)
    row = explained(without, station("usual")).station("without")
    assert (row["binds"], row["lost"]) == ("chargers", ARRIVALS - 6)
    assert row["charger_saved"] == 62 - 6  # as many as FEW_CHARGERS serves
    assert row["grid_saved"] is None
    assert "it has no charger;" in row["sentence"]


def test_a_pair_tells_the_power_that_its_grid_limit_is_raised_by() -> None:
    without = station("without", chargers=0, batteries=6, grid_limit_kw=10.0)
    row = explained(without, station("usual")).station("without")
    assert (row["binds"], row["grid_saved"], row["grid_kw"]) == ("chargers and grid", None, None)
    assert (row["pair_saved"], row["pair_grid_kw"]) == (62 - 6, 80.0)
    assert (
        "and its grid limit allows no more; one more charger with 80 kW more from the grid would"
        in row["sentence"]
    )


@pytest.mark.parametrize("limit_kw", [0.0, 50.0])
def test_a_limit_that_lets_no_charger_start_binds(limit_kw: float) -> None:
    (row,) = explained(station(grid_limit_kw=limit_kw, batteries=6)).rows
    # None of 80 kW may start: six are served. With 80 kW more one works, as in FEW_CHARGERS.
    assert (row["binds"], row["lost"], row["grid_saved"]) == ("grid", ARRIVALS - 6, 62 - 6)
    assert row["charger_saved"] == 0
    assert "its grid limit binds, keeping 6.0 batteries from charging" in row["sentence"]


def test_where_chargers_and_batteries_take_more_than_one_lever_the_idle_ones_name_the_grid() -> (
    None
):
    """A vehicle a minute: 80 kW more are far from enough, so that the numbers decide."""
    (row,) = explained(station(grid_limit_kw=50.0, chargers=chargers(2), gap=60.0)).rows
    assert row["lost"] == 24 * 60 - 1 - 20
    assert row["binds"] == "grid"


def test_a_limit_above_the_power_of_all_chargers_binds_nothing() -> None:
    row, free = (
        explained({**FEW_CHARGERS, "grid_limit_kw": limit_kw}).rows[0]
        for limit_kw in (80.0, "unlimited")
    )
    assert row["held_by_grid"] == 0.0
    assert (row["binds"], free["binds"]) == ("chargers and grid", "chargers")


def test_a_battery_is_of_the_type_that_helps_most() -> None:
    types = [{**TYPE, "id": "long"}, {**TYPE, "id": "short"}]
    mixed = station(batteries={"long": 1, "short": 20}, battery_mix={"long": 3, "short": 1})
    (row,) = explained(mixed, battery_types=types).rows
    assert (row["binds"], row["battery_type"]) == ("batteries", "long")
    richer = scenario({**mixed, "batteries": {"long": 2, "short": 20}}, battery_types=types)
    after = voltwin.run(richer).kpis.by_station.to_pylist()[0]
    assert row["battery_saved"] == row["lost"] - after["lost"] > 0


def test_the_reference_engine_is_explained_the_same() -> None:
    random = {**FEW_CHARGERS, "gap": {"kind": "exponential", "mean": 900.0}}
    run = voltwin.run(scenario(random), seed=3, engine="reference")
    (row,) = run.explain().rows
    richer = scenario({**random, "chargers": chargers(2)})
    after = voltwin.run(richer, seed=3, engine="reference").kpis.by_station.to_pylist()[0]
    before = run.kpis.by_station.to_pylist()[0]
    assert row["charger_saved"] == before["lost"] - after["lost"] > 0
    assert row["charger_in_time"] == after["within_target"] - before["within_target"] > 0


def test_the_warm_up_is_left_out_and_the_run_ends_where_it_ended() -> None:
    city = scenario(FEW_CHARGERS, warm_up="6h")
    run = voltwin.run(city, until="20h")
    (row,) = run.explain().rows
    # Vehicles from 06:00 to 19:45: 56. Ready by 05:45 are 13 (and 6), by 19:45 46: 33 of 56 served.
    assert (row["arrivals"], row["lost"], row["charger_saved"]) == (56, 23, 23)


def test_stations_are_explained_alone_as_among_others() -> None:
    few = {**FEW_CHARGERS, "id": "few"}
    run = voltwin.run(scenario(station("before"), few, {**FEW_BAYS, "id": "slow"}))
    alone = run.explain(["few"])
    assert alone.table.equals(run.explain().table.slice(1, 1))


def test_a_run_that_has_not_left_its_warm_up_is_not_blamed() -> None:
    run = voltwin.run(scenario(FEW_CHARGERS, warm_up="6h"), until="1h")
    (row,) = run.explain().rows
    assert row["trouble"] is None
    assert "was not observed" in row["sentence"]


def test_of_too_many_the_worst_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining_module, "MOST_STATIONS", 1)
    explanation = explained({**FEW_CHARGERS, "id": "33"}, {**FEW_BAYS, "id": "47"})
    assert explanation.left_out == 1
    assert explanation.station("33")["sentence"] is None
    assert explanation.station("33")["trouble"] == "loses"
    assert explanation.station("47")["binds"] == "bays"


def test_progress_ends_at_one() -> None:
    told: list[float] = []
    voltwin.run(scenario(TWO_AT_ONCE)).explain(progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def _tables(run: voltwin.Run) -> dict[str, Any]:
    return {
        "by_station": run.kpis.by_station,
        "by_station_hour": run.kpis.by_station_hour,
        "replication": run.replication,
        "until_s": run.until_s,
    }


def test_tables_of_another_run_are_refused() -> None:
    random = {**FEW_CHARGERS, "gap": {"kind": "exponential", "mean": 900.0}}
    run = voltwin.run(scenario(random), seed=1)
    with pytest.raises(OtherNumbersError, match=r"simulated again gives .* lost instead of"):
        explain(run.scenario, seed=2, **_tables(run))
    with pytest.raises(OtherNumbersError, match="stations are not those of the scenario"):
        explain(scenario({**random, "id": "other"}), seed=1, **_tables(run))
    short = {**_tables(run), "by_station_hour": run.kpis.by_station_hour.drop_columns(["lost"])}
    with pytest.raises(OtherNumbersError, match="by_station_hour: has no lost"):
        explain(run.scenario, seed=1, **short)


def test_an_unknown_station_is_refused_with_the_nearest_name() -> None:
    run = voltwin.run(scenario(FEW_CHARGERS))
    with pytest.raises(ValueError, match='"staton" is no station; did you mean "station"'):
        run.explain(["staton"])


def test_chargers_bind_at_several_stations_and_the_summary_counts_them() -> None:
    few = [{**FEW_CHARGERS, "id": name} for name in "ab"]
    explanation = explained(*few, {**FEW_BAYS, "id": "c"}, station("fine", chargers=chargers(9)))
    assert explanation.binding == {"chargers": 2, "bays": 1}
    assert [(unit.station, unit.lever, unit.saved) for unit in explanation.best_units(2)] == [
        ("c", "bay", 47),
        ("a", "charger", 33),
    ]
    assert [row["station"] for row in explanation.worst] == ["c", "a", "b"]


def test_one_charger_keeps_one_battery_going() -> None:
    alone = station(chargers=0, batteries=1)
    (row,) = explained(alone, station("usual")).rows[:1]
    # Without a charger a battery serves once; with one it serves as in FEW_BATTERIES, 48 of 95.
    assert (row["lost"], row["charger_saved"], row["battery_saved"]) == (94, 47, 1)


def test_levers_of_stations_with_few_in_trouble_are_tried_when_they_are_asked_for() -> None:
    run = voltwin.run(voltwin.demo_city(stations=50, seed=7), seed=1)
    few = [row for row in run.explain().worst if row["lost"] + row["late"] < 5]
    assert few
    for row in few[:3]:
        assert row["bay_saved"] is None
        assert row["sentence"].endswith("what would help is tried when it is asked for.")
        alone = run.explain(row["station"]).rows[0]
        assert alone["bay_saved"] is not None
        assert alone["binds"] is not None
    assert all(row["bay_saved"] is not None for row in run.explain().worst if row["lost"] >= 5)
