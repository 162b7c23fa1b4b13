"""A run in a store is the run itself: bit for bit while it goes on, or not there at all."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.memory_store import MemoryStore, away_for
from tests.store.sameness import assert_same_events, assert_same_kpis

import voltwin
from voltwin import run_in_store, running
from voltwin.late_delivery import deliver_run
from voltwin.simulation import ENGINES, EngineName
from voltwin.store.interface import (
    ABANDONED,
    StoreError,
    StoreUnavailableError,
    UnknownIdError,
)
from voltwin.store.outbox import outbox
from voltwin.store.outbox.delivering import deliver
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


def test_who_ends_a_run_in_the_store_does_not_take_its_results(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end_it(run: Any, folder: Path) -> None:
        (known,) = store.runs()
        store.set_status(known.id, Status.CANCELLED)

    monkeypatch.setattr(running, "add_report", end_it)
    with pytest.warns(UserWarning, match=r"ended run .* as CANCELLED .* run it once more"):
        run = voltwin.run(small(), folder=tmp_path / "run", store=store)
    assert [run.status for run in store.runs()] == [Status.CANCELLED]
    assert list(tmp_path.iterdir()) == [tmp_path / "run"]
    assert voltwin.load_run(tmp_path / "run").kpis.total == run.kpis.total
    with pytest.raises(StoreError, match=r"has ended as CANCELLED .* run it once more"):
        deliver_run(store, tmp_path / "run", lambda left: None)


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
    with pytest.warns(UserWarning, match=r"(?s)wait for .*outbox.*voltwin db deliver") as warned:
        run = voltwin.run(small(), events=True, folder=tmp_path / "run", report=False, store=store)
    store.away = False
    assert run.run_id
    assert store.run(run.run_id).status is Status.RUNNING
    (place,) = tmp_path.glob("run.outbox-*")
    assert str(place) in str(warned[0].message)
    monkeypatch.undo()
    deliver(store, place, lambda left: None)
    assert store.run(run.run_id).status is Status.COMPLETED
    assert_same_events(store, run.run_id, run.events)
    assert_same_kpis(store, run.run_id, run.kpis)


def nobody(left: int) -> None:
    """Be told nothing."""


def assert_whole(store: MemoryStore, run: voltwin.Run) -> None:
    assert run.run_id
    assert store.run(run.run_id).status is Status.COMPLETED
    assert_same_events(store, run.run_id, run.events)
    assert_same_kpis(store, run.run_id, run.kpis)


@pytest.mark.parametrize("in_folder", [True, False])
def test_a_run_that_others_have_given_up_is_written_anew(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_folder: bool
) -> None:
    def give_up_after(key: str, write: Any) -> Any:
        def writing(chunk: Any) -> bool:
            done: bool = write(chunk)
            if chunk.key == key and key not in given_up:
                given_up.append(key)
                store.set_status(chunk.owner, Status.FAILED, error=ABANDONED)
            return done

        return writing

    given_up: list[str] = []
    monkeypatch.setattr(store, "write", give_up_after("events/0/1", store.write))
    folder = tmp_path / "run" if in_folder else None
    run = voltwin.run(small(), events=True, folder=folder, report=False, store=store)
    assert given_up
    assert_whole(store, run)
    assert [path.name for path in tmp_path.iterdir()] == ["run"] * in_folder


@pytest.mark.parametrize("given_up", [True, False])
@pytest.mark.parametrize("breaks_off", [True, False])
def test_what_waits_is_delivered_from_the_results_though_the_run_was_given_up_meanwhile(
    store: MemoryStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given_up: bool,
    breaks_off: bool,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(run_in_store, "PATIENCE_S", 0.0)
        patch.setattr(store, "write", away_for(store, 2, None))
        with pytest.warns(UserWarning, match=f"voltwin db deliver {tmp_path / 'run'} --store"):
            run = voltwin.run(
                small(), events=True, folder=tmp_path / "run", report=False, store=store
            )
    store.away = False
    assert run.run_id
    if given_up:
        store.set_status(run.run_id, Status.FAILED, error=ABANDONED)
    if breaks_off:
        with monkeypatch.context() as patch:
            patch.setattr(store, "write", away_for(store, 1, None))
            with pytest.raises(StoreUnavailableError):
                deliver_run(store, tmp_path / "run", nobody)
        store.away = False
    assert deliver_run(store, tmp_path / "run", nobody) > 1
    assert_whole(store, run)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert deliver_run(store, tmp_path / "run", nobody) == 0


def test_results_are_delivered_to_their_own_store_alone(store: MemoryStore, tmp_path: Path) -> None:
    voltwin.run(small(), folder=tmp_path / "stored", report=False, store=store)
    voltwin.run(small(), folder=tmp_path / "plain", report=False)
    with pytest.raises(UnknownIdError, match="is memory://here the store in which it was begun"):
        deliver_run(MemoryStore(), tmp_path / "stored", nobody)
    with pytest.raises(StoreError, match="begun in no store"):
        deliver_run(store, tmp_path / "plain", nobody)


def test_a_full_disk_of_what_waits_does_not_take_the_results(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(run_in_store, "PATIENCE_S", 0.0)
        patch.setattr(outbox, "write_item", full)
        patch.setattr(store, "write", away_for(store, 1, None))
        with pytest.warns(UserWarning, match="No space left on device"):
            run = voltwin.run(
                small(), events=True, folder=tmp_path / "run", report=False, store=store
            )
    store.away = False
    deliver_run(store, tmp_path / "run", nobody)
    assert_whole(store, run)
