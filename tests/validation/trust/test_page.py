"""The report of a run of checks."""

import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.report.pages import read
from tests.validation.trust.made import ABSENT, BREAKS, DIFFERS, HOLDS, check, validation

from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.figure import rows_of
from voltwin.validation.trust.judging import statistical
from voltwin.validation.trust.page import render, write_html
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.verdict import Sample, Verdict

COMMAND = "voltwin validate --quick"
TEXT = render(validation(HOLDS, BREAKS, ABSENT, DIFFERS), COMMAND)


def test_the_page_fetches_nothing() -> None:
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", TEXT)
    assert "@import" not in TEXT


def test_the_page_counts_and_says_what_failed_and_what_was_skipped() -> None:
    page = read(TEXT)
    assert "2 of 6 verdicts failed" in page.text
    assert "FAILED: differs, rows that differ: 3 is more than 0" in page.by_id("troubles").text
    assert "skipped: absent, a measured curve: leaf.csv is not here" in page.text
    assert COMMAND in page.by_id("recipe").text
    assert "The scenario" not in page.text


def test_every_group_has_its_verdicts_with_seed_and_sample() -> None:
    page = read(TEXT)
    theory = page.by_id("theory").text
    assert "64 x 1,000 arrivals" in theory
    assert len(list(page.by_id("check-holds").all("svg"))) == 1
    assert not page.has("check-absent")
    assert "leaf.csv" in page.by_id("physics").text


def test_a_run_without_failures_says_how_likely_one_was() -> None:
    text = read(render(validation(HOLDS), COMMAND)).text
    assert "All 2 things that were asked hold." in text
    assert "A right model fails such a run less than once in 1,000." in text


def test_only_what_has_a_scale_is_drawn() -> None:
    verdicts = validation(HOLDS, DIFFERS, ABSENT).verdicts
    labels = [row.label for row in rows_of(verdicts)]
    assert labels == ["a station", "lost", "waits", "charge time"]
    lost = rows_of(verdicts)[1]
    assert lost.off == pytest.approx(0.2)
    assert lost.half < lost.catches
    assert lost.text == "+0.20 % ± 0.77 %  passed"
    exact = rows_of(verdicts)[3]
    assert exact.text == "+0.01 % ± 0.056 %  passed", "a tolerance in the units of the figure"


def test_what_came_out_as_no_number_is_told_and_not_drawn() -> None:
    def served_nobody(_effort: Effort) -> Iterator[Verdict]:
        yield statistical("lost", 0.2, Estimate.of([0.2, math.nan]), Sample(1, "2 x 10", "none"))

    text = render(validation(check("nobody", served_nobody)), COMMAND)
    assert "FAILED: nobody, lost: no number came out" in text
    assert "<figure" not in text


def test_a_page_is_written_as_a_whole(tmp_path: Path) -> None:
    write_html(validation(HOLDS), tmp_path / "validation.html", COMMAND)
    assert [file.name for file in tmp_path.iterdir()] == ["validation.html"]
