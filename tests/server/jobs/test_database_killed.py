"""A PostgreSQL that dies and comes back while a server does a job: the job ends once, whole."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import UUID

import pytest
from tests.server.jobs.test_server_killed import post, served
from tests.server.jobs.workplace import until
from tests.store.memory_store import MemoryStore
from tests.store.servers import Server, own_server

from voltwin.experiment.conduct import conduct
from voltwin.experiment.courses import course_of
from voltwin.experiment.folder import CHUNKS, RESULT
from voltwin.experiment.saved import read_plan
from voltwin.store.opening import open_store
from voltwin.store.postgres import PostgresStore
from voltwin.store.records import Status
from voltwin.store.schema import KPI_TABLES
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.problems import MEDIA_TYPE

LONG_S = 120
SWEEP = {
    "scenario": SCENARIO,
    "factors": {"chargers": {"path": "stations[*].chargers", "add": [0, 1, 2, 3]}},
    "replications": 500,
    "keep": ["by_hour"],
}


@pytest.fixture
def database() -> Iterator[Server]:
    with own_server() as database:
        store = open_store(database.url())
        store.upgrade()
        store.close()
        yield database


def asked(url: str, body: object = None) -> tuple[int, Any, str]:
    """Return status, content and Retry-After of an answer, whether or not it is a problem."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(
            Request(url, data, {"Content-Type": "application/json"}), timeout=LONG_S
        ) as it:
            return it.status, json.load(it), ""
    except HTTPError as error:
        with error:
            told = json.load(error) if error.headers["content-type"] == MEDIA_TYPE else None
            return error.code, told, error.headers.get("retry-after", "")


def told_while_away(url: str, sweep: str) -> None:
    """Assert what a server tells whose database is away: what it needs that for is to be asked
    again later, the rest is there."""
    for path, body in (
        ("/api/runs", None),
        ("/api/scenarios", None),
        (f"/api/runs?experiment_id={sweep}", None),
        ("/api/scenarios", {**SCENARIO, "name": "new"}),
        ("/api/runs", {"scenario": SCENARIO}),
        ("/api/sweeps", {**SWEEP, "seed": 2}),
    ):
        status, problem, again = asked(f"{url}{path}", body)
        assert (status, problem["type"]) == (503, "/problems/away"), (path, problem)
        assert int(again) > 0
    until(lambda: asked(f"{url}/api/ready")[0] == 503)  # it looks once a second
    _, problem, again = asked(f"{url}/api/ready")
    assert [one["where"] for one in problem["errors"]] == ["store"]
    assert int(again) > 0
    assert asked(f"{url}/api/health")[0] == 200
    status, job, _ = asked(f"{url}/api/sweeps/{sweep}")
    assert (status, job["status"]) == (200, "RUNNING") or job["progress"]["waiting_for"]
    assert asked(f"{url}/api/sweeps")[1]["items"][0]["id"] == sweep


def assert_same_rows(store: PostgresStore, memory: MemoryStore, experiment: UUID) -> None:
    """Assert that a database has the rows of an experiment as memory has, each once."""
    runs = {run.variant: run for run in store.runs(experiment=experiment)}
    twins = {run.variant: run for run in memory.runs(experiment=experiment)}
    assert runs.keys() == twins.keys()
    for variant, run in runs.items():
        assert run.status is Status.COMPLETED
        for table in KPI_TABLES.values():
            here, there = (of.table(table.name, run.id) for of in (store, memory))
            assert here.to_pylist() == there.to_pylist()
        assert run.id == twins[variant].id


def test_a_job_ends_once_though_its_database_is_killed(tmp_path: Path, database: Server) -> None:
    with served(tmp_path, "--store", database.url()) as (server, urls):
        until(lambda: bool(urls) or server.poll() is not None)
        url = urls[0]
        until(lambda: asked(f"{url}/api/ready")[0] == 200)
        sweep = post(f"{url}/api/sweeps", SWEEP)["id"]
        folder = tmp_path / "jobs" / sweep
        until(lambda: any((folder / CHUNKS).glob("0*.parquet")))
        database.kill()
        assert not (folder / RESULT).exists()
        told_while_away(url, sweep)
        database.start()
        until(lambda: asked(f"{url}/api/sweeps/{sweep}?wait=30")[1]["status"] == "COMPLETED")
        until(lambda: asked(f"{url}/api/ready")[0] == 200)
        assert asked(f"{url}/api/sweeps", SWEEP)[:2] == asked(f"{url}/api/sweeps/{sweep}")[:2]
        server.send_signal(signal.SIGTERM)
        assert server.wait(LONG_S) == 0
    memory = MemoryStore()
    plan = read_plan(folder)
    conduct(plan, course_of(plan), store=memory, experiment_id=UUID(sweep))
    store = PostgresStore(database.url())
    assert_same_rows(store, memory, UUID(sweep))
    assert {run.experiment_id for run in store.runs(limit=1000)} == {UUID(sweep)}
    store.close()
