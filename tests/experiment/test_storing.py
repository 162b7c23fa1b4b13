"""An experiment in a store is the experiment in its folder, whatever happens on the way."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.experiment.small_city import small_plan, variant
from tests.experiment.stored import assert_stored
from tests.store.memory_store import MemoryStore, away_for

from voltwin.experiment import runs, sink
from voltwin.experiment.comparison import course_of
from voltwin.experiment.conduct import Course, conduct
from voltwin.experiment.errors import ClusterError, TooMuchError
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.in_store import register, run_ids
from voltwin.experiment.merge import merge
from voltwin.experiment.plan import Plan
from voltwin.experiment.runs import Runs
from voltwin.experiment.saved import load_experiment
from voltwin.run_folder.folder_error import FolderError
from voltwin.scenario.errors import ScenarioError
from voltwin.store.interface import ABANDONED, StoreError, StoreUnavailableError
from voltwin.store.outbox import outbox
from voltwin.store.records import Status
from voltwin.store.uuid7 import derived, uuid7
from voltwin_bindings.engine import EngineError

PLAN = small_plan(kept=("by_region", "by_hour"))
FEW = small_plan(replications=4)


@pytest.fixture(autouse=True, scope="module")
def in_a_hurry() -> Iterator[None]:
    """Have stores that were away asked again at once, and experiments come in several chunks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "_LEAST_PAUSE_S", 1e-3)
        patch.setattr(sink, "_RETRY_S", 0.0)
        patch.setattr(runs, "_CHUNK_S", 1e-3)
        yield


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def done(folder: Path | None, store: Any, plan: Plan = PLAN, **how: Any) -> Experiment:
    return conduct(plan, course_of(plan), folder=folder, **({"store": store} | how))


# --- what is in the store ---


@pytest.mark.parametrize("in_folder", [True, False])
def test_an_experiment_is_in_the_store_as_it_is_in_its_folder(
    store: MemoryStore, tmp_path: Path, in_folder: bool
) -> None:
    made = done(tmp_path / "e" if in_folder else None, store)
    assert_stored(store, made)
    assert made.experiment_id
    for number, one in enumerate(PLAN.variants):
        run = store.run(derived(made.experiment_id, number))
        assert (run.variant, run.seed, run.replications) == (number, PLAN.seed, 6)
        scenario = store.scenario(run.scenario_id)
        assert scenario == one.scenario(PLAN.base)
        assert run.compute_time_ms is None  # they were simulated together
    base, other = (store.run(derived(made.experiment_id, n)).scenario_id for n in (0, 1))
    assert store.scenario_record(other).parent_id == base


def test_the_results_are_those_without_a_store(store: MemoryStore, tmp_path: Path) -> None:
    plain, stored = done(tmp_path / "plain", None), done(tmp_path / "stored", store)
    for name in plain.names:
        assert plain.table(name).equals(stored.table(name)), name
    assert plain.experiment_id is None
    assert not (tmp_path / "stored" / "outbox").exists()
    kept = json.loads((tmp_path / "stored" / "store.json").read_text())
    assert kept == {"store": store.url, "experiment_id": str(stored.experiment_id)}
    assert load_experiment(tmp_path / "stored").experiment_id == stored.experiment_id


def test_rows_stand_in_the_store_while_runs_go_on(store: MemoryStore) -> None:
    seen: list[Status] = []

    def tell(finished: int, wanted: int) -> None:
        if 3 < finished < wanted:
            store.wait_for("runs/")
            seen.extend(run.status for run in store.runs())

    assert_stored(store, done(None, store, progress=tell, threads=1))
    assert set(seen) == {Status.RUNNING}


def test_runs_are_called_as_is_asked_for(store: MemoryStore, tmp_path: Path) -> None:
    mine = uuid7()
    scenario = store.add_scenario(PLAN.base, name="of a server").id
    asked = register(store, PLAN, mine, scenario_id=scenario)
    assert {run.status for run in store.runs(experiment=mine)} == {Status.PENDING}
    made = done(tmp_path / "e", store, experiment_id=mine)
    assert made.experiment_id == mine
    assert_stored(store, made)
    assert [run.id for run in asked] == run_ids(PLAN, mine)
    assert asked[0].scenario_id == scenario
    assert len(store.scenarios()) == 2  # the base is not stored a second time


def test_the_number_of_replications_is_the_one_that_came_out(store: MemoryStore) -> None:
    def course(runs: Runs) -> dict[str, Any]:
        runs.have(runs.first(4))
        runs.have(runs.first(6)[:1])
        return {}

    made = conduct(PLAN, course, store=store)
    assert {run.replications for run in store.runs(experiment=made.experiment_id)} == {4}


# --- variants that follow from results ---


def with_more_variants(before: Callable[[int], None] = lambda number: None) -> Course:
    """Return a course that adds two variants, one after the other."""

    def course(runs: Runs) -> dict[str, Any]:
        runs.have(runs.whole())
        for number, change in enumerate(("stations[*].bays += 1", "stations[*].batteries += 2")):
            before(number)
            runs.add_variants([variant(change)])
            runs.have(runs.first(runs.plan.replications))
        return {}

    return course


def test_variants_that_are_added_are_in_the_store(store: MemoryStore, tmp_path: Path) -> None:
    made = conduct(PLAN, with_more_variants(), folder=tmp_path / "e", store=store)
    assert made.record["variants"] == 4
    assert_stored(store, made)


@pytest.mark.parametrize("away", [{0}, {1}, {0, 1}])
def test_variants_are_added_although_the_store_is_away(store: MemoryStore, away: set[int]) -> None:
    def before(number: int) -> None:
        store.away = number in away

    course = with_more_variants(before)

    def then_back(runs: Runs) -> Any:
        tables = course(runs)
        store.away = False
        return tables

    assert_stored(store, conduct(FEW, then_back, store=store))


# --- what is interrupted, and gone on with ---


def stop_after(runs: int, error: BaseException) -> Callable[[int, int], None]:
    """Return a listener to progress that gives up when so many runs are done."""

    def tell(finished: int, wanted: int) -> None:
        if finished >= runs:
            raise error

    return tell


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ClusterError("lost"), OSError("full")])
@pytest.mark.parametrize("is_named", [True, False])
def test_what_was_interrupted_goes_on_in_the_store_that_it_was_begun_in(
    store: MemoryStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    is_named: bool,
) -> None:
    monkeypatch.setattr("voltwin.store.opening.open_store", lambda url: store)
    with pytest.raises((KeyboardInterrupt, ClusterError, OSError, FolderError)):
        done(tmp_path / "e", store, progress=stop_after(5, error))
    assert {run.status for run in store.runs()} == {Status.RUNNING}
    assert not (tmp_path / "e" / "outbox").exists()
    former = json.loads((tmp_path / "e" / "store.json").read_text())
    made = done(tmp_path / "e", store if is_named else None, resume=True)
    assert str(made.experiment_id) == former["experiment_id"]
    assert_stored(store, made)
    assert len(store.runs()) == 2


@given(st.lists(st.integers(0, 8), max_size=3), st.data())
@settings(max_examples=6)
def test_whatever_the_store_has_missed_is_written_when_it_is_gone_on_with(
    stops: list[int], data: st.DataObject
) -> None:
    """The store may have lost what it was given, or have it although nobody was told."""
    store = MemoryStore()
    with tempfile.TemporaryDirectory() as folder:
        for stop in stops:
            with suppress(KeyboardInterrupt):
                store.lost_answers = data.draw(st.integers(0, 3))
                tell = stop_after(stop, KeyboardInterrupt())
                is_there = Path(folder, "e").exists()
                done(Path(folder, "e"), store, FEW, resume=is_there, progress=tell, threads=1)
        made = done(Path(folder, "e"), store, FEW, resume=Path(folder, "e").exists())
        assert_stored(store, made)


def test_an_experiment_that_was_done_without_a_store_is_written_when_it_is_gone_on_with(
    store: MemoryStore, tmp_path: Path
) -> None:
    done(tmp_path / "e", None)
    made = done(tmp_path / "e", store, resume=True)
    assert made.record["new_runs"] == 0
    assert_stored(store, made)
    again = done(tmp_path / "e", store, resume=True)
    assert again.experiment_id == made.experiment_id
    assert_stored(store, again)


def test_in_another_store_it_is_another_experiment(store: MemoryStore, tmp_path: Path) -> None:
    other = MemoryStore()
    other.url = "memory://there"
    one = done(tmp_path / "e", store)
    two = done(tmp_path / "e", other, resume=True)
    assert one.experiment_id != two.experiment_id
    assert_stored(store, one)
    assert_stored(other, two)


def test_what_has_ended_in_the_store_is_begun_there_anew(
    store: MemoryStore, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        done(tmp_path / "e", store, progress=stop_after(5, KeyboardInterrupt()))
    (former,) = {run.experiment_id for run in store.runs()}
    store.set_status(former, Status.CANCELLED)
    made = done(tmp_path / "e", store, resume=True)
    assert made.experiment_id != former
    assert_stored(store, made)
    with pytest.raises(StoreError, match="has ended as CANCELLED"):
        done(tmp_path / "e", store, resume=True, experiment_id=former)


def test_shards_are_written_when_they_are_merged(store: MemoryStore, tmp_path: Path) -> None:
    parts = [tmp_path / f"part{number}" for number in (1, 2)]
    for number, part in enumerate(parts, 1):
        done(part, None, shard=(number, 2))
    with pytest.raises(ValueError, match=r"^store: .* when the parts are merged"):
        done(tmp_path / "e", store, shard=(1, 2))
    store.away = True
    with pytest.raises(StoreUnavailableError):
        merge(parts, tmp_path / "whole", store=store)
    assert not (tmp_path / "whole").exists()
    store.away = False
    assert_stored(store, merge(parts, tmp_path / "whole", store=store))


# --- what fails ---


@pytest.mark.parametrize(
    ("error", "in_folder", "status"),
    [
        (EngineError("no way"), True, Status.FAILED),
        (EngineError("no way"), False, Status.FAILED),
        (ScenarioError(["no way"]), True, Status.FAILED),
        (ClusterError("no way"), False, Status.FAILED),
        (KeyboardInterrupt(), False, Status.CANCELLED),
    ],
)
def test_what_cannot_go_on_leaves_its_status_and_no_rows(
    store: MemoryStore, tmp_path: Path, error: BaseException, in_folder: bool, status: Status
) -> None:
    folder = tmp_path / "e" if in_folder else None
    with pytest.raises(type(error)):
        done(folder, store, progress=stop_after(8, error))
    assert {(run.status, run.error) for run in store.runs()} == {
        (status, "no way" if status is Status.FAILED else None)
    }
    assert [store.replications(run.id) for run in store.runs()] == [[], []]


def test_a_store_that_does_not_answer_is_refused_before_anything_begins(
    store: MemoryStore, tmp_path: Path
) -> None:
    store.away = True
    with pytest.raises(StoreUnavailableError):
        done(tmp_path / "e", store)
    assert list(tmp_path.iterdir()) == []


def test_what_takes_too_much_is_not_in_the_store(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voltwin.experiment.estimate._LONGEST_S", 0.0)
    with pytest.raises(TooMuchError):
        done(tmp_path / "e", store)
    assert store.runs() == []


def test_an_id_needs_a_store() -> None:
    with pytest.raises(ValueError, match=r"^experiment_id: .* name a store"):
        done(None, None, experiment_id=uuid7())


@pytest.mark.parametrize("text", ["", "[]", '{"store": "x"}', '{"store": 1, "experiment_id": 2}'])
def test_what_the_folder_says_of_a_store_may_be_damaged(
    store: MemoryStore, tmp_path: Path, text: str
) -> None:
    done(tmp_path / "e", store)
    (tmp_path / "e" / "store.json").write_text(text)
    with pytest.raises(FolderError, match=r"store\.json: is damaged: .*; delete it"):
        done(tmp_path / "e", None, resume=True)


# --- a store that goes away ---


@given(st.integers(0, 6), st.integers(1, 4), st.integers(0, 2))
@settings(max_examples=6)
def test_a_store_that_comes_back_has_all_of_it_once(after: int, back: int, lost: int) -> None:
    store = MemoryStore()
    store.lost_answers = lost
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write", away_for(store, after, back))
        assert_stored(store, done(None, store, FEW))


def test_what_a_store_that_stays_away_has_missed_is_written_when_it_is_gone_on_with(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sink, "PATIENCE_S", 0.0)
        patch.setattr(store, "write", away_for(store, 3, None))
        made = done(tmp_path / "e", store, announce=said.append)
    assert made.record["stored"]["waiting"] > 0
    assert f"voltwin db deliver {tmp_path / 'e'} --store {store.url}" in said[-1]
    store.away = False
    assert_stored(store, done(tmp_path / "e", store, resume=True))


def test_what_others_have_given_up_meanwhile_is_written_anew(
    store: MemoryStore, tmp_path: Path
) -> None:
    def give_up(finished: int, wanted: int) -> None:
        if finished == 5:
            for experiment in {run.experiment_id for run in store.runs()}:
                store.set_status(experiment, Status.FAILED, error=ABANDONED)

    made = done(tmp_path / "e", store, progress=give_up, threads=1)
    assert "waiting" not in made.record["stored"]
    assert_stored(store, made)
    assert not (tmp_path / "e" / "outbox").exists()


def test_who_ends_an_experiment_in_the_store_does_not_take_its_results(
    store: MemoryStore, tmp_path: Path
) -> None:
    def cancel(finished: int, wanted: int) -> None:
        for experiment in {run.experiment_id for run in store.runs()}:
            store.set_status(experiment, Status.CANCELLED)

    said: list[str] = []
    made = done(tmp_path / "e", store, progress=cancel, announce=said.append)
    assert load_experiment(tmp_path / "e").record["runs"] == made.record["runs"] == 12
    assert "has ended" in said[-1]


def test_a_store_that_refuses_for_a_while_gets_all(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, write = 0, store.write

    def read_only(chunk: Any) -> bool:
        nonlocal asked
        asked += 1
        if asked in range(2, 5):
            raise StoreError("it is read only")
        return write(chunk)

    monkeypatch.setattr(store, "write", read_only)
    assert_stored(store, done(tmp_path / "e", store))
