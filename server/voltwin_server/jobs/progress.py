"""How far a job is, seen from the names and times of its files alone."""

from dataclasses import dataclass
from pathlib import Path

from voltwin.experiment.monitor import finished_runs
from voltwin_server.jobs.live import Live


@dataclass(frozen=True)
class Progress:
    """How far a job is.

    Attributes:
        done: finished runs.
        wanted: runs in all; where their number follows from results, at most.
        runs_per_s: of late [1/s]; None until it can be told.
        left_s: that the others take at this rate [s]; None if it cannot be told.
        waiting_for: why it does not go on now; None if it does.
    """

    done: int
    wanted: int
    runs_per_s: float | None
    left_s: float | None
    waiting_for: str | None


def progress_of(live: Live, folder: Path) -> Progress:
    """Return how far a job in a folder is."""
    done, rate = finished_runs(folder)
    wanted = max(done, live.job.variants * live.job.replications)
    return Progress(
        done=done,
        wanted=wanted,
        runs_per_s=rate,
        left_s=(wanted - done) / rate if rate and live.is_running else None,
        waiting_for=live.waiting_for,
    )
