"""Times: minima of interleaved runs, since all that disturbs a run makes it longer.

Between rivals of one thread each the processor's time is compared: on a quiet machine it is the
wall-clock time, and on a busy one a long run is not charged for what others did meanwhile (which
would flatter the short one).
"""

import gc
from collections.abc import Callable
from time import perf_counter, process_time
from typing import TypeVar

T = TypeVar("T")


def seconds(action: Callable[[T], object], prepare: Callable[[], T]) -> float:
    """Return the wall-clock time of `action` on what `prepare` makes, which is not timed [s]."""
    return _timed(action, prepare, perf_counter)


def processor_seconds(action: Callable[[T], object], prepare: Callable[[], T]) -> float:
    """Return the processor's time of `action` on what `prepare` makes, which is not timed [s]."""
    return _timed(action, prepare, process_time)


def _timed(
    action: Callable[[T], object], prepare: Callable[[], T], clock: Callable[[], float]
) -> float:
    prepared = prepare()
    gc.collect()
    gc.freeze()  # what else the process holds is not gone through: a model pays for its own objects
    try:
        begun = clock()
        action(prepared)
        return clock() - begun
    finally:
        gc.unfreeze()


def interleaved(*contenders: Callable[[], float], rounds: int) -> list[float]:
    """Return the least time of each contender, all taking turns [s]."""
    turns = [[contender() for contender in contenders] for _ in range(rounds)]
    return [min(times) for times in zip(*turns, strict=True)]
