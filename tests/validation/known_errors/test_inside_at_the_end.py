"""The check of who is inside finds vehicles that never leave."""

from tests.validation.known_errors.verdicts import Spoil, asked

from voltwin.reference.visit import Visit
from voltwin.validation.known_errors import inside_at_the_end


def test_vehicles_that_are_inside_for_ever_are_found(spoiled: Spoil) -> None:
    spoiled(Visit, "leave", lambda _right, _visit: None)
    assert len(asked(inside_at_the_end.CHECK)) == 1  # sums are by rows
