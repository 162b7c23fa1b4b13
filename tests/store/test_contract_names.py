"""What every store promises about ids, states and its own end: texts do, and all answer alike."""

from collections.abc import Callable

import pytest
from tests.store.contract import CITY, a_run, assert_same_log, begun, log_of, whole_log, write_all

from voltwin.scenario.changes import Change
from voltwin.store.ids import id_of, status_of
from voltwin.store.interface import Store, StoreError, StoreUnavailableError, UnknownIdError
from voltwin.store.records import RunRecord, Status
from voltwin.store.schema import EVENTS, TOTALS
from voltwin.store.uuid7 import uuid7

ASKED: dict[str, Callable[[Store, str], object]] = {
    "run": lambda store, one: store.run(one),
    "runs of a scenario": lambda store, one: store.runs(scenario=one),
    "runs of an experiment": lambda store, one: store.runs(experiment=one),
    "runs before": lambda store, one: store.runs(before=one),
    "set_status": lambda store, one: store.set_status(one, Status.RUNNING),
    "delete_experiment": lambda store, one: store.delete_experiment(one),
    "replications": lambda store, one: store.replications(one),
    "table": lambda store, one: store.table(TOTALS.name, one),
    "events": lambda store, one: store.events(one),
    "scenario_record": lambda store, one: store.scenario_record(one),
    "scenario": lambda store, one: store.scenario(one),
    "delete_scenario": lambda store, one: store.delete_scenario(one),
    "scenarios of a parent": lambda store, one: store.scenarios(parent=one),
    "scenarios before": lambda store, one: store.scenarios(before=one),
    "add_scenario": lambda store, one: store.add_scenario(CITY, parent=one),
    "add_children": lambda store, one: store.add_children(one, []),
}
LISTS = {name for name in ASKED if " " in name}


@pytest.mark.parametrize("asked", ASKED)
def test_a_text_that_is_no_id_is_unknown_everywhere(store: Store, asked: str) -> None:
    with pytest.raises(UnknownIdError, match='"abc"'):
        ASKED[asked](store, "abc")


@pytest.mark.parametrize("asked", sorted(ASKED.keys() - LISTS))
def test_the_id_of_nothing_is_unknown_at_once(store: Store, asked: str) -> None:
    nobody = str(uuid7())
    with pytest.raises(UnknownIdError, match=nobody):
        ASKED[asked](store, nobody)


@pytest.mark.parametrize("asked", sorted(LISTS - {"runs before", "scenarios before"}))
def test_there_is_nothing_of_what_is_unknown(store: Store, asked: str) -> None:
    begun(store)
    assert ASKED[asked](store, str(uuid7())) == []


def test_ids_are_given_as_texts_too(store: Store) -> None:
    run = begun(store)
    write_all(store, run)
    text, scenario = str(run.id), str(run.scenario_id)
    assert store.run(text) == run
    assert store.runs(scenario=scenario, experiment=text) == [run]
    assert store.runs(before=text) == []
    assert store.replications(text) == [0]
    assert store.table(TOTALS.name, text) == store.table(TOTALS.name, run.id)
    assert_same_log(log_of(store, run), whole_log())
    assert sum(batch.num_rows for batch in store.events(text)) == whole_log().num_rows
    assert store.scenario(scenario) == CITY
    assert store.scenario_record(scenario).id == run.scenario_id
    (child,) = store.add_children(scenario, [("same", [])])
    assert (child, store.scenarios(parent=scenario)) == (run.scenario_id, [])
    store.set_status(text, "COMPLETED")
    assert store.run(text).status is Status.COMPLETED
    store.delete_experiment(text)
    assert store.runs() == []


def test_a_status_is_given_as_text_too(store: Store) -> None:
    run = begun(store)
    assert store.runs(status="RUNNING") == store.runs(status=Status.RUNNING) == [run]
    assert store.runs(status="COMPLETED") == []
    for ask in (lambda: store.runs(status="DONE"), lambda: store.set_status(run.id, "DONE")):
        with pytest.raises(StoreError, match='no status "DONE"'):
            ask()


def test_scenarios_are_named_many_at_once(store: Store) -> None:
    city = store.add_scenario(CITY).id
    [child] = store.add_children(city, [("one more", [Change.parse("stations[*].chargers += 1")])])
    assert store.scenario_names([city, str(child), uuid7()]) == {city: CITY.name, child: "one more"}
    assert store.scenario_names([]) == {}


@pytest.mark.parametrize("limit", [0, -1])
def test_none_are_listed_where_none_are_wanted(store: Store, limit: int) -> None:
    begun(store)
    assert store.runs(limit=limit) == []
    assert store.scenarios(limit=limit) == []


def after_the_end(run: RunRecord) -> dict[str, Callable[[Store], object]]:
    return {
        "check": lambda store: store.check(),
        "about": lambda store: store.about(),
        "run": lambda store: store.run(run.id),
        "runs": lambda store: store.runs(),
        "add_scenario": lambda store: store.add_scenario(CITY),
        "add_runs": lambda store: store.add_runs([a_run(run.scenario_id)]),
        "set_status": lambda store: store.set_status(run.id, Status.COMPLETED),
        "table": lambda store: store.table(EVENTS.name, run.id),
        "events": lambda store: list(store.events(run.id)),
        "query": lambda store: store.query("SELECT 1 AS x"),
    }


def test_a_store_that_is_closed_says_so(store: Store) -> None:
    run = begun(store)
    store.query("SELECT 1 AS x")
    store.close()
    for ask in after_the_end(run).values():
        with pytest.raises(StoreError, match="the store is closed") as caught:
            ask(store)
        assert not isinstance(caught.value, StoreUnavailableError)
    store.close()  # once more changes nothing


def test_ids_and_states_in_words() -> None:
    one = uuid7()
    assert id_of(str(one)) == id_of(one) == one
    with pytest.raises(UnknownIdError, match=r'"".*an id is written as in 0000'):
        id_of("")
    with pytest.raises(StoreError, match=r'"COMPLETE".*COMPLETED'):
        status_of("COMPLETE")
