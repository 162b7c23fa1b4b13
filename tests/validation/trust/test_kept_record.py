"""The full run that the documentation is made from: what `power` promises of it holds."""

from pathlib import Path

import pytest

from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.json_file import read_json
from voltwin.validation.trust.power import MOST_VERDICTS, RUN_CHANCE, room
from voltwin.validation.trust.registry import checks
from voltwin.validation.trust.verdict import Status, Verdict

KEPT = read_json(Path(__file__).resolve().parents[3] / "docs" / "validation.json")
JUDGED = [verdict for verdict in KEPT.verdicts if verdict.widest and verdict.replications]


def test_all_checks_were_run_in_full_and_nothing_failed_or_was_skipped() -> None:
    assert KEPT.effort is Effort.FULL
    assert {verdict.name for verdict in KEPT.verdicts} == checks().keys()
    assert {verdict.status for verdict in KEPT.verdicts} == {Status.PASSED}


def test_a_right_model_fails_less_than_once_in_a_thousand_runs() -> None:
    assert sum(verdict.chance > 0.0 for verdict in KEPT.verdicts) <= MOST_VERDICTS
    assert KEPT.chance <= RUN_CHANCE


@pytest.mark.parametrize("verdict", JUDGED, ids=lambda of: f"{of.name} {of.case} {of.what}")
def test_intervals_are_so_narrow_that_another_seed_would_not_be_too_wide(verdict: Verdict) -> None:
    assert verdict.half_width is not None
    assert verdict.widest is not None
    assert verdict.replications is not None
    assert verdict.half_width <= room(verdict.replications) * verdict.widest
