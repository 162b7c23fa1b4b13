"""A gate against slow-downs: ratios of this machine against ratios stored in the repository.

Ratios travel between machines where seconds do not; half of the stored one is let pass.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from voltwin.bench import speed

STORED: dict[str, float] = json.loads(Path(__file__).with_name("ratios.json").read_text("utf-8"))

MEASURES: dict[str, Callable[[], float]] = {
    "reference over kernel": lambda: speed.speedup()[0],
    "bare loop over kernel": lambda: 1.0 / speed.floor_ratio()[0],
}


def test_every_stored_ratio_is_measured() -> None:
    assert STORED.keys() == MEASURES.keys()


@pytest.mark.parametrize("name", STORED)
def test_kernel_has_not_become_slow(name: str) -> None:
    measured = MEASURES[name]()
    assert measured >= STORED[name] / 2, f"{name}: {measured:.3g}, stored {STORED[name]:.3g}"
