"""Whatever is lost with all that it knew, the driver or the head: to resume gives what an
undisturbed experiment gives."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.experiment.clusters import cluster

import voltwin
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.replications import replications

RUNS = 800
DRIVER = """
import sys
import voltwin
from voltwin.cli.failures import exit_status
from voltwin.experiment.on_ray import driver_process
from voltwin.experiment.replications import replications

driver_process._LOOK_S = driver_process._SILENCE_S = 0.2
address, folder, runs = sys.argv[1:]
try:
    replications(
        voltwin.demo_city(stations=3, seed=2),
        int(runs),
        until="1d",
        folder=folder,
        ray=address,
        progress=lambda done, wanted: print(done, flush=True),
    )
except Exception as error:
    sys.exit(exit_status(error))
"""


def experiment(folder: Path | None = None, **how: Any) -> Experiment:
    city = voltwin.demo_city(stations=3, seed=2)
    return replications(city, RUNS, until="1d", folder=folder, **how)


@pytest.fixture(scope="module")
def undisturbed() -> pa.Table:
    return experiment(threads=2).runs


@contextmanager
def driver(address: str, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Give a process that does the experiment on a cluster, in mid-work."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", DRIVER, address, str(folder), str(RUNS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        next(said for said in process.stdout if int(said) > 1)
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_killed_driver_is_resumed(tmp_path: Path, undisturbed: pa.Table) -> None:
    folder = tmp_path / "results"
    with cluster(1, 1) as made, driver(made.address, folder) as process:
        process.send_signal(signal.SIGKILL)
        _, said = process.communicate()
        assert said == ""
        resumed = experiment(folder, resume=True, ray=made.address)
    assert 0 < resumed.record["new_runs"] < RUNS
    assert resumed.runs == undisturbed


@pytest.mark.parametrize("lost", ["kill_all_processes", "kill_gcs_server"])
def test_without_its_head_the_driver_says_so_and_is_resumed(
    lost: str, tmp_path: Path, undisturbed: pa.Table
) -> None:
    folder = tmp_path / "results"
    with cluster(2) as made, driver(made.address, folder) as process:
        getattr(made.head_node, lost)(check_alive=False)
        _, said = process.communicate()
    assert process.returncode == 1
    assert said.startswith("Error: the Ray cluster at ")
    assert "--resume" in said
    assert said.count("\n") == 1
    resumed = experiment(folder, resume=True, threads=2)
    assert 0 < resumed.record["new_runs"] < RUNS
    assert resumed.runs == undisturbed
