"""The checks of demand as they are, at the effort of a quick run."""

import pytest

from voltwin.validation.demand_checks import CHECKS
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.power import CHANCE, WIDE_CHANCE
from voltwin.validation.trust.verdict import Status, Verdict

MOST = 27  # of the statistical verdicts of a run


@pytest.fixture(scope="module")
def found() -> dict[str, list[Verdict]]:
    return {check.name: list(check.run(Effort.QUICK)) for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_demand_is_as_asked_for(check: Check, found: dict[str, list[Verdict]]) -> None:
    verdicts = found[check.name]
    assert [verdict for verdict in verdicts if verdict.status is not Status.PASSED] == []
    assert len({(verdict.case, verdict.what) for verdict in verdicts}) == len(verdicts)


def test_a_verdict_that_is_left_to_chance_says_what_it_would_have_seen(
    found: dict[str, list[Verdict]],
) -> None:
    by_chance = [one for verdicts in found.values() for one in verdicts if one.chance]
    assert 20 < len(by_chance) <= MOST
    for verdict in by_chance:
        assert CHANCE <= verdict.chance <= CHANCE + WIDE_CHANCE
        assert verdict.sample.seed is not None
        assert verdict.catches is not None
        assert verdict.catches > (verdict.half_width or verdict.tolerance or 0.0)
