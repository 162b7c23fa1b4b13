"""`voltwin calibrate` as its users see it: shown, and written when wanted."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.calibration.made import hourly, times

from voltwin.cli import main
from voltwin.scenario import load


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    at = times(hourly(35, 100.0, day=0.1))
    soc = np.random.default_rng(1).beta(2.0, 8.0, len(at))
    rows = [f"{time},{value:.3f}" for time, value in zip(at, soc, strict=True)]
    Path("swaps.csv").write_text("\n".join(["time,soc", *rows]) + "\n")


def voltwin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[object, str, str]:
    """Return exit status, output and errors of the command line in this process."""
    monkeypatch.setattr(sys, "argv", ["voltwin", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code or 0, *capsys.readouterr()


def test_it_shows_and_says_how_to_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = voltwin(monkeypatch, capsys, "calibrate", "swaps.csv")
    assert (status, err) == (0, "")
    for part in (
        "Arrivals by hour of the week",
        "day factor: variance",
        "held out",
        "A log of swaps",
    ):
        assert part in out
    shown, _, command = out.rpartition("\n  ")
    assert max(map(len, shown.splitlines())) <= 80
    assert command.strip().endswith("swaps.csv --out calibrated.yaml --html calibrated.html")
    assert sorted(file.name for file in Path().iterdir()) == ["swaps.csv"]


def test_it_writes_a_scenario_and_a_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("calibrate", "swaps.csv", "--out", "a.yaml", "--html", "a.html", "--hold-out", "7d")
    status, out, _ = voltwin(monkeypatch, capsys, *words)
    assert status == 0
    assert "Wrote a.yaml and a.html." in out
    assert load("a.yaml").stations[0].id == "all"
    assert "voltwin calibrate swaps.csv" in Path("a.html").read_text(encoding="utf-8")
    status, _, err = voltwin(monkeypatch, capsys, *words)
    assert (status, err[:27]) == (2, "Error: a.yaml: exists alrea")
    Path("a.yaml").unlink()
    status, _, err = voltwin(monkeypatch, capsys, *words)
    assert (status, err[:27]) == (2, "Error: a.html: exists alrea")
    assert voltwin(monkeypatch, capsys, *words, "--force")[0] == 0


def test_it_prints_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("calibrate", "swaps.csv", "--json", "--end", "2026-01-12", "--kind", "arrivals")
    _, out, _ = voltwin(monkeypatch, capsys, *words)
    data = json.loads(out)
    assert len(data["profile"]) == 168
    assert data["fitted"]["battery_types"][0]["arrival_soc"]["kind"] == "beta"
    assert data["not_held_out"].startswith("No day was held out: 14 days at the end")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("none.csv",), "Error: none.csv: there is no such file"),
        (("swaps.csv", "--column", "tme=time"), 'Error: column tme: is no field; did you mean "ti'),
        (
            ("swaps.csv", "--out", "swaps.csv", "--force"),
            "Error: swaps.csv: is the log; name another",
        ),
        (("swaps.csv", "--out", "."), "Error: .: is a folder"),
        (("swaps.csv", "--html", "."), "Error: .: is a folder; name a file with --html"),
        (("swaps.csv", "--html", "swaps.csv"), "Error: swaps.csv: is the log; name another file "),
        (
            ("swaps.csv", "--out", "a.yaml", "--html", "./a.yaml", "--force"),
            "Error: a.yaml: is the scenario; name another file with --html",
        ),
        (("swaps.csv", "--kind", "trips"), 'Error: kind: given "trips"'),
        (("swaps.csv", "--out", "no/a.yaml"), "Error: no/a.yaml: cannot be written: No such file"),
    ],
)
def test_bad_input_is_one_clear_message(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    message: str,
) -> None:
    status, out, err = voltwin(monkeypatch, capsys, "calibrate", *words)
    assert (status, out) == (2, "")
    assert err.startswith(message)
    assert err.count("\n") == 1
