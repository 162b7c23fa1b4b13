"""The check of waits finds models that do not count what vehicles wait."""

from tests.validation.known_errors.verdicts import Spoil, asked

from voltwin.reference.visit import Visit
from voltwin.validation.known_errors import waits


def test_waits_that_are_always_0_are_found(spoiled: Spoil) -> None:
    spoiled(Visit, "_waited_s", lambda _right, _visit: 0.0)
    assert len(asked(waits.CHECK)) == 2


def test_waits_that_are_a_little_off_are_found(spoiled: Spoil) -> None:
    spoiled(Visit, "_waited_s", lambda right, visit: right(visit) * (1.0 + 1e-12))
    assert asked(waits.CHECK) == ["difference of waits from the rows of arrival and swap"]
