"""Work that writes its rows, or leaves that to whoever has asked."""

import pickle
from typing import Any

import pyarrow as pa
import pytest
from tests.experiment.small_city import small_plan
from tests.store.memory_store import MemoryStore

from voltwin.experiment import storing_work
from voltwin.experiment.in_store import register, run_ids, without_variants
from voltwin.experiment.rows import VARIANT
from voltwin.experiment.spans import Chunk, Span
from voltwin.experiment.storing_work import StoringWork, is_stored
from voltwin.experiment.work import Work
from voltwin.store.uuid7 import uuid7

PLAN = small_plan(kept=("by_hour",))
WORK = Work(PLAN.base, PLAN.seed, PLAN.until_s, PLAN.measures, PLAN.kept)
MINE = uuid7()
CHUNK: Chunk = ((PLAN.variants[1], Span(1, 2, 3)),)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """A store that the experiment is registered in, and that workers reach."""
    made = MemoryStore()
    register(made, PLAN, MINE)
    monkeypatch.setattr("voltwin.store.opening.open_store", lambda url: made)
    monkeypatch.setattr(storing_work, "_stores", {})
    monkeypatch.setattr(storing_work, "_not_before", {})
    return made


def storing() -> StoringWork:
    """Return the work as it comes to another process."""
    work = StoringWork(WORK, "memory://here", without_variants(PLAN), MINE)
    there: Any = pickle.loads(pickle.dumps(work))
    assert isinstance(there, StoringWork)
    return there


def plain(rows: pa.Table) -> pa.Table:
    return rows.replace_schema_metadata()


def test_rows_are_written_and_marked(store: MemoryStore) -> None:
    rows = storing().run(CHUNK)
    assert is_stored(rows)
    assert plain(rows).equals(plain(WORK.run(CHUNK)))
    assert [store.replications(run) for run in run_ids(PLAN, MINE)] == [[], [2, 3, 4]]


def test_what_is_done_again_is_written_once(store: MemoryStore) -> None:
    store.lost_answers = 1
    assert not is_stored(storing().run(CHUNK))
    storing_work._not_before.clear()
    assert is_stored(storing().run(CHUNK))
    assert len(store.keys) == 1


def test_a_store_that_is_away_is_not_waited_for_again_and_again(store: MemoryStore) -> None:
    asked: list[Chunk] = []
    store.away = True
    write = store.write

    def writing(chunk: Any) -> bool:
        asked.append(chunk)
        return write(chunk)

    store.write = writing  # type: ignore[method-assign]
    for _ in range(3):
        rows = storing().run(CHUNK)
        assert not is_stored(rows)
        assert rows.column(VARIANT).to_pylist() == [1, 1, 1]
    assert len(asked) == 1


def test_what_a_store_refuses_is_left_to_whoever_has_asked(store: MemoryStore) -> None:
    store.delete_experiment(MINE)
    assert not is_stored(storing().run(CHUNK))
