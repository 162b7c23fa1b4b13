"""Runs of an experiment: replications of variants, and the chunks that they are done in."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from voltwin.experiment.variant import Variant

Keys = npt.NDArray[np.int64]
REPLICATION_BITS = 32


class Span(NamedTuple):
    """Some replications of a variant, one after another."""

    variant: int  # its number
    first: int  # replication
    runs: int

    @property
    def end(self) -> int:
        """The replication behind the last one."""
        return self.first + self.runs


Chunk: TypeAlias = tuple[tuple[Variant, Span], ...]


def keys_of(spans: Iterable[Span]) -> Keys:
    """Return a number for each run: they sort by variant, then by replication."""
    parts = [key(span.variant, np.arange(span.first, span.end)) for span in spans]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def key(variant: Keys | int, replication: Keys) -> Keys:
    """Return the number of runs by which they are told apart and sorted."""
    return np.asarray((np.int64(1) * variant << REPLICATION_BITS) + replication)


def missing(spans: Iterable[Span], finished: Keys) -> list[Span]:
    """Return the runs of these spans that are not finished, as spans.

    Args:
        spans: of what is wanted.
        finished: keys of finished runs, sorted.
    """
    found: list[Span] = []
    for span in spans:
        wanted = keys_of([span])
        place = np.searchsorted(finished, wanted)
        done = np.zeros(len(wanted), bool)
        inside = place < len(finished)
        done[inside] = finished[place[inside]] == wanted[inside]
        found += _between(span, np.flatnonzero(done))
    return found


def _between(span: Span, done: npt.NDArray[np.intp]) -> Iterator[Span]:
    """Yield what of a span lies between its finished replications, counted from its first."""
    borders = [-1, *done.tolist(), span.runs]
    for before, after in itertools.pairwise(borders):
        if after - before > 1:
            yield Span(span.variant, span.first + before + 1, after - before - 1)


def chunks(
    spans: Sequence[Span], variants: Sequence[Variant], size: Callable[[int], int]
) -> Iterator[Chunk]:
    """Yield spans as chunks, in their order.

    Args:
        spans: of all that is to be run.
        variants: by their numbers.
        size: how many runs the next chunk should have, given how many are left; asked anew for
            each chunk.
    """
    left = sum(span.runs for span in spans)
    chunk: list[Span] = []
    room = size(left) if left else 0
    for span in spans:
        while span.runs:
            part = span._replace(runs=min(span.runs, room))
            chunk.append(part)
            span = Span(span.variant, part.end, span.runs - part.runs)  # noqa: PLW2901 - the rest
            room, left = room - part.runs, left - part.runs
            if not room or not left:
                yield tuple((variants[one.variant], one) for one in chunk)
                chunk, room = [], size(left) if left else 0
