"""On a cluster, workers write what they have done into the store: once, whatever is lost."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest
from tests.experiment.clusters import Gate, by_run, chunks, cluster, here, on_ray, work
from tests.experiment.small_city import small_plan
from tests.experiment.stored import assert_stored
from tests.store.servers import database

from voltwin.experiment.comparison import course_of
from voltwin.experiment.conduct import conduct
from voltwin.experiment.in_store import register, without_variants
from voltwin.experiment.plan import Plan
from voltwin.experiment.sink import IntoStore
from voltwin.experiment.storing_work import StoringWork, is_stored
from voltwin.store.interface import Store
from voltwin.store.opening import open_store
from voltwin.store.schema import KPI_TABLES
from voltwin.store.uuid7 import derived, uuid7


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The URL of a store in a database."""
    with database() as made:
        store = open_store(made)
        store.upgrade()
        store.close()
        yield made


@pytest.fixture(scope="module")
def address(url: str) -> Iterator[str]:
    """Of a cluster of two nodes, three CPUs in all; there is none without a database."""
    with cluster(1, 2) as made:
        yield made.address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = open_store(url)
    yield made
    made.close()


def test_workers_write_what_they_have_done(
    store: Store, url: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, put = IntoStore.begin, IntoStore._put
    by_driver: list[pa.Table] = []

    def beginning(sink: IntoStore) -> None:
        begin(sink)  # hands over the runs that told how long others take: they are done here
        by_driver.clear()

    def putting(sink: IntoStore, rows: pa.Table) -> None:
        by_driver.append(rows)
        put(sink, rows)

    monkeypatch.setattr(IntoStore, "begin", beginning)
    monkeypatch.setattr(IntoStore, "_put", putting)
    plan = small_plan(kept=("by_hour",))
    made = conduct(plan, course_of(plan), folder=tmp_path / "e", store=url, ray=address)
    assert by_driver == []
    assert_stored(store, made)


def test_a_worker_that_is_killed_between_writing_and_answering_has_written_once(
    store: Store, url: str, address: str, tmp_path: Path
) -> None:
    base = work()
    variants = tuple(chunks(2)[number][0][0] for number in (0, 1))
    plan = Plan("sweep", "x", base.base, variants, base.seed, 8, base.until_s, base.measures,
                base.kept)  # fmt: skip
    mine, wanted = uuid7(), chunks(8)
    register(store, plan, mine)
    storing = StoringWork(base, url, without_variants(plan), mine)
    with (
        on_ray(address) as of,
        closing(Gate(tmp_path, storing)) as gate,
        ThreadPoolExecutor(1) as pool,
    ):
        rows = pool.submit(lambda: [rows for _, rows in of.results(gate.work, iter(wanted))])
        os.kill(next(gate.told()).process, signal.SIGKILL)
        gate.open()
        done = rows.result()
    assert all(map(is_stored, done))
    assert by_run(done) == here(wanted)
    for number in (0, 1):
        run = derived(mine, number)
        assert store.replications(run) == [*range(8)]
        assert store.table(KPI_TABLES["total"].name, run).num_rows == 8
        hours = store.table(KPI_TABLES["by_hour"].name, run)
        assert hours.num_rows == 8 * 24
    written = store.query("SELECT count(*) AS chunks FROM written_chunks WHERE owner = $owner",
                          {"owner": mine})  # fmt: skip
    assert written.to_pylist() == [{"chunks": 8}]
