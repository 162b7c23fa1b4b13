"""What deploy/ holds, as far as it can be checked without a cluster: schemas, commands, scripts."""

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from tests.deploy.commands import commands_in, options_in, options_of
from tests.experiment import clusters  # noqa: F401 - before ray is imported

import voltwin
from voltwin.experiment.on_ray.address import answers
from voltwin.scenario.files import write

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
FILES = [
    *sorted(path for path in DEPLOY.iterdir() if path.is_file()),
    *(ROOT / "docs" / name for name in ("operations.md", "decisions.md")),
]
PARTS = ("Caddyfile", "Dockerfile", "Dockerfile.dockerignore", "alerts.yaml", "entrypoint.sh")
WITHOUT_COMMANDS = {DEPLOY / name for name in PARTS}
SCRIPTS = sorted(DEPLOY.glob("*.sbatch"))
NO_RAY = 'Ray is not installed: pip install "voltwin[cluster]"'
VOLTWIN = [str(Path(sys.executable).with_name("voltwin"))]
PLAN = """
name: small
scenario: city.yaml
replications: 4
measures: [lost_share]
factors:
  demand: {path: demand.multiplier, multiply: [1, 2, 3]}
"""


def loaded(name: str) -> Any:
    return yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))


# --- the commands in them ---


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_commands_are_there_with_their_options(file: Path) -> None:
    commands = list(commands_in(file.read_text(encoding="utf-8")))
    assert commands or file in WITHOUT_COMMANDS
    for words in commands:
        assert options_in(words) <= options_of(words), words


def test_a_command_is_seen_over_two_lines() -> None:
    text = "#   'x/voltwin sweep a.yaml \\\n#     --shard \"$i/8\"' and `voltwin merge *`"
    assert list(commands_in(text)) == [["sweep", "a.yaml", "--shard", "$i/8"], ["merge", "*"]]


def values(of: Any) -> Iterator[str]:
    """Yield all texts in nested mappings and lists."""
    if isinstance(of, dict):
        of = list(of.values())
    if isinstance(of, list):
        for value in of:
            yield from values(value)
    elif isinstance(of, str):
        yield of


def test_what_is_to_be_filled_in_is_told() -> None:
    told = (DEPLOY / "README.md").read_text(encoding="utf-8").partition("## Sweeps")[2]
    files = ("ray-cluster.yaml", "kuberay.yaml")
    texts = [text for name in files for text in values(loaded(name))]
    ours = {"VOLTWIN_CACHE_DIR", "RAY_USAGE_STATS_ENABLED"}
    blanks = {text for text in texts if re.fullmatch(r"[A-Z][A-Z_0-9]+", text)} - ours
    assert blanks == set(re.findall(r"`([A-Z][A-Z_0-9]+)`(?=[^\n]*\|$)", told, re.MULTILINE))


# --- what Ray and Kubernetes will say ---


def test_ray_takes_the_cluster() -> None:
    util = pytest.importorskip("ray.autoscaler._private.util", reason=NO_RAY)
    config = util.prepare_config(loaded("ray-cluster.yaml"))
    util.validate_config(config)  # against Ray's own schema
    (kind,) = config["available_node_types"].values()
    assert kind["min_workers"] == len(config["provider"]["worker_ips"]) == 2


def test_a_word_that_ray_does_not_know_is_noticed() -> None:
    util = pytest.importorskip("ray.autoscaler._private.util", reason=NO_RAY)
    with pytest.raises(Exception, match="setup_command"):  # of jsonschema
        util.validate_config(
            util.prepare_config({**loaded("ray-cluster.yaml"), "setup_command": ["true"]})
        )


def test_the_job_on_kubernetes_hangs_together() -> None:
    job = loaded("kuberay.yaml")
    assert (job["apiVersion"], job["kind"]) == ("ray.io/v1", "RayJob")
    cluster = job["spec"]["rayClusterSpec"]
    pins = dict(re.findall(r"(\S+)==(\S+)", (ROOT / "constraints.txt").read_text()))
    assert cluster["rayVersion"] == pins["ray"]
    (workers,) = cluster["workerGroupSpecs"]
    assert cluster["enableInTreeAutoscaling"]
    assert workers["minReplicas"] <= workers["replicas"] <= workers["maxReplicas"]
    for group in (cluster["headGroupSpec"], workers):
        pod = group["template"]["spec"]
        (container,) = pod["containers"]
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted == {volume["name"] for volume in pod["volumes"]}
        assert container["resources"]["requests"] == container["resources"]["limits"]
        assert all(isinstance(value, str) for value in group["rayStartParams"].values())


def test_the_job_reads_and_writes_what_is_mounted() -> None:
    job = loaded("kuberay.yaml")["spec"]
    (container,) = job["rayClusterSpec"]["headGroupSpec"]["template"]["spec"]["containers"]
    mounts = {mount["mountPath"] for mount in container["volumeMounts"]}
    paths = re.findall(r" (/[^/ ]+)/", job["entrypoint"])
    assert mounts == set(paths)


# --- the scripts, on this machine ---


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_bash_takes_a_script(script: Path) -> None:
    subprocess.run(["bash", "-n", str(script)], check=True)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Twelve runs: three variants of a small city."""
    write(changed_city(), tmp_path / "city.yaml")
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN)
    return file


def changed_city() -> voltwin.Scenario:
    city = voltwin.demo_city(stations=2, seed=3)
    city.horizon = 7200.0
    return city


def ran(script: str, plan: Path, folder: Path, **environment: str) -> None:
    done = subprocess.run(
        ["bash", str(DEPLOY / script), str(plan), str(folder)],
        env={**os.environ, "VOLTWIN_BIN": str(Path(sys.executable).parent), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def whole(plan: Path, folder: Path) -> pa.Table:
    subprocess.run(
        [*VOLTWIN, "sweep", plan, "--out", folder, "--threads=1", "--no-report"],
        check=True,
        capture_output=True,
    )
    return pq.read_table(folder / "runs.parquet")


def test_parts_of_the_batch_queue_are_merged(plan: Path, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    for number in ("1", "2"):
        task = {"SLURM_ARRAY_TASK_ID": number, "SLURM_ARRAY_TASK_COUNT": "2"}
        ran("batch-queue.sbatch", plan, parts, SLURM_CPUS_PER_TASK="1", **task)
    merged = tmp_path / "merged"
    subprocess.run(
        [*VOLTWIN, "merge", *parts.iterdir(), "--out", merged, "--no-report"],
        check=True,
        capture_output=True,
    )
    assert pq.read_table(merged / "runs.parquet") == whole(plan, tmp_path / "whole")


SRUN = """#!/bin/bash
while [[ $1 == --* ]]; do shift; done
exec "$@"
"""
SCONTROL = """#!/bin/bash
tr , '\\n' <<< "$3"
"""


def test_the_slurm_job_starts_ray_on_two_nodes_and_stops_it(plan: Path, tmp_path: Path) -> None:
    """Both nodes are this machine; what Slurm would do is done by two scripts."""
    services = pytest.importorskip("ray.util", reason=NO_RAY)
    here = services.get_node_ip_address()
    commands = tmp_path / "slurm"
    commands.mkdir()
    for name, script in (("srun", SRUN), ("scontrol", SCONTROL)):
        (commands / name).write_text(script)
        (commands / name).chmod(0o755)
    with tempfile.TemporaryDirectory(prefix="vt-", dir="/tmp") as short, socket.socket() as free:
        free.bind(("", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "RAY_TMPDIR": short,
            "RAY_PORT": str(port),
            "SLURM_JOB_NODELIST": f"{here},{here}",
            "SLURM_CPUS_PER_TASK": "1",
        }
        ran("slurm.sbatch", plan, tmp_path / "results", **environment)
        assert not answers((here, port))
    runs = pq.read_table(tmp_path / "results" / "runs.parquet")
    assert runs == whole(plan, tmp_path / "whole")
