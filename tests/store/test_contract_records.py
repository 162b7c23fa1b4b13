"""What every store promises about scenarios and runs: kept, found again, ended once."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.store.contract import CITY, a_run, begun, begun_experiment, kpi_chunk, rows_of, write_all

from voltwin.scenario import demo_city
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.generate import demo_city as generated
from voltwin.store.interface import ABANDONED, MOST_SEED, Store, StoreError, UnknownIdError
from voltwin.store.opening import open_store
from voltwin.store.records import RunRecord, Status
from voltwin.store.uuid7 import derived, uuid7

MORE = Change.parse("stations[*].chargers+=1")
NORTH = Change.parse("stations[s001].region=North")
FINAL = [Status.COMPLETED, Status.FAILED, Status.CANCELLED]


@contextmanager
def no_patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have writers taken for dead at once."""
    with monkeypatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("voltwin.store") and hasattr(module, "LEASE_S"):
                patch.setattr(module, "LEASE_S", -1.0)
        yield


# Scenarios


def test_a_scenario_comes_back_in_full(store: Store) -> None:
    record = store.add_scenario(CITY)
    assert record.name == CITY.name
    assert record.parent_id is None
    assert record.changes == ()
    assert record.stations == len(CITY.stations)
    assert record.created_at.utcoffset() == timedelta()
    assert store.scenario_record(record.id) == record
    assert store.scenario(record.id) == CITY


def test_the_same_again_is_the_former_record(store: Store) -> None:
    record = store.add_scenario(CITY)
    assert store.add_scenario(CITY) == record
    other = store.add_scenario(CITY, name="another name")
    assert other.id != record.id
    assert other.digest == record.digest
    assert store.add_scenario(demo_city(stations=4, seed=9)).digest != record.digest
    assert len(store.scenarios()) == 3


def test_a_child_is_told_by_its_changes(store: Store) -> None:
    root = store.add_scenario(CITY)
    child_city = changed(CITY, [MORE])
    child = store.add_scenario(child_city, name="more", parent=root.id, changes=[MORE])
    grandchild_city = changed(child_city, [NORTH, MORE])
    grandchild = store.add_scenario(
        grandchild_city, name="most", parent=child.id, changes=[NORTH, MORE]
    )
    assert child.parent_id == root.id
    assert child.changes == ("stations[*].chargers+=1",)
    assert store.scenario(child.id) == child_city
    assert store.scenario(grandchild.id) == grandchild_city
    assert len({root.digest, child.digest, grandchild.digest}) == 3
    again = store.add_scenario(child_city, name="more", parent=root.id, changes=[MORE])
    assert again == child


def test_many_children_at_once(store: Store) -> None:
    root = store.add_scenario(CITY)
    wanted = [(f"variant {n}", [Change.parse(f"stations[*].chargers+={n}")]) for n in range(1, 40)]
    ids = store.add_children(root.id, wanted)
    assert len(set(ids)) == 39
    assert store.add_children(root.id, wanted[::-1]) == ids[::-1]
    assert store.scenario(ids[1]) == changed(CITY, wanted[1][1])
    record = store.scenario_record(ids[2])
    assert (record.parent_id, record.name, record.stations) == (root.id, "variant 3", 4)
    assert store.add_children(root.id, [("base", [])]) == [root.id]
    one = store.add_scenario(
        store.scenario(ids[0]), name="variant 1", parent=root.id, changes=wanted[0][1]
    )
    assert one.id == ids[0]


def test_a_child_that_nobody_built_may_be_wrong_elsewhere_but_not_in_its_stations(
    store: Store,
) -> None:
    root = store.add_scenario(CITY)
    with pytest.raises(ScenarioError, match="lat"):
        store.add_children(root.id, [("off", [Change.parse("stations[*].lat=100")])])
    assert len(store.scenarios()) == 1


def test_stations_are_where_the_nearest_ancestor_has_put_them(store: Store) -> None:
    root = store.add_scenario(CITY)
    (moved,) = store.add_children(root.id, [("moved", [NORTH])])
    (child,) = store.add_children(moved, [("more", [MORE])])
    sql = "SELECT id, name, region, lon, lat FROM stations WHERE scenario_id = $id ORDER BY id"
    own = [
        {name: getattr(station, name) for name in ("id", "name", "region", "lon", "lat")}
        for station in CITY.stations
    ]
    north = [one if one["id"] != "s001" else {**one, "region": "North"} for one in own]
    for scenario, wanted in ((root.id, own), (moved, north), (child, north)):
        assert store.query(sql, {"id": scenario}).to_pylist() == wanted


def test_scenarios_the_newest_first(store: Store) -> None:
    records = [store.add_scenario(generated(stations=n)) for n in (2, 3, 4)]
    (child,) = store.add_children(records[0].id, [("child", [MORE])])
    newest = [*reversed([*(record.id for record in records), child])]
    assert sorted(newest, reverse=True) == newest or len(set(newest)) == 4  # of one millisecond
    found = [record.id for record in store.scenarios()]
    assert found == sorted(newest, reverse=True)
    assert [record.id for record in store.scenarios(limit=2)] == found[:2]
    assert [record.id for record in store.scenarios(limit=2, before=found[1])] == found[2:]
    assert [record.id for record in store.scenarios(parent=records[0].id)] == [child]
    assert store.scenarios(parent=child) == []


def test_unknown_scenarios_are_refused(store: Store) -> None:
    nobody = uuid7()
    for ask in (
        lambda: store.scenario_record(nobody),
        lambda: store.scenario(nobody),
        lambda: store.add_children(nobody, [("x", [MORE])]),
        lambda: store.add_scenario(CITY, parent=nobody, changes=[MORE]),
        lambda: store.add_runs([a_run(nobody)]),
    ):
        with pytest.raises(UnknownIdError, match=str(nobody)):
            ask()
    assert store.scenarios() == []
    assert store.runs() == []


# Runs


def test_a_run_comes_back_as_it_was(store: Store) -> None:
    scenario = store.add_scenario(CITY).id
    run = a_run(scenario, warm_up_s=3600.0, seed=MOST_SEED, about={"a": [1, None, 0.5, "ü"]})
    store.add_runs([run])
    assert store.run(run.id) == run
    assert store.run(run.id).sim_start.utcoffset() == CITY.start.utcoffset()
    store.add_runs([replace(run, seed=2)])
    assert store.run(run.id) == run
    with pytest.raises(StoreError, match=str(MOST_SEED)):
        store.add_runs([a_run(scenario, seed=MOST_SEED + 1)])
    assert store.runs() == [run]


def test_one_unknown_scenario_and_none_of_the_runs_is_stored(store: Store) -> None:
    known = a_run(store.add_scenario(CITY).id)
    with pytest.raises(UnknownIdError):
        store.add_runs([known, a_run(uuid7())])
    assert store.runs() == []


def test_runs_that_meet_all_conditions_the_newest_first(store: Store) -> None:
    runs, lone = begun_experiment(store, 3), begun(store, recipe="other")
    newest = sorted([*(run.id for run in runs), lone.id], reverse=True)
    assert [run.id for run in store.runs()] == newest
    assert [run.id for run in store.runs(limit=2)] == newest[:2]
    assert [run.id for run in store.runs(before=newest[1])] == newest[2:]
    own = runs[0].experiment_id
    assert {run.id for run in store.runs(experiment=own)} == {run.id for run in runs}
    assert [run.id for run in store.runs(recipe="other")] == [lone.id]
    assert len(store.runs(scenario=lone.scenario_id, status=Status.RUNNING)) == 4
    assert store.runs(experiment=own, recipe="other") == []
    assert store.runs(scenario=uuid7()) == []
    store.set_status(own, Status.COMPLETED)
    assert [run.id for run in store.runs(status=Status.RUNNING)] == [lone.id]


def test_status_of_all_runs_of_an_experiment(store: Store) -> None:
    runs = begun_experiment(store, 2)
    store.set_status(runs[0].experiment_id, Status.COMPLETED, compute_time_ms=12.5, replications=7)
    for run in runs:
        wanted = replace(run, status=Status.COMPLETED, compute_time_ms=12.5, replications=7)
        assert store.run(run.id) == wanted


@pytest.mark.parametrize("first", FINAL)
@pytest.mark.parametrize("then", Status)
def test_a_final_status_stays(store: Store, first: Status, then: Status) -> None:
    run = begun(store)
    write_all(store, run)
    store.set_status(run.id, first, error="the first" if first is Status.FAILED else None)
    before, rows = store.run(run.id), rows_of(store, run)
    store.set_status(run.id, then, compute_time_ms=1.0, error="the second", replications=9)
    assert store.run(run.id) == before
    assert rows_of(store, run) == rows
    assert before.status is first
    assert before.error == ("the first" if first is Status.FAILED else None)


def test_what_is_not_told_stays_as_it_is(store: Store) -> None:
    run = begun(store)
    store.set_status(run.id, Status.RUNNING, compute_time_ms=3.0)
    store.set_status(run.id, Status.FAILED, error="why")
    assert store.run(run.id) == replace(run, status=Status.FAILED, compute_time_ms=3.0, error="why")


# Writers that are silent


def test_who_was_heard_of_is_not_abandoned(store: Store) -> None:
    run = begun(store)
    assert store.abandoned() == []
    assert store.give_up() == []
    assert store.run(run.id).status is Status.RUNNING


def test_silent_writers_are_given_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run, done = begun(store), begun(store)
    waiting = replace(a_run(run.scenario_id), about={"job": True})
    never_begun = a_run(run.scenario_id)
    store.add_runs([waiting, never_begun])
    write_all(store, run)
    store.set_status(done.id, Status.COMPLETED)
    with no_patience(monkeypatch):
        assert [one.id for one in store.abandoned()] == sorted([run.id, never_begun.id])
        assert store.about()["abandoned"] == 2
        (given_up,) = (one for one in store.give_up() if one.id == run.id)
        assert store.abandoned() == store.give_up() == []
    assert given_up == store.run(run.id)
    assert (given_up.id, given_up.status, given_up.error) == (run.id, Status.FAILED, ABANDONED)
    assert set(rows_of(store, run).values()) == {0}
    assert store.run(waiting.id).status is Status.PENDING
    assert store.run(never_begun.id).status is Status.FAILED
    assert store.run(done.id).status is Status.COMPLETED


def test_whoever_goes_on_begins_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begun(store)
    assert store.write(kpi_chunk(run))
    with no_patience(monkeypatch):
        store.give_up()
    store.add_runs([run])
    assert store.run(run.id) == replace(run, status=Status.PENDING)
    store.set_status(run.id, Status.RUNNING)
    assert store.abandoned() == []
    assert store.write(kpi_chunk(run))
    assert store.replications(run.id) == [0]


def test_who_failed_otherwise_stays_failed(store: Store) -> None:
    run = begun(store)
    store.set_status(run.id, Status.FAILED, error="no power")
    store.add_runs([run])
    assert store.run(run.id).status is Status.FAILED


def test_adding_runs_gives_up_others(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = begun(store)
    later = replace(a_run(silent.scenario_id), about={"job": True})
    with no_patience(monkeypatch):
        store.add_runs([later])
    assert store.run(silent.id).status is Status.FAILED
    assert store.run(later.id).status is Status.PENDING


# The store itself


def test_all_is_there_after_opening_again(store: Store, url: str) -> None:
    run = begun(store)
    write_all(store, run)
    rows = rows_of(store, run)
    store.close()
    again = open_store(url)
    again.check()
    assert again.upgrade() == []
    assert again.run(run.id) == run
    assert rows_of(again, run) == rows
    assert again.scenario(run.scenario_id) == CITY
    again.close()


def test_a_store_tells_what_it_is(store: Store) -> None:
    run = begun(store)
    about = store.about()
    assert about["runs"] == {str(one): int(one is Status.RUNNING) for one in Status}
    assert about["scenarios"] == 1
    assert about["abandoned"] == 0
    assert about["bytes"] > 0
    assert about["kind"]
    assert about["versions"]
    assert about["schema_version"]
    assert isinstance(run, RunRecord)


def test_identities_of_variants_are_known_to_all(store: Store) -> None:
    runs = begun_experiment(store, 2)
    found = {run.variant: run.id for run in store.runs(experiment=runs[0].experiment_id)}
    assert found == {n: derived(runs[0].experiment_id, n) for n in range(2)}
