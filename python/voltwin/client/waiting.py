"""Waiting for what ends on its own."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from voltwin.client.answers import Ending, Progress
from voltwin.client.errors import ApiError, JobError, NoConnectionError
from voltwin.store.records import Status

E = TypeVar("E", bound=Ending)

_STEP_S = 20.0  # that one question waits for the end
_TOLD_S = 1.0  # the same, where progress is told; and between questions that were not waited for
_AWAY_S = 60.0  # for which a server may be away: one that starts again loses no job
_AWAY = 503  # the status of an answer that says so


def until_ended(
    look: Callable[[float], E],
    timeout: float | None,
    progress: Callable[[Progress], None] | None,
) -> E:
    """Return what is told of something as soon as it has ended.

    Args:
        look: asks where it is, the answer waiting for its end for so long [s] at most.
        timeout: after which to give up [s]; None for never.
        progress: called with how far it is, about once a second.

    Raises:
        TimeoutError: it has not ended by then.
        ClientError: the server refuses to tell, or has been away for a minute.
    """
    ends = None if timeout is None else monotonic() + timeout
    step = _STEP_S if progress is None else _TOLD_S
    heard = monotonic()
    while True:
        begun = monotonic()
        wait = step if ends is None else max(0.0, min(step, ends - begun))
        found = _looked(look, wait, is_away_long=begun - heard > _AWAY_S)
        now = monotonic()
        if found is not None:
            heard = now
            if found.status.is_final:
                return found
            if progress is not None and found.progress is not None:
                progress(found.progress)
        if ends is not None and now >= ends:
            where = "the server is away" if found is None else f"it is {found.status}"
            raise TimeoutError(f"It has not ended in {timeout:g} s: {where}")
        # Who does not do it cannot wait for its end, and answers at once.
        sleep(max(0.0, min(wait, _TOLD_S) - (now - begun)))


def _looked(look: Callable[[float], E], wait: float, is_away_long: bool) -> E | None:
    """Return what is told; None if the server is away, and has not been for long.

    Raises:
        ClientError: it has been for long, or refuses to tell.
    """
    try:
        return look(wait)
    except NoConnectionError:
        if is_away_long:
            raise
    except ApiError as error:
        if is_away_long or error.status != _AWAY:
            raise
    return None


def refuse_failed(what: str, found: Ending) -> None:
    """Let through what has a result.

    Raises:
        JobError: it has none.
    """
    if found.status is not Status.COMPLETED:
        why = f": {found.error}" if found.error else ""
        raise JobError(f"The {what} {found.id} has no result: it is {found.status}{why}")
