"""Values of theory from outside, where they are at hand, and what a verdict on one is."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from voltwin.validation.theory import Interval

REPLICATIONS = 20
SHARED = Path(os.environ.get("VOLTWIN_SHARED", Path(__file__).resolve().parents[3] / "shared"))
VALUES = SHARED / "validation" / "reference_values.json"

needs_values = pytest.mark.skipif(
    not VALUES.exists(), reason=f"no reference values at {VALUES}; VOLTWIN_SHARED names the folder"
)


@cache
def values(name: str) -> list[dict[str, Any]]:
    """Return the cases of a system by its name."""
    found: list[dict[str, Any]] = json.loads(VALUES.read_text())[name]
    return found


def check(found: Interval, expected: float, width: float = 0.01) -> None:
    """Hold a 99 % interval against a value: it has to hold it, and to be narrow.

    `width` is the widest half of it that is a verdict, as a share of the value.
    """
    assert found.holds(expected), f"{found} against {expected}"
    assert found.half_width <= width * expected, f"{found} is wider than {width} of {expected}"
