"""Verdicts on the terminal."""

import io
from collections.abc import Iterator

import pytest
from rich.console import Console
from tests.validation.trust.made import ABSENT, BREAKS, DIFFERS, HOLDS, check, validation

from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact
from voltwin.validation.trust.table import render
from voltwin.validation.trust.verdict import Verdict


def shown(*checks: Check, width: int = 80) -> list[str]:
    file = io.StringIO()
    render(validation(*checks), console=Console(file=file, width=width))
    return file.getvalue().splitlines()


def test_a_run_is_told_by_group_and_check_and_counted_at_the_end() -> None:
    lines = shown(HOLDS, DIFFERS)
    assert lines[0] == "Theory, through the whole engine"
    assert "Engines against each other" in lines
    (lost,) = (line for line in lines if line.split()[:1] == ["lost"])
    assert lost.split() == ["lost", "0.2", "0.2004", "±", "0.77", "%", "0.97", "%", "passed"]
    (rows,) = (line for line in lines if line.split()[:2] == ["rows", "that"])
    assert rows.split()[3:] == ["0", "3", "±", "0", "-", "FAILED"]
    assert "FAILED: differs, rows that differ: 3 is more than 0" in lines
    assert lines[-2].startswith("3 passed, 1 failed in 12 s. A right model fails such a run less")


def test_what_is_skipped_says_why() -> None:
    text = " ".join(shown(ABSENT, HOLDS))
    assert "skipped: absent, a measured curve: leaf.csv is not here; set VOLTWIN_SHARED" in text
    assert "2 passed, 0 failed, 1 skipped in 12 s" in text


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, shown(HOLDS, BREAKS, ABSENT, DIFFERS, width=width))) <= width


def test_nothing_is_left_to_chance_where_all_is_exact() -> None:
    assert "Nothing in it is left to chance." in " ".join(shown(DIFFERS))


def test_a_long_name_goes_over_several_lines_and_its_figures_stand_in_the_last() -> None:
    def held(_effort: Effort) -> Iterator[Verdict]:
        yield exact("logs that are others by the published scenario, seed and replication", 0, 0, 0)

    lines = [line.split() for line in shown(check("long", held, "errors"))]
    first = lines.index(["logs", "that", "are", "others", "by", "the"])
    assert lines[first + 1] == ["published", "scenario,", "seed"]
    assert lines[first + 2] == ["and", "replication", "0", "0", "±", "0", "-", "passed"]
