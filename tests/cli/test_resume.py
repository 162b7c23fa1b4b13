"""`voltwin run --snapshot` and `voltwin resume`, in the process that tests them."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from typer import BadParameter

from voltwin.cli.resume import resume_file
from voltwin.cli.run import Wanted, run_file
from voltwin.scenario import templates
from voltwin.simulation import EngineName
from voltwin.validation.difference import columns_of, first_difference
from voltwin_bindings.snapshot_error import SnapshotError

HOUR_S = 3600.0


@pytest.fixture
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = Path("my.yaml")
    file.write_text(templates.first_scenario().replace("horizon: 1w", "horizon: 12h"))
    return file


def plain(out: str, snapshot: str | None = None, events: bool | None = True) -> Wanted:
    return Wanted(Path(out), events, report=False, snapshot=Path(snapshot) if snapshot else None)


def test_a_run_in_three_parts_is_the_run_in_one(scenario: Path) -> None:
    run_file(scenario, "kernel", 4, None, plain("whole"))
    run_file(scenario, "kernel", 4, 5 * HOUR_S, plain("first", "a.snapshot"))
    resume_file(Path("a.snapshot"), 9 * HOUR_S, plain("second", "b.snapshot", None))
    resume_file(Path("b.snapshot"), None, plain("third", None, None))
    records = {name: json.loads(Path(name, "run.json").read_text()) for name in ("whole", "third")}
    assert records["third"]["total"] == records["whole"]["total"]
    assert records["third"]["log_from_s"] == 9 * HOUR_S
    assert records["third"]["seed"] == 4
    parts = [
        parquet.read_table(Path(name, "events.parquet")) for name in ("first", "second", "third")
    ]
    whole = parquet.read_table(Path("whole", "events.parquet"))
    assert first_difference(columns_of(pa.concat_tables(parts)), columns_of(whole)) == ""


def test_users_are_told_how_to_go_on(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_file(scenario, "kernel", 1, HOUR_S, plain("out", "noon.snapshot"))
    shown = capsys.readouterr().out
    assert "Snapshot: noon.snapshot (" in shown
    assert "voltwin resume noon.snapshot" in shown
    resume_file(Path("noon.snapshot"), None, Wanted(report=False))
    shown = capsys.readouterr().out
    assert "Went on from noon.snapshot at 1h; events.parquet begins there." in shown
    assert Path("results", "noon", "run.json").is_file()


def test_a_run_without_a_log_cannot_go_on_with_one(scenario: Path) -> None:
    run_file(scenario, "kernel", 1, HOUR_S, plain("out", "a.snapshot", events=False))
    with pytest.raises(BadParameter, match="begun with --no-events"):
        resume_file(Path("a.snapshot"), None, plain("more"))
    resume_file(Path("a.snapshot"), None, plain("more", None, None))
    assert not Path("more", "events.parquet").exists()


@pytest.mark.parametrize(
    ("engine", "until", "snapshot", "message"),
    [
        ("kernel", None, "a.snapshot", "^needs --until: at the scenario's horizon, 12h"),
        ("kernel", 12 * HOUR_S, "a.snapshot", "^needs --until: at the scenario's horizon, 12h"),
        ("reference", HOUR_S, "a.snapshot", "^needs the kernel: the reference cannot be saved"),
        ("kernel", HOUR_S, "my.yaml", "my.yaml: is no snapshot, and would be lost"),
    ],
)
def test_a_snapshot_that_cannot_be_is_refused_before_the_run(
    scenario: Path, engine: EngineName, until: float | None, snapshot: str, message: str
) -> None:
    with pytest.raises((BadParameter, SnapshotError), match=message):
        run_file(scenario, engine, 1, until, plain("out", snapshot))
    assert list(Path().iterdir()) == [scenario]


@pytest.mark.parametrize("until", [HOUR_S, 2 * HOUR_S, 13 * HOUR_S])
def test_an_end_outside_the_rest_of_the_run_is_refused(scenario: Path, until: float) -> None:
    run_file(scenario, "kernel", 1, 2 * HOUR_S, plain("out", "a.snapshot"))
    with pytest.raises(BadParameter, match=r"must be above 2h and at most .* horizon, 12h"):
        resume_file(Path("a.snapshot"), until, plain("more"))
