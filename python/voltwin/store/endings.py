"""How what is written into a store ends there."""

from voltwin.store.interface import ABANDONED
from voltwin.store.records import RunRecord, Status

PATIENCE_S = 10.0  # with a store that is away at the end of a run


def ending(error: BaseException) -> tuple[Status, str | None]:
    """Return how runs end that an error has ended, and why."""
    if isinstance(error, KeyboardInterrupt | GeneratorExit | SystemExit):
        return Status.CANCELLED, None
    return Status.FAILED, str(error) or type(error).__name__


def was_given_up(run: RunRecord) -> bool:
    """Return whether a run has ended only because its writer had not been heard of."""
    return run.status is Status.FAILED and run.error == ABANDONED
