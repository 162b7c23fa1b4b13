"""What the log tells of jobs: each step of each of them, by its id."""

import logging

from voltwin.store.records import Status
from voltwin_server.jobs.live import Live
from voltwin_server.logs import FIELDS, LOG


def log_step(step: str, live: Live, reason: str = "") -> None:
    """Log a step of a job.

    Args:
        step: such as "job begins".
        live: the job, where it is now.
        reason: why; a job that waits or ends for one is a warning, but for what somebody wished.
    """
    fields = {"job": live.job.id, "kind": live.job.kind, "status": live.status, "by": live.job.by}
    if reason:
        fields["reason"] = reason
    is_usual = not reason or live.status is Status.CANCELLED
    LOG.log(logging.INFO if is_usual else logging.WARNING, step, extra={FIELDS: fields})


def log_crash(live: Live) -> None:
    """Log the exception that is being handled: the server could not go on with a job."""
    LOG.exception("the server cannot go on with a job", extra={FIELDS: {"job": live.job.id}})
