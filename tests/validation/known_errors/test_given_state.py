"""The check of the given state finds a model that begins otherwise."""

import pytest
from tests.validation.known_errors.verdicts import Spoil, asked

from voltwin.validation.known_errors import given_state
from voltwin.validation.network import Network


def test_another_state_at_the_start_is_found(
    spoiled: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = given_state.stocked

    def other(socs: list[list[float]]) -> Network:
        (first, *others), *more = socs
        return right([[first + 1e-9, *others], *more])

    monkeypatch.setattr(given_state, "stocked", other)
    assert asked(given_state.CHECK) == ["batteries that begin otherwise than given"]
