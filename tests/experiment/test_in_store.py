"""Runs of an experiment in a store: what they are called, and their rows as chunks."""

from uuid import UUID

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.experiment.small_city import small_plan
from tests.store.memory_store import MemoryStore

import voltwin
from voltwin.experiment.in_store import chunk_of, register, run_ids, without_variants
from voltwin.experiment.spans import Span
from voltwin.experiment.work import Work
from voltwin.store.interface import UnknownIdError
from voltwin.store.records import Status
from voltwin.store.uuid7 import derived, uuid7

PLAN = small_plan(kept=("by_region",))
MINE = uuid7()


@pytest.fixture(scope="module")
def rows() -> pa.Table:
    """Three runs of each variant."""
    work = Work(PLAN.base, PLAN.seed, PLAN.until_s, PLAN.measures, PLAN.kept)
    return work.run(tuple((one, Span(number, 0, 3)) for number, one in enumerate(PLAN.variants)))


def test_everybody_calls_a_run_the_same() -> None:
    assert run_ids(PLAN, MINE) == [derived(MINE, 0), derived(MINE, 1)]
    assert len({*run_ids(PLAN, MINE), *run_ids(PLAN, uuid7())}) == 4


def test_runs_are_registered_once() -> None:
    store = MemoryStore()
    first, again = (register(store, PLAN, MINE) for _ in range(2))
    assert [run.id for run in first] == [run.id for run in again] == run_ids(PLAN, MINE)
    assert {run.status for run in store.runs()} == {Status.PENDING}
    assert len(store.runs()) == len(store.scenarios()) == 2
    assert [run.about["variant"] for run in first] == [one.name for one in PLAN.variants]


def test_a_base_that_is_not_in_the_store_is_refused() -> None:
    store = MemoryStore()
    with pytest.raises(UnknownIdError):
        register(store, PLAN, MINE, scenario_id=UUID(int=0))
    assert store.runs() == []


def test_a_run_alone_has_the_recipe_of_a_replication() -> None:
    store = MemoryStore()
    alone = voltwin.run(PLAN.base, seed=PLAN.seed, store=store).run_id
    assert alone
    base, other = register(store, PLAN, MINE)
    assert base.recipe == store.run(alone).recipe != other.recipe


@given(st.permutations(range(6)))
def test_the_same_runs_are_the_same_chunk_in_any_order(rows: pa.Table, order: list[int]) -> None:
    mixed = rows.take(order)
    assert chunk_of(mixed, without_variants(PLAN), MINE).key == chunk_of(rows, PLAN, MINE).key


@given(st.sets(st.integers(0, 5), min_size=1), st.sets(st.integers(0, 5), min_size=1))
def test_other_runs_are_another_chunk(rows: pa.Table, one: set[int], other: set[int]) -> None:
    keys = [chunk_of(rows.take(sorted(some)), PLAN, MINE).key for some in (one, other)]
    assert (keys[0] == keys[1]) == (one == other)


@given(st.lists(st.integers(0, 5), min_size=1, unique=True))
def test_a_chunk_names_the_runs_that_its_rows_are_of(rows: pa.Table, some: list[int]) -> None:
    part = rows.take(some)
    totals = chunk_of(part, PLAN, MINE).tables["kpi_totals"]
    called = [str(derived(MINE, number)) for number in part.column("variant").to_pylist()]
    assert totals.column("run_id").to_pylist() == called
    assert totals.column("replication").equals(part.column("replication").cast("int32"))
    assert np.array_equal(totals.column("lost").to_numpy(), part.column("lost").to_numpy())
