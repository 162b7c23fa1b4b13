"""Runs and experiments in real stores, although a database is killed meanwhile."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.experiment.small_city import small_plan
from tests.experiment.stored import assert_stored
from tests.store.sameness import assert_same_events, assert_same_kpis
from tests.store.servers import Server, own_server
from tests.store.stores import STORES

import voltwin
from voltwin import run_in_store
from voltwin.experiment import runs
from voltwin.experiment.comparison import course_of
from voltwin.experiment.conduct import conduct
from voltwin.late_delivery import deliver_run
from voltwin.run_in_store import RunInStore
from voltwin.store import heartbeat
from voltwin.store.interface import Store, StoreUnavailableError
from voltwin.store.opening import open_store
from voltwin.store.outbox import outbox
from voltwin.store.postgres import pool
from voltwin.store.records import Status
from voltwin_bindings import kernel_engine

PLAN = small_plan(kept=("by_region", "by_hour"))


@pytest.fixture(autouse=True, scope="module")
def in_small_pieces() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel_engine, "_SLAB_ROWS", 1 << 8)
        patch.setattr(runs, "_CHUNK_S", 1e-3)
        patch.setattr(outbox, "_MOST_PAUSE_S", 0.1)
        yield


@pytest.fixture(params=["embedded", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty store."""
    with STORES[request.param](tmp_path) as made:
        yield made


@pytest.fixture
def database() -> Iterator[tuple[Server, str]]:
    """A server that may be killed, and the URL of a store there."""
    with own_server() as server:
        store = open_store(server.url())
        store.upgrade()
        store.close()
        yield server, server.url()


def city() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=2, seed=1)
    scenario.horizon = 8 * 3600.0
    return scenario


def assert_run_stored(store: Store, run: voltwin.Run) -> None:
    assert run.run_id
    assert store.run(run.run_id).status is Status.COMPLETED
    assert_same_events(store, run.run_id, run.events)
    assert_same_kpis(store, run.run_id, run.kpis)


def test_a_run_is_in_the_store(url: str, tmp_path: Path) -> None:
    run = voltwin.run(city(), events=True, folder=tmp_path / "run", report=False, store=url)
    assert_run_stored(open_store(url), run)


def test_an_experiment_is_in_the_store(url: str, tmp_path: Path) -> None:
    made = conduct(PLAN, course_of(PLAN), folder=tmp_path / "e", store=url)
    assert_stored(open_store(url), made)


def after(calls: dict[int, Callable[[], None]]) -> Callable[..., None]:
    """Return what does something when it is called for the n-th time, counted from 1."""
    called = 0

    def call(*_: Any) -> None:
        nonlocal called
        called += 1
        calls.get(called, lambda: None)()

    return call


def before(method: Callable[..., None], first: Callable[[], None]) -> Callable[..., None]:
    """Return a method that does something first."""

    def call(*given: Any) -> None:
        first()
        method(*given)

    return call


def test_a_run_goes_on_though_its_database_is_killed(
    database: tuple[Server, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, url = database
    monkeypatch.setattr(RunInStore, "add", before(RunInStore.add, after({2: server.kill})))
    monkeypatch.setattr(RunInStore, "end", before(RunInStore.end, server.start))
    run = voltwin.run(city(), events=True, folder=tmp_path / "run", report=False, store=url)
    assert_run_stored(open_store(url), run)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_run_goes_on_though_its_database_hangs(
    database: tuple[Server, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, url = database
    with monkeypatch.context() as patch:
        patch.setattr(RunInStore, "add", before(RunInStore.add, after({2: server.hang})))
        patch.setattr(run_in_store, "PATIENCE_S", 0.1)
        patch.setattr(heartbeat, "_EVERY_S", 1e-3)  # one is on its way whenever it hangs
        patch.setattr(heartbeat, "_PATIENCE_S", 0.1)
        with pytest.warns(UserWarning, match="voltwin db deliver"):
            run = voltwin.run(city(), events=True, folder=tmp_path / "run", report=False, store=url)
    assert voltwin.load_run(tmp_path / "run").events.num_rows == run.record["log_rows"]
    server.go_on()
    deliver_run(open_store(url), tmp_path / "run", lambda left: None)
    assert_run_stored(open_store(url), run)


def test_a_database_that_hangs_is_given_up(
    database: tuple[Server, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, url = database
    store = open_store(url)
    assert store.runs() == []
    monkeypatch.setattr(pool, "_PING_S", 0.2)
    server.hang()
    with pytest.raises(StoreUnavailableError, match="has not answered for 0"):
        store.runs()
    server.go_on()
    assert store.runs() == []


def test_a_run_goes_on_though_its_database_is_read_only_for_a_while(
    database: tuple[Server, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, url = database

    def read_only(flag: str) -> Callable[[], None]:
        return lambda: server.execute(
            f"ALTER DATABASE postgres SET default_transaction_read_only = {flag}",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
            database="template1",
        )

    tell = before(RunInStore.add, after({2: read_only("on")}))
    monkeypatch.setattr(RunInStore, "add", tell)
    monkeypatch.setattr(RunInStore, "end", before(RunInStore.end, read_only("off")))
    monkeypatch.setattr(run_in_store, "PATIENCE_S", 30.0)
    run = voltwin.run(city(), events=True, folder=tmp_path / "run", report=False, store=url)
    assert_run_stored(open_store(url), run)


def test_an_experiment_goes_on_though_its_database_is_killed(
    database: tuple[Server, str], tmp_path: Path
) -> None:
    server, url = database
    tell = after({4: server.kill, 9: server.start})
    plan = small_plan(replications=12, kept=("by_hour",))
    made = conduct(
        plan, course_of(plan), folder=tmp_path / "e", store=url, progress=tell, threads=1
    )
    assert_stored(open_store(url), made)
    assert "waiting" not in made.record["stored"]


def test_a_database_that_is_away_is_refused_before_anything_begins(
    database: tuple[Server, str], tmp_path: Path
) -> None:
    server, url = database
    server.kill()
    with pytest.raises(StoreUnavailableError, match=r"127\.0\.0\.1"):
        voltwin.run(city(), folder=tmp_path / "run", store=url)
    with pytest.raises(StoreUnavailableError, match=r"127\.0\.0\.1"):
        conduct(PLAN, course_of(PLAN), folder=tmp_path / "e", store=url)
    assert list(tmp_path.iterdir()) == []
