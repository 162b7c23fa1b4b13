"""Results in a store, as users type it."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

import voltwin
from voltwin.scenario import templates
from voltwin.store.interface import Store
from voltwin.store.opening import open_store
from voltwin.store.records import Status
from voltwin.store.schema import TABLES

Command = Callable[..., tuple[int, str, str]]

MAIN = [sys.executable, "-c", "from voltwin.cli import main; main()"]
SWEEP = """
scenario: my.yaml
replications: 3
factors:
  chargers: { path: "stations[*].chargers", add: [0, 1] }
"""
NOBODY = "postgresql://planner:secret@127.0.0.1:1/voltwin"  # no server listens at port 1


@pytest.fixture(autouse=True)
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("VOLTWIN_STORE", raising=False)
    Path("my.yaml").write_text(templates.first_scenario().replace("horizon: 1w", "horizon: 12h"))
    Path("sweep.yaml").write_text(SWEEP)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return exit status, output and errors of a command."""

    def run(*arguments: str) -> tuple[int, str, str]:
        from voltwin.cli import main

        monkeypatch.setattr(sys, "argv", ["voltwin", *arguments])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def rows_in(store: Store, run: UUID) -> int:
    return sum(store.table(name, run).num_rows for name in TABLES)


def rows_of_what_is_suggested(out: str) -> int:
    """Return how many rows the line gives that a command tells to paste."""
    (line,) = (line.strip() for line in out.splitlines() if "voltwin.open_store" in line)
    first, asking = line.split("; ")
    assert first == "import voltwin"
    return int(eval(f"{asking}.num_rows", {"voltwin": voltwin}))


def test_a_run_says_what_it_is_called_in_the_store(command: Command) -> None:
    status, out, _ = command("run", "my.yaml", "--no-report", "--store", "mine")
    (told,) = re.findall(r"Store: +mine, run ([-0-9a-f]{36})\n", out)
    run = open_store("mine").run(UUID(told))
    assert (status, run.status) == (0, Status.COMPLETED)
    assert f"FROM kpi_stations WHERE run_id = '{told}'" in out
    assert rows_of_what_is_suggested(out) > 0
    assert rows_in(open_store("mine"), run.id) > 100
    kept = json.loads(Path("results/my/run.json").read_text())["stored"]
    assert kept["run_id"] == told


def test_the_store_may_stand_in_the_environment(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOLTWIN_STORE", "mine")
    status, out, _ = command("run", "my.yaml", "--no-report", "--json", "--no-events")
    told = json.loads(out)["stored"]["run_id"]
    assert (status, open_store("mine").run(UUID(told)).status) == (0, Status.COMPLETED)
    assert open_store("mine").table("telemetry_events", UUID(told)).num_rows == 0


@pytest.mark.parametrize(
    ("arguments", "runs"),
    [
        (["run", "my.yaml", "--replications", "3"], 1),
        (["compare", "my.yaml", "--set", "stations[*].bays+=1", "--replications", "2"], 2),
        (["sweep", "sweep.yaml"], 2),
    ],
)
def test_experiments_say_what_they_are_called_in_the_store(
    command: Command, arguments: list[str], runs: int
) -> None:
    status, out, _ = command(*arguments, "--no-report", "--store", "mine")
    (told,) = re.findall(r"Store: +mine, experiment ([-0-9a-f]{36})\n", out)
    found = open_store("mine").runs(experiment=UUID(told))
    assert (status, [run.status for run in found]) == (0, [Status.COMPLETED] * runs)
    assert f"WHERE experiment_id = '{told}'" in out
    assert rows_of_what_is_suggested(out) == len(found)


def test_a_store_is_found_again_from_anywhere(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("sweep", "sweep.yaml", "--no-report", "--store", "mine", "--out", "s")
    Path("s/result.json").unlink()
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    status, _, _ = command("sweep", "../sweep.yaml", "--no-report", "--out", "../s", "--resume")
    assert (status, list(Path().iterdir())) == (0, [])
    assert len(open_store("../mine").runs()) == 2


def test_shards_are_written_when_they_are_merged(command: Command) -> None:
    for part in ("1", "2"):
        how = ["--shard", f"{part}/2", "--out", part, "--store", "mine"]
        status, out, _ = command("sweep", "sweep.yaml", *how)
        assert (status, "merge FOLDER ... --out FOLDER --store mine" in out) == (0, True)
    assert not Path("mine").exists()
    status, out, _ = command("merge", "1", "2", "--out", "all", "--no-report", "--store", "mine")
    assert (status, len(open_store("mine").runs())) == (0, 2)


@pytest.mark.parametrize(
    ("store", "status", "said"),
    [
        (NOBODY, 1, "127.0.0.1"),
        ("mysql://there", 2, "there is no such kind of store"),
        ("my.yaml", 2, "my.yaml"),
    ],
)
@pytest.mark.parametrize("arguments", [["run", "my.yaml"], ["sweep", "sweep.yaml"]])
def test_a_store_that_cannot_be_used_is_refused_before_anything_begins(
    command: Command, store: str, status: int, said: str, arguments: list[str]
) -> None:
    found, out, err = command(*arguments, "--store", store)
    assert (found, out) == (status, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert "secret" not in err
    assert sorted(path.name for path in Path().iterdir()) == ["my.yaml", "sweep.yaml"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_is_cancelled_in_the_store(number: signal.Signals) -> None:
    words = ["run", "my.yaml", "--engine", "reference", "--out", "out", "--store", "mine"]
    with subprocess.Popen([*MAIN, *words], stderr=subprocess.PIPE, text=True) as running:
        while not list(Path().glob(".out.partial-*")):
            assert running.poll() is None
        running.send_signal(number)
        _, said = running.communicate(timeout=60)
    assert (running.returncode, "nothing half-written is left" in said) == (130, True)
    (run,) = open_store("mine").runs()
    assert (run.status, rows_in(open_store("mine"), run.id)) == (Status.CANCELLED, 0)
    assert sorted(path.name for path in Path().iterdir()) == ["mine", "my.yaml", "sweep.yaml"]
