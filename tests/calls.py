"""How much is done: calls, which are the same on every machine, instead of time."""

import sys
from collections.abc import Callable


def calls_of(do: Callable[[], object]) -> int:
    """Return how many functions are called, those of NumPy and pydantic as one each."""
    count = 0

    def called(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        do()
    finally:
        sys.setprofile(None)
    return count
