"""Models that make an error: most by way of the reference, whose handlers are plain Python. What
its rows say is judged as the kernel's are.
"""

from collections.abc import Callable
from typing import Any

import pytest
from tests.validation.known_errors.verdicts import Spoil

from voltwin.reference import ReferenceEngine
from voltwin.validation.known_errors import (
    conservation,
    cooling,
    energy,
    given_state,
    grid_limit,
    inside_at_the_end,
    more_chargers,
    runs,
    swapped_batteries,
    waits,
)
from voltwin.validation.trust.effort import Effort


@pytest.fixture
def spoiled(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """Give a function that spoils the reference, and has it run in place of the kernel."""
    monkeypatch.setattr(runs, "ENGINE", ReferenceEngine)

    def spoil(owner: object, name: str, other: Callable[..., Any]) -> None:
        right = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *given, **named: other(right, *given, **named))

    return spoil


@pytest.fixture(autouse=True)
def few_stations(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let spoiled models be small."""
    if "spoiled" in request.fixturenames:
        for module in (
            conservation,
            cooling,
            energy,
            given_state,
            grid_limit,
            inside_at_the_end,
            more_chargers,
            swapped_batteries,
            waits,
        ):
            monkeypatch.setattr(module, "_STATIONS", {Effort.QUICK: 2})
