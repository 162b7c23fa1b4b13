"""A server that is restored from a backup of docs/operations.md goes on with the jobs in it."""

import json
import os
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tests.deploy.serving import served
from tests.store.test_backup import recipes

import voltwin

VOLTWIN = str(Path(sys.executable).with_name("voltwin"))
REPLICATIONS = 40  # some are done when the jobs are copied, all perhaps when the store is


def serving(data: Path) -> AbstractContextManager[str]:
    """Give the address of a server, with its store in the folder of its data."""
    return served([VOLTWIN, "serve", "--data", str(data), "--port=0", "--workers=1"])


def asked(url: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(url, data=data, headers=headers), timeout=60) as answer:
        return json.loads(answer.read())


def ended(address: str, run_id: str) -> Any:
    """Return the KPIs of a run, once it has ended."""
    run = f"{address}/api/runs/{run_id}"
    states = (asked(f"{run}?wait=10")["status"] for _ in range(30))
    assert next(one for one in states if one not in ("PENDING", "RUNNING")) == "COMPLETED"
    return asked(f"{run}/kpis")


def done(commands: str, **variables: Path) -> None:
    """Do commands of the page."""
    places = {name: str(path) for name, path in variables.items()}
    path = f"{Path(VOLTWIN).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-eu", "-c", commands]
    subprocess.run(command, env={**os.environ, **places, "PATH": path}, check=True, timeout=60)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the folder of a server's data, with a token."""
    folder = tmp_path / "data"
    token = [VOLTWIN, "token", "create", "--name=me", "--role=admin", "--data", str(folder)]
    subprocess.run(token, check=True, capture_output=True)
    return folder


def test_a_job_under_way_when_it_was_backed_up_ends_the_same(data: Path, tmp_path: Path) -> None:
    (back_up_jobs, restore_jobs), (back_up, restore) = (
        recipes("Of a server"),
        recipes("Of a folder"),
    )
    city = voltwin.demo_city(stations=20, seed=1)
    city.horizon = 86400.0
    scenario = city.model_dump(mode="json", by_alias=True)
    with serving(data) as address:
        wanted = {"scenario": scenario, "replications": REPLICATIONS}
        run_id = asked(f"{address}/api/runs", wanted)["id"]
        while not list(data.glob("jobs/*/chunks/*.parquet")):
            asked(f"{address}/api/runs/{run_id}?wait=0.1")
        backup = tmp_path / "backup"
        done(back_up_jobs, DATA=data, BACKUP=backup)
        done(back_up, STORE=data / "store", BACKUP=backup / "store")
        kpis = ended(address, run_id)
    restored = tmp_path / "restored"
    done(restore_jobs, BACKUP=backup, RESTORED=restored)
    done(restore, BACKUP=backup / "store", RESTORED=restored / "store")
    assert not list(restored.glob("jobs/*/result.json"))
    with serving(restored) as address:
        assert ended(address, run_id) == kpis
    assert (restored / "tokens.json").read_text() == (data / "tokens.json").read_text()
