"""What every store promises about scenarios that are deleted: gone for all, or needed and there."""

import threading
from contextlib import suppress

import pytest
from tests.store.contract import CITY, a_run, begun
from tests.store.memory_store import MemoryStore

from voltwin.scenario.changes import Change
from voltwin.scenario.generate import demo_city as generated
from voltwin.store.interface import NeededError, Store, UnknownIdError
from voltwin.store.opening import open_store
from voltwin.store.uuid7 import uuid7

MORE = [Change.parse("stations[*].chargers+=1")]
NORTH = [Change.parse('stations[s001].region="North"')]
SEEN = """
SELECT s.id AS scenario, s.name, count(p.id) AS stations
FROM scenarios s LEFT JOIN stations p ON p.scenario_id = s.id
GROUP BY s.id, s.name ORDER BY s.name
"""


def seen(store: Store) -> dict[str, tuple[str, int]]:
    """Return what queries see of scenarios: id and number of stations, by name."""
    rows = store.query(SEEN).to_pylist()
    return {row["name"]: (row["scenario"], row["stations"]) for row in rows}


def refused(store: Store, scenario: object) -> str:
    """Return what is said where a scenario is not deleted, which then is there as before."""
    before = store.scenarios()
    with pytest.raises(NeededError) as caught:
        store.delete_scenario(str(scenario))
    assert store.scenarios() == before
    return str(caught.value)


@pytest.mark.parametrize("memory", [False, True])
def test_a_scenario_is_needed_by_its_children_and_runs(store: Store, memory: bool) -> None:
    store = MemoryStore() if memory else store
    root = store.add_scenario(CITY).id
    one, other = store.add_children(root, [("one", MORE), ("other", NORTH)])
    run = a_run(root)
    store.add_runs([run, a_run(one)])
    assert refused(store, root) == (
        f"scenario {root} is needed: 2 scenarios were derived from it (such as {max(one, other)}) "
        f"and 1 run is of it ({run.id}); delete these first"
    )
    assert "1 run is of it" in refused(store, one)
    store.delete_scenario(other)
    assert f"1 scenario was derived from it ({one}) and 1 run" in refused(store, root)
    with pytest.raises(UnknownIdError, match=str(other)):
        store.scenario(other)
    with pytest.raises(UnknownIdError, match=str(other)):
        store.delete_scenario(other)


@pytest.mark.parametrize("memory", [False, True])
def test_when_nothing_needs_it_any_more_it_goes(store: Store, memory: bool) -> None:
    store = MemoryStore() if memory else store
    run = begun(store)
    (child,) = store.add_children(run.scenario_id, [("child", MORE)])
    store.delete_experiment(run.id)
    store.delete_scenario(child)
    store.delete_scenario(run.scenario_id)
    assert store.scenarios() == []
    assert store.scenarios(parent=child) == []
    with pytest.raises(UnknownIdError, match=str(run.scenario_id)):
        store.add_runs([run])
    with pytest.raises(UnknownIdError, match=str(run.scenario_id)):
        store.add_children(run.scenario_id, [("again", MORE)])
    again = store.add_scenario(CITY)
    assert again.id != run.scenario_id
    assert store.scenario(again.id) == CITY


def test_queries_see_neither_it_nor_its_stations(store: Store, url: str) -> None:
    """Who has asked before and who has deleted see the same, whatever was stored since."""
    other = open_store(url)
    try:
        one = store.add_scenario(generated(stations=2), name="one").id
        two = store.add_scenario(generated(stations=3), name="two").id
        both = {"one": (str(one), 2), "two": (str(two), 3)}
        assert seen(store) == seen(other) == both
        store.delete_scenario(two)
        assert seen(store) == seen(other) == {"one": both["one"]}
        three = store.add_scenario(generated(stations=4), name="three").id
        (moved,) = store.add_children(three, [("moved", NORTH)])
        late = {"three": (str(three), 4), "moved": (str(moved), 4)}
        assert seen(store) == seen(other) == {"one": both["one"], **late}
        other.delete_scenario(moved)
        other.delete_scenario(three)
        assert seen(store) == seen(other) == {"one": both["one"]}
    finally:
        other.close()


def test_others_keep_the_stations_that_they_share(store: Store) -> None:
    root = store.add_scenario(CITY).id
    same, moved = store.add_children(root, [("same", MORE), ("moved", NORTH)])
    store.delete_scenario(same)
    store.delete_scenario(moved)
    assert {name: count for name, (_, count) in seen(store).items()} == {CITY.name: 4}


def test_who_comes_meanwhile_is_too_late_or_in_time(store: Store) -> None:
    """Of a child or a run that is added while the scenario is deleted, one of both is there."""
    for number in range(6):
        root = store.add_scenario(CITY, name=f"root {number}").id
        start = threading.Barrier(3)

        def delete(root: object = root, start: threading.Barrier = start) -> None:
            start.wait()
            with suppress(NeededError):
                store.delete_scenario(str(root))

        def add_child(root: object = root, start: threading.Barrier = start) -> None:
            start.wait()
            with suppress(UnknownIdError):
                store.add_children(str(root), [("child", MORE)])

        threads = [threading.Thread(target=one) for one in (delete, add_child)]
        for thread in threads:
            thread.start()
        start.wait()
        with suppress(UnknownIdError):
            store.add_runs([a_run(root)])
        for thread in threads:
            thread.join()
        known = {record.id for record in store.scenarios()}
        users = [*store.scenarios(parent=root), *store.runs(scenario=root)]
        assert (root in known) == bool(users)


def test_what_was_never_there_cannot_be_deleted(store: Store) -> None:
    nobody = uuid7()
    with pytest.raises(UnknownIdError, match=f"there is no scenario {nobody}"):
        store.delete_scenario(nobody)
