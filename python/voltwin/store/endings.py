"""How what is written into a store ends there."""

from voltwin.store.records import Status

PATIENCE_S = 10.0  # with a store that is away at the end of a run


def ending(error: BaseException) -> tuple[Status, str | None]:
    """Return how runs end that an error has ended, and why."""
    if isinstance(error, KeyboardInterrupt | GeneratorExit | SystemExit):
        return Status.CANCELLED, None
    return Status.FAILED, str(error) or type(error).__name__
