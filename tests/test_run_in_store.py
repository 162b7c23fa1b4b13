"""A run in a store is the run itself: bit for bit while it goes on, or not there at all."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import voltwin
from tests.store.memory_store import MemoryStore, away_for
from tests.store.sameness import assert_same_events, assert_same_kpis
from voltwin import run_in_store, running
from voltwin.simulation import ENGINES, EngineName
from voltwin.store import outbox
from voltwin.store.interface import StoreError, StoreUnavailableError
from voltwin.store.records import Status
from voltwin.store.schema import TABLES
from voltwin_bindings import kernel_engine
from voltwin_bindings.engine import EngineError
from voltwin_bindings.event_log import SCHEMA


@pytest.fixture(autouse=True, scope="module")
def small_batches() -> Any:
    """Have the log come in several parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel_engine, "_SLAB_ROWS", 1 << 8)
        patch.setattr(outbox, "_LEAST_PAUSE_S", 1e-3)
        yield


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def small(stations: int = 2, hours: float = 6.0, seed: int = 1) -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=stations, seed=seed)
    scenario.horizon = hours * 3600.0
    return scenario


def rows_in(store: MemoryStore, run: Any) -> dict[str, int]:
    return {name: store.table(name, run).num_rows for name in TABLES}


@settings(max_examples=15)
@given(
    st.integers(1, 4),
    st.floats(0.5, 8.0),
    st.integers(0, 1000),
    st.sampled_from(ENGINES),
    st.booleans(),
)
def test_what_is_in_the_store_is_what_the_run_gave(
    stations: int, hours: float, seed: int, engine: EngineName, events: bool
) -> None:
    store = MemoryStore()
    city = small(stations, hours, seed)
    run = voltwin.run(city, seed=seed, engine=engine, events=events, store=store)
    assert run.run_id
    assert_same_kpis(store, run.run_id, run.kpis)
    assert_same_events(store, run.run_id, run.events if events else SCHEMA.empty_table())
    known = store.run(run.run_id)
    assert (known.status, known.seed, known.replications) == (Status.COMPLETED, seed, 1)
    assert known.experiment_id == known.id
    assert (known.sim_end - known.sim_start).total_seconds() == pytest.approx(run.until_s, abs=1e-6)
    assert known.compute_time_ms == pytest.approx(1e3 * run.record["times"]["simulate_s"])


def test_events_stand_in_the_store_while_the_run_goes_on(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(run: Any, folder: Path) -> None:
        store.wait_for("events/0/2")
        (known,) = store.runs()
        assert known.status is Status.RUNNING
        assert rows_in(store, known.id)["telemetry_events"] > 0
        assert store.keys == [f"events/0/{part}" for part in range(len(store.keys))]

    monkeypatch.setattr(running, "add_report", look)
    voltwin.run(small(), events=True, folder=tmp_path / "run", store=store)
    assert store.keys[-1] == "kpis/0"


def test_the_folder_is_as_without_a_store_and_says_where_the_run_is(
    store: MemoryStore, tmp_path: Path
) -> None:
    plain, stored = (
        voltwin.run(small(), events=True, folder=tmp_path / name, report=False, store=where)
        for name, where in (("plain", None), ("stored", store))
    )
    assert sorted(tmp_path.iterdir()) == [tmp_path / "plain", tmp_path / "stored"]
    for file in (tmp_path / "plain").rglob("*.parquet"):
        other = tmp_path / "stored" / file.relative_to(tmp_path / "plain")
        assert other.read_bytes() == file.read_bytes()
    assert plain.run_id is None
    assert stored.run_id == voltwin.load_run(tmp_path / "stored").run_id
    assert stored.record["stored"]["store"] == store.url


def test_the_same_again_is_another_run_of_the_same_recipe(store: MemoryStore) -> None:
    one, other = (voltwin.run(small(), store=store).run_id for _ in range(2))
    assert one
    assert other
    assert one != other
    runs = [store.run(each) for each in (one, other)]
    assert runs[0].recipe == runs[1].recipe
    assert runs[0].scenario_id == runs[1].scenario_id


@pytest.mark.parametrize("change", [{"seed": 2}, {"until": "3h"}, {"engine": "reference"}])
def test_another_recipe_has_another_digest(store: MemoryStore, change: dict[str, Any]) -> None:
    ids = [voltwin.run(small(), store=store, **how).run_id for how in ({}, change)]
    one, other = (store.run(each).recipe for each in ids if each)
    assert one != other


# --- what ends early ---


@pytest.mark.parametrize(
    ("error", "status", "why"),
    [
        (EngineError("no way"), Status.FAILED, "no way"),
        (MemoryError(), Status.FAILED, "MemoryError"),
        (KeyboardInterrupt(), Status.CANCELLED, None),
    ],
)
def test_a_run_that_ends_early_leaves_its_status_and_no_rows(
    store: MemoryStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    status: Status,
    why: str | None,
) -> None:
    def fail(run: Any, folder: Path) -> None:
        store.wait_for("events/0/0")
        raise error

    monkeypatch.setattr(running, "add_report", fail)
    with pytest.raises(type(error)):
        voltwin.run(small(), events=True, folder=tmp_path / "run", store=store)
    (known,) = store.runs()
    assert (known.status, known.error) == (status, why)
    assert set(rows_in(store, known.id).values()) == {0}
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_does_not_answer_is_refused_before_anything_begins(
    store: MemoryStore, tmp_path: Path
) -> None:
    store.away = True
    with pytest.raises(StoreUnavailableError):
        voltwin.run(small(), folder=tmp_path / "run", store=store)
    assert list(tmp_path.iterdir()) == []
    store.away = False
    assert store.runs() == []


def test_another_replication_is_no_run_of_a_store(store: MemoryStore) -> None:
    with pytest.raises(ValueError, match=r"^store: .*counted from 0; .* `replications`"):
        voltwin.run(small(), replication=1, store=store)
    assert store.runs() == []


def test_what_the_store_refuses_ends_the_run(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end_it(run: Any, folder: Path) -> None:
        (known,) = store.runs()
        store.set_status(known.id, Status.CANCELLED)

    monkeypatch.setattr(running, "add_report", end_it)
    with pytest.raises(StoreError, match="has ended"):
        voltwin.run(small(), folder=tmp_path / "run", store=store)
    assert [run.status for run in store.runs()] == [Status.CANCELLED]


# --- a store that goes away ---


@settings(max_examples=20)
@given(st.integers(0, 6), st.integers(1, 3), st.integers(0, 2))
def test_a_store_that_comes_back_has_all_of_it_once(after: int, back: int, lost: int) -> None:
    store = MemoryStore()
    store.lost_answers = lost
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write", away_for(store, after, back))
        run = voltwin.run(small(), events=True, store=store)
    assert run.run_id
    assert_same_events(store, run.run_id, run.events)
    assert_same_kpis(store, run.run_id, run.kpis)
    assert store.run(run.run_id).status is Status.COMPLETED


def test_what_a_store_that_stays_away_has_missed_waits_beside_the_results(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_in_store, "PATIENCE_S", 0.0)
    monkeypatch.setattr(store, "write", away_for(store, 2, None))
    with pytest.warns(UserWarning, match=r"wait in .*outbox.*voltwin db deliver") as warned:
        run = voltwin.run(small(), events=True, folder=tmp_path / "run", report=False, store=store)
    store.away = False
    assert run.run_id
    assert store.run(run.run_id).status is Status.RUNNING
    (place,) = tmp_path.glob("run.outbox-*")
    assert str(place) in str(warned[0].message)
    monkeypatch.undo()
    outbox.deliver(store, place, lambda left: None)
    assert store.run(run.run_id).status is Status.COMPLETED
    assert_same_events(store, run.run_id, run.events)
    assert_same_kpis(store, run.run_id, run.kpis)
