"""Why a socket ends, and the number that tells it (RFC 6455, 7.4.1, and the registry of IANA)."""

from dataclasses import dataclass

from voltwin_server.problems import ProblemError
from voltwin_server.twins.ends import End, end_of

_CODES = {End.DELETED: 1001, End.LATER: 1013, End.BROKEN: 1011}


@dataclass(frozen=True)
class Ending:
    """Why a socket ends.

    Attributes:
        word: in figures and in the log.
        code: of the close; None where nobody is there to be told.
        reason: that its watcher is told.
    """

    word: str
    code: int | None
    reason: str


LEFT = Ending("left", None, "")
STOPPED = Ending("stopped", None, "")  # uvicorn has said so (1012)
REVOKED = Ending("revoked", 1008, "The token of this socket is valid no more.")
MALFORMED = Ending("malformed", 1008, "Too many messages could not be understood.")
FLOODED = Ending("flooded", 1008, "Too many messages came at once.")
TOO_SLOW = Ending("too slow", 1013, "What was sent was not taken or acknowledged in time.")
FULL = Ending("full", 1013, "Too many messages wait to be taken.")
CRASHED = Ending("crashed", 1011, "The server has failed; its log says why.")


def twin_ended(reason: str, end: End) -> Ending:
    """Return the ending of all who watch a twin of which nothing more comes."""
    return Ending(end.value, _CODES[end], reason)


def cannot_be_shown(problem: ProblemError) -> Ending:
    """Return the ending of who watches a twin that cannot be shown."""
    return twin_ended(problem.detail, end_of(problem))
