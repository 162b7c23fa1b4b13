"""Wall-clock times: minima of interleaved runs, since all that disturbs a run makes it longer."""

import gc
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


def seconds(action: Callable[[T], object], prepare: Callable[[], T]) -> float:
    """Return how long `action` takes on what `prepare` makes, which is not timed [s]."""
    prepared = prepare()
    gc.collect()
    begun = perf_counter()
    action(prepared)
    return perf_counter() - begun


def interleaved(*contenders: Callable[[], float], rounds: int) -> list[float]:
    """Return the least time of each contender, all taking turns [s]."""
    turns = [[contender() for contender in contenders] for _ in range(rounds)]
    return [min(times) for times in zip(*turns, strict=True)]
