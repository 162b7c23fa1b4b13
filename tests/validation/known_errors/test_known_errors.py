"""The errors of others are not made here. That each check finds a model that makes one is told in
the files beside this one.
"""

import pytest
from tests.validation.known_errors.verdicts import Spoil, asked

from voltwin.validation.known_errors import CHECKS
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Status


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_error_is_not_made(check: Check) -> None:
    found = list(check.run(Effort.QUICK))
    assert [verdict for verdict in found if verdict.status is not Status.PASSED] == []
    assert len({(verdict.case, verdict.what) for verdict in found}) == len(found)
    assert all(verdict.sample.sizes for verdict in found)
    statistical = 5 if check.name == "hour-boundaries" else 0
    assert sum(verdict.chance > 0.0 for verdict in found) == statistical


@pytest.mark.parametrize(
    "check",
    [
        check
        for check in CHECKS
        if check.name
        in ("waits", "energy-integral", "cooling", "swapped-batteries", "no-battery-lost")
    ],
    ids=lambda check: check.name,
)
def test_the_reference_makes_none_either(check: Check, spoiled: Spoil) -> None:
    assert asked(check) == []
