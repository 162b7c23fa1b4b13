"""What a finished experiment has not brought to its store is delivered from its journal, all of it
if it was given up there meanwhile; and nothing is simulated for that."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.experiment.small_city import small_plan, variant
from tests.experiment.stored import assert_stored
from tests.store.memory_store import MemoryStore, away_for

from voltwin.experiment import late_delivery, runs, sink, work
from voltwin.experiment.comparison import course_of
from voltwin.experiment.conduct import Course, conduct
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.late_delivery import deliver_experiment
from voltwin.experiment.plan import Plan
from voltwin.experiment.runs import Runs
from voltwin.experiment.saved import load_experiment
from voltwin.left_over import left_over_in
from voltwin.run_folder.folder_error import FolderError
from voltwin.store.interface import ABANDONED, StoreError, StoreUnavailableError, UnknownIdError
from voltwin.store.outbox import outbox
from voltwin.store.records import Status

PLAN = small_plan(replications=4, kept=("by_region",))


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


def refuse(*_: Any) -> Any:
    """Stand where something would be simulated."""
    raise AssertionError("something is simulated")


def left_over(
    store: MemoryStore, folder: Path, plan: Plan = PLAN, course: Course | None = None
) -> Experiment:
    """Return an experiment of which a store has the first chunks, and that is away since."""
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sink, "PATIENCE_S", 0.0)
        patch.setattr(store, "write", away_for(store, 2, None))
        made = conduct(
            plan, course or course_of(plan), folder=folder, store=store, announce=said.append
        )
    assert f"voltwin db deliver {folder} --store memory://here" in said[-1]
    assert load_experiment(folder).record["stored"]["waiting"] > 0
    store.away = False
    return made


@pytest.mark.parametrize("given_up", [True, False])
@pytest.mark.parametrize("breaks_off", [True, False])
def test_what_waits_is_delivered_though_the_experiment_was_given_up_meanwhile(
    store: MemoryStore, tmp_path: Path, given_up: bool, breaks_off: bool
) -> None:
    made = left_over(store, tmp_path / "e")
    assert made.experiment_id
    if given_up:
        store.set_status(made.experiment_id, Status.FAILED, error=ABANDONED)
    if breaks_off:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sink, "PATIENCE_S", 0.0)
            patch.setattr(store, "write", away_for(store, 1, None))
            with pytest.raises(StoreUnavailableError, match=r"stays|is away"):
                deliver_experiment(store, tmp_path / "e")
        store.away = False
        assert [one.of for one in left_over_in(tmp_path)] == [tmp_path / "e"]
    assert deliver_experiment(store, tmp_path / "e") > 0
    assert_stored(store, made)
    assert deliver_experiment(store, tmp_path / "e") == 0
    assert not (tmp_path / "e" / "outbox").exists()
    assert left_over_in(tmp_path) == []
    stored = load_experiment(tmp_path / "e").record["stored"]
    assert stored == {"store": store.url, "experiment_id": str(made.experiment_id)}


def test_nothing_is_simulated_and_the_results_stay(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = left_over(store, tmp_path / "e")
    before = {path: path.read_bytes() for path in (tmp_path / "e").rglob("*.parquet")}
    monkeypatch.setattr(work.Work, "_prepared", refuse)
    deliver_experiment(store, tmp_path / "e")
    assert_stored(store, made)
    assert {path: path.read_bytes() for path in (tmp_path / "e").rglob("*.parquet")} == before


def test_without_its_chunks_it_is_refused(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = left_over(store, tmp_path / "e")
    (first, *_) = sorted((tmp_path / "e" / "chunks").iterdir())
    first.unlink()
    monkeypatch.setattr(work.Work, "_prepared", refuse)
    with pytest.raises(FolderError, match="not in the folder's chunks any more"):
        deliver_experiment(store, tmp_path / "e")
    assert {run.status for run in store.runs()} == {Status.RUNNING}
    assert load_experiment(tmp_path / "e").record["runs"] == made.record["runs"]


def test_variants_that_followed_from_results_are_delivered_too(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def course(runs: Runs) -> dict[str, Any]:
        runs.have(runs.whole())
        runs.add_variants([variant("stations[*].bays += 1")])
        runs.have(runs.first(runs.plan.replications))
        return {}

    plan = replace(PLAN, asked={**PLAN.asked, "more_runs": 4})
    made = left_over(store, tmp_path / "e", plan, course)
    assert made.experiment_id
    store.set_status(made.experiment_id, Status.FAILED, error=ABANDONED)
    monkeypatch.setattr(late_delivery, "course_of", lambda plan: course)
    monkeypatch.setattr(work.Work, "_prepared", refuse)
    deliver_experiment(store, tmp_path / "e")
    assert made.record["variants"] == 3
    assert_stored(store, made)


def test_what_others_have_ended_on_purpose_stays_so(store: MemoryStore, tmp_path: Path) -> None:
    made = left_over(store, tmp_path / "e")
    assert made.experiment_id
    store.set_status(made.experiment_id, Status.CANCELLED)
    with pytest.raises(StoreError, match="has ended as CANCELLED"):
        deliver_experiment(store, tmp_path / "e")
    assert {run.status for run in store.runs()} == {Status.CANCELLED}


def test_it_is_delivered_to_its_own_store_alone(store: MemoryStore, tmp_path: Path) -> None:
    left_over(store, tmp_path / "e")
    other = MemoryStore()
    with pytest.raises(UnknownIdError, match="is memory://here the store in which it was begun"):
        deliver_experiment(other, tmp_path / "e")
    assert other.scenarios() == []
    conduct(PLAN, course_of(PLAN), folder=tmp_path / "plain")
    with pytest.raises(StoreError, match="begun in no store"):
        deliver_experiment(store, tmp_path / "plain")


def test_one_that_is_not_finished_is_gone_on_with(store: MemoryStore, tmp_path: Path) -> None:
    left_over(store, tmp_path / "e")
    (tmp_path / "e" / "result.json").unlink()
    with pytest.raises(FolderError, match="not finished; go on with --resume"):
        deliver_experiment(store, tmp_path / "e")
