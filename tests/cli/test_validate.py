"""`voltwin validate` as its users see it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.validation.trust.made import ABSENT, DIFFERS, HOLDS

from voltwin.cli import main
from voltwin.validation.trust import registry
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.registry import checks

MADE = "checks that are made for this test"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Check]]:
    """The checks there are, for this test."""
    found: list[Check] = [HOLDS, ABSENT, DIFFERS]

    class Module:
        CHECKS = found

    monkeypatch.setattr(registry, "MODULES", (MADE,))
    monkeypatch.setattr(registry, "import_module", lambda _name: Module)
    checks.cache_clear()
    yield found
    checks.cache_clear()


def validate(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run the command and return its exit status."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "argv", ["voltwin", "validate", *words])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


Capture = pytest.CaptureFixture[str]


@pytest.mark.usefixtures("made")
def test_what_fails_makes_the_command_fail_and_is_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    out = tmp_path / "validation"
    assert validate(monkeypatch, "--out", str(out), "--workers", "1") == 1
    said = capsys.readouterr().out
    assert "FAILED: differs, rows that differ: 3 is more than 0" in said
    assert "3 passed, 1 failed, 1 skipped" in said
    assert "rows that differ" in (out / "validation.html").read_text(encoding="utf-8")
    assert json.loads((out / "validation.json").read_text())["failed"] == 1


@pytest.mark.usefixtures("made")
def test_checks_are_chosen_by_name_and_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    words = ("--only", "theory", "--only", "absent", "--out", str(tmp_path), "--workers", "1")
    assert validate(monkeypatch, *words, "--full", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["effort"] == "full"
    assert {verdict["name"] for verdict in found["verdicts"]} == {"holds", "absent"}
    assert found == json.loads((tmp_path / "validation.json").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("words", "folder"),
    [([], "quick"), (["--full"], "full"), (["--full", "--only", "theory"], "chosen")],
)
def test_a_short_run_does_not_replace_a_long_one(
    words: list[str], folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    validate(monkeypatch, *words, "--workers", "1")
    assert (tmp_path / "results" / "validation" / folder / "validation.html").exists()


def test_verdicts_are_shown_though_no_report_can_be_written(
    made: list[Check], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    made[:] = [HOLDS]
    (tmp_path / "validation.json").mkdir()
    assert validate(monkeypatch, "--out", str(tmp_path), "--workers", "1") == 2
    said = capsys.readouterr()
    assert "2 passed, 0 failed" in said.out
    assert "validation.json: is a folder; name a file" in said.err


@pytest.mark.usefixtures("made")
def test_the_list_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert validate(monkeypatch, "--list") == 0
    assert capsys.readouterr().out.splitlines() == [
        "theory: Theory, through the whole engine",
        "  holds    what holds looks at",
        "physics: Physics",
        "  absent   what absent looks at",
        "engines: Engines against each other",
        "  differs  what differs looks at",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--only", "erlangb"], 'no check or group "erlangb"; did you mean "erlang-b"?'),
        (["--quick", "--full"], "--quick and --full exclude each other"),
        (["--full", "mmck"], "options belong behind the command: validate mmck ..."),
        (["mmck", "--bays", "10"], "--room: given 10, must be above --bays, 10"),
        (["--only", "theory", "--out", __file__], "cannot be written to: File exists"),
        (["--full", "--out", f"{__file__}/sub"], "/sub cannot be written to: Not a directory"),
        (["--quick", "--out", "/proc/nowhere"], "/proc/nowhere cannot be written to"),
        (["--workers", "2", "mmck"], "options belong behind the command: validate mmck ..."),
        (["--out", "x", "mmck"], "options belong behind the command: validate mmck ..."),
        (["erlang-b", "--arrivals", "inf"], "inf arrivals take inf h after a warm-up of 6 h"),
        (["erlang-b", "--load", "1e400"], "--load: given inf, must be above 0, and finite"),
        (["erlang-c", "--load", "10"], "must be below --servers, 10"),
        (["erlang-b", "--servers", "0"], "must be at least 1"),
    ],
)
def test_wrong_input_is_told_plainly(
    words: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert validate(monkeypatch, *words) == 2
    said = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert message in said
    assert list(tmp_path.iterdir()) == []


SMALL = ("--replications", "10", "--arrivals", "2000")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("erlang-b", "--servers", "4", "--load", "3", "--law", "mixed"), "c=4 a=3 mixed"),
        (("swap-lost", "--arrival", "2"), "λ=2 µ=1 C=4 B=6"),
        (("swap-queue", "--places", "3"), "λ=3 µ=1 C=4 B=6 Q=3"),
        (("erlang-c", "--servers", "3", "--load", "2"), "c=3 a=2"),
        (("mmck", "--bays", "2", "--arrival", "1.5"), "λ=1.5 s=1 bays=2 R=10"),
        (("pollaczek-khinchine", "--variation", "0.5"), "λ=0.7 T=1 lognormal, cv=0.5"),
        (("window-fill", "--window", "0.1", "--law", "exponential"), "λ=6 T=1 B=8 exponential"),
        (("bscs", "--arrival", "11", "--chargers", "8", "--batteries", "12"), "C=8 B=12"),
    ],
)
def test_a_system_with_parameters_of_ones_own(
    words: tuple[str, ...], shown: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert validate(monkeypatch, *words, *SMALL, "--seed", "3") == 0
    said = capsys.readouterr().out
    assert shown in said
    assert "10 x 2,000 arrivals, seed 3" in said
    assert "Catches" in said
    assert "Theory: " in said


def test_a_fleet_of_ones_own_for_programs(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    words = ("closed-fleet", "--vehicles", "20", "--spares", "5", "--chargers", "3")
    assert validate(monkeypatch, *words, "--swaps", "2000", "--replications", "10", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    swaps = next(verdict for verdict in found if verdict["what"] == "swaps")
    assert swaps["status"] == "passed"
    assert swaps["sample"]["sizes"] == "10 x 2,000 swaps"
    assert swaps["half_width"] < swaps["catches"]
