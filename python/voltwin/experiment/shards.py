"""An experiment in parts, for queues of batch jobs that know nothing of each other."""

from collections.abc import Sequence

from voltwin.experiment.spans import Span


def share(spans: Sequence[Span], shard: tuple[int, int] | None) -> list[Span]:
    """Return the i-th of n equal parts of these runs, neighbours together: a variant is made ready
    once. All of them without a shard.

    Args:
        spans: all runs.
        shard: (i, n), counted from 1.

    Raises:
        ValueError: it is no such part.
    """
    if shard is None:
        return list(spans)
    part, parts = shard
    if not 1 <= part <= parts:
        raise ValueError(f"shard: {part}/{parts} must be one of 1/{parts} to {parts}/{parts}")
    runs = sum(span.runs for span in spans)
    begin, end = (part - 1) * runs // parts, part * runs // parts
    found: list[Span] = []
    first = 0  # of the span, counted through all runs
    for span in spans:
        since, until = max(begin - first, 0), min(end - first, span.runs)
        if since < until:
            found.append(Span(span.variant, span.first + since, until - since))
        first += span.runs
    return found
