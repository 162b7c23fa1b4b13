"""What is judged of those who watch: each figure by itself, so that none hides behind another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin.bench.watching import Seen

BEHIND = 10  # frames: a second at the full rate
_KB = 1000


@dataclass(frozen=True)
class Watched:
    """What was seen by those who watched, and what the server had in memory meanwhile.

    Attributes:
        seen: by clients who take what they are sent.
        server: memory of its process, sampled over time [MiB].
        hosts: memory of all processes that it has started, likewise.
        clients: how many there are in all, and how many of them take nothing.
        told: how long, at which speed.
    """

    seen: Seen
    server: Sequence[float]
    hosts: Sequence[float]
    clients: tuple[int, int]
    told: str


def late_ms(of: Watched) -> tuple[float, str]:
    """Return how late frames come to the client to whom they come latest, 95th percentile [ms]."""
    own = 1e3 * late_by_client(of.seen)
    pooled = 1e3 * np.percentile(of.seen.late, 95) if len(of.seen.late) else np.inf
    count, stalled = of.clients
    told = (
        f"{count} clients, {stalled} of them take nothing (let go of {of.seen.let_go} times), "
        f"{of.told}: the best client {own.min():.0f} ms, all frames together {pooled:.0f} ms"
    )
    return float(own.max()), told


def late_by_client(seen: Seen) -> npt.NDArray[np.float64]:
    """Return the 95th percentile of how late frames came to each client [s]; infinite for one that
    got none."""
    each = np.split(seen.late, np.cumsum(seen.frames)[:-1])
    return np.array([np.percentile(own, 95) if len(own) else np.inf for own in each])


def behind(of: Watched) -> tuple[float, str]:
    """Return how many clients have not had the frames of the last second."""
    lacking = of.seen.numbers.max() - of.seen.numbers
    told = f"of {len(lacking)}; the last one lacks {lacking.max()} frames"
    return float((lacking >= BEHIND).sum()), told


def left_out_percent(of: Watched) -> tuple[float, str]:
    """Return which part of all frames was left out for clients that acknowledge in time [%]."""
    skipped, frames = of.seen.skipped.sum(), of.seen.frames.sum()
    made = max(1, skipped + frames)
    worst = of.seen.skipped.max()
    rate = of.seen.frames / of.seen.seconds
    told = f"{skipped:,} of {made:,}, at most {worst} for one; {rate.min():.1f} to {rate.max():.1f}"
    return 100.0 * float(skipped / made), f"{told} frames/s"


def kb_per_second(of: Watched) -> tuple[float, str]:
    """Return what the client is sent in a second who is sent most [KB]."""
    each = of.seen.sizes / of.seen.seconds / _KB
    return float(each.max()), f"on average {each.mean():.1f} KB/s"


def server_mib(of: Watched) -> tuple[float, str]:
    """Return by how much the server's process has grown [MiB]."""
    return growth(of.server, of.told)


def hosts_mib(of: Watched) -> tuple[float, str]:
    """Return by how much all processes that the server has started have grown [MiB]."""
    return growth(of.hosts, of.told)


def growth(samples: Sequence[float], told: str) -> tuple[float, str]:
    """Return the median of the last tenth less that of the first, in words and numbers [MiB]."""
    some = max(1, len(samples) // 10)
    first, last = float(np.median(samples[:some])), float(np.median(samples[-some:]))
    return last - first, f"from {first:.0f} to {last:.0f} MiB within {told}"


FIGURES: Mapping[str, Callable[[Watched], tuple[float, str]]] = {
    "ms": late_ms,
    "behind": behind,
    "left-out-percent": left_out_percent,
    "kb-per-second": kb_per_second,
    "server-mib": server_mib,
    "hosts-mib": hosts_mib,
}
