"""What a watcher may say: that a frame has come, that it needs a whole one, and commands.

A command carries `ref`, a whole number greater than those of all commands before it on the same
socket: what somebody sends a second time, or too late, is refused.
"""

from dataclasses import dataclass
from typing import Any

from voltwin_server.limits.texts import read_json
from voltwin_server.models.common import MOST_SEED
from voltwin_server.problems import INVALID, MALFORMED, ProblemError
from voltwin_server.settings import Limits

_ACK, _KEY = "ack", "key"


@dataclass(frozen=True)
class Ack:
    """A frame has come, and with it all before it."""

    frame: int


@dataclass(frozen=True)
class Key:
    """The next frame must hold all: the last ones could not be applied."""


@dataclass(frozen=True)
class Command:
    """Something for the twin to do.

    Attributes:
        ref: by which the watcher knows the answer.
        what: the command itself.
    """

    ref: int
    what: dict[str, Any]


class MessageError(Exception):
    """A message cannot be understood.

    Attributes:
        problem: why.
        ref: of the message, as far as it has one.
    """

    def __init__(self, problem: ProblemError, ref: int | None = None) -> None:
        """Keep what is told."""
        super().__init__(problem.detail)
        self.problem, self.ref = problem, ref


class Asked:
    """Reads the messages of one watcher."""

    def __init__(self, limits: Limits) -> None:
        """Begin before the first one."""
        self._limits = limits
        self._last_ref = 0

    def read(self, text: str | None) -> Ack | Key | Command:
        """Return what a message says.

        Args:
            text: of the message; None for a binary one.

        Raises:
            MessageError: it is no message of the protocol, or its `ref` is none that can come now.
        """
        message = self._object(text)
        do = message.get("do")
        if do == _ACK:
            _refuse_others(message, ("do", "frame"))
            return Ack(_whole(message, "frame"))
        if do == _KEY:
            _refuse_others(message, ("do",))
            return Key()
        ref = self._next_ref(message)
        if not isinstance(do, str):
            raise _invalid("do", "must be a word, such as ack, play or seek", ref)
        return Command(ref, {name: value for name, value in message.items() if name != "ref"})

    def _object(self, text: str | None) -> dict[str, Any]:
        if text is None:
            raise MessageError(ProblemError(MALFORMED, "Messages are text, not binary."))
        try:
            message = read_json(text.encode(), self._limits)
        except ProblemError as error:
            raise MessageError(error) from None
        if not isinstance(message, dict):
            raise MessageError(ProblemError(MALFORMED, "A message is a JSON object."))
        return message

    def _next_ref(self, message: dict[str, Any]) -> int:
        ref = _whole(message, "ref")
        if ref <= self._last_ref:
            text = f"given {ref}, must be greater than {self._last_ref}, the last one"
            raise _invalid("ref", text, ref)
        self._last_ref = ref
        return ref


def _whole(message: dict[str, Any], name: str) -> int:
    number = message.get(name)
    if type(number) is not int or not 1 <= number <= MOST_SEED:  # True is no number here
        raise _invalid(name, f"must be a whole number from 1 to {MOST_SEED}")
    return number


def _refuse_others(message: dict[str, Any], known: tuple[str, ...]) -> None:
    for name in message:
        if name not in known:
            raise _invalid(name, f"unknown field; there are {', '.join(known)}")


def _invalid(where: str, text: str, ref: int | None = None) -> MessageError:
    problem = ProblemError(INVALID, "One thing is wrong.", errors=[(where[:100], text)])
    return MessageError(problem, ref)
