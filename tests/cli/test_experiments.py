"""The commands about experiments, as users type them."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import voltwin
from voltwin.experiment.monitor import progress_of
from voltwin.scenario import templates

Command = Callable[..., tuple[int, str, str]]

SWEEP = """
scenario: my.yaml
replications: 3
factors:
  chargers: { path: "stations[*].chargers", add: [0, 1] }
  demand: { path: demand.multiplier, multiply: [1, 1.5] }
"""
SLOW = """
import time
from voltwin.experiment.work import Work
from voltwin.experiment import runs

done = Work.run
runs._CHUNK_S = 1e-3

def run(self, chunk, threads=1):
    rows = done(self, chunk, threads)
    print("chunk", flush=True)
    return rows

Work.run = run
from voltwin.cli import main
main()
"""


@pytest.fixture(autouse=True)
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    file = Path("my.yaml")
    file.write_text(templates.first_scenario().replace("horizon: 1w", "horizon: 12h"))
    Path("sweep.yaml").write_text(SWEEP)
    return file


def run(
    *arguments: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """Return exit status, output and errors of a command."""
    from voltwin.cli import main

    monkeypatch.setattr(sys, "argv", ["voltwin", *arguments])
    status = 0
    try:
        main()
    except SystemExit as end:
        status = int(end.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return lambda *arguments: run(*arguments, monkeypatch=monkeypatch, capsys=capsys)


def test_replications_show_means_and_leave_a_folder(command: Command) -> None:
    status, out, err = command("run", "my.yaml", "--replications", "4")
    assert (status, err.startswith("2 runs: about ")) == (0, True)
    assert "Lost share: " in out
    assert "Results: results/my-replications\n" in out
    found = voltwin.load("results/my-replications")
    assert isinstance(found, voltwin.Experiment)
    assert found.runs.num_rows == 4
    assert "Lost share" in Path("results/my-replications/report.html").read_text()


def test_the_next_one_has_a_folder_of_its_own(command: Command) -> None:
    for folder in ("my-replications", "my-replications-2"):
        _, out, _ = command("run", "my.yaml", "--replications", "2", "--no-report")
        assert f"Results: results/{folder}\n" in out


def test_half_widths_are_taken_and_told(command: Command) -> None:
    wanted = ("--until-halfwidth", "grid_kwh=5%", "--no-report")
    status, out, _ = command("run", "my.yaml", *wanted)
    assert status == 0
    assert "Enough after 20 replications" in out


def test_a_comparison_tells_the_difference_and_json_holds_all_of_it(command: Command) -> None:
    sets = (
        "--set",
        "stations[*].chargers+=1; stations[*].batteries+=1",
        "--set",
        "stations[0].bays=3",
    )
    status, out, _ = command("compare", "my.yaml", *sets, "--replications", "3", "--json")
    assert status == 0
    found = json.loads(out)
    text = json.dumps(found)
    assert "stations[*].chargers+=1" in text
    assert "differences" in text


def test_a_sweep_is_gone_on_with_and_reported_again(command: Command) -> None:
    status, out, _ = command("sweep", "sweep.yaml", "--out", "s", "--no-report")
    assert (status, "12 runs, in " in out) == (0, True)
    status, out, err = command("sweep", "sweep.yaml", "--out", "s", "--resume", "--no-report")
    assert (status, err) == (0, "")
    assert "12 runs, 0 of them now" in out
    status, out, _ = command("report", "s", "--pdf")
    assert (status, out) == (0, "Report: s/report.pdf\n")
    assert Path("s/report.pdf").read_bytes().startswith(b"%PDF")
    status, out, _ = command("report", "s", "--json")
    assert (status, json.loads(out)["plan"]["kind"]) == (0, "sweep")
    status, out, _ = command("monitor", "s")
    assert (status, out) == (0, "sweep: done, 12 runs\n")


def test_shards_are_merged(command: Command) -> None:
    for part in ("1/2", "2/2"):
        status, out, _ = command("sweep", "sweep.yaml", "--shard", part, "--out", part[0])
        assert (status, out.startswith(f"Shard {part}: 6 runs in {part[0]}")) == (0, True)
    status, out, _ = command("merge", "1", "2", "--out", "whole", "--no-report")
    assert (status, "12 runs, 0 of them now" in out) == (0, True)
    command("sweep", "sweep.yaml", "--out", "alone", "--no-report")
    assert Path("whole/runs.parquet").read_bytes() == Path("alone/runs.parquet").read_bytes()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_tells_what_is_kept_and_how_to_go_on(number: signal.Signals) -> None:
    words = ["sweep", "sweep.yaml", "--out", "s", "--no-report", "--threads", "1"]
    command = [sys.executable, "-c", SLOW, *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdout=pipe, stderr=pipe) as process:
        assert process.stdout
        for _ in range(4):
            assert process.stdout.readline() == "chunk\n"
        process.send_signal(number)
        _, err = process.communicate(timeout=120)
    kept = progress_of(Path("s")).done
    assert process.returncode == 130
    assert f"{kept:,} finished runs are kept in s: go on by" in err
    assert 2 <= kept <= 12


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "my.yaml"], "name a scenario, or give --set"),
        (["compare", "my.yaml", "--set", "stations[*].chargrs+=1"], 'did you mean "chargers"'),
        (["compare", "my.yaml", "--set", "chargers"], "chargers"),
        (["compare", "my.yaml", "--set", "name=x", "--set", "name=x"], "is given twice"),
        (["compare", "my.yaml", "--set", "name=x", "--best", "losst"], "losst"),
        (["run", "my.yaml", "--replications", "1000000000"], "1,000,000,000 runs"),
        (["run", "my.yaml", "--until-halfwidth", "lost_share"], "KPI=HALF-WIDTH"),
        (["run", "my.yaml", "--resume"], "give --replications, too"),
        (["run", "my.yaml", "--replications", "3", "--resume"], "--out FOLDER"),
        (["run", "my.yaml", "--replications", "3", "--engine", "reference"], "kernel alone"),
        (["run", "my.yaml", "--replications", "3", "--snapshot", "x"], "of a single run"),
        (["sweep", "my.yaml"], "no field of a plan"),
        (["sweep", "none.yaml"], "there is no such file"),
        (["sweep", "sweep.yaml", "--shard", "3/2"], "like 3/8"),
        (["monitor", "."], "holds no experiment"),
        (["merge", ".", "--out", "x"], "holds no experiment"),
        (["report", "."], "holds no run"),
    ],
)
def test_what_is_wrong_is_one_message_and_nothing_is_left(
    command: Command, arguments: list[str], said: str
) -> None:
    status, out, err = command(*arguments)
    assert (status, out) == (2, "")
    assert said in " ".join(err.replace("│", " ").split())
    assert "Traceback" not in err
    assert sorted(path.name for path in Path().iterdir()) == ["my.yaml", "sweep.yaml"]
