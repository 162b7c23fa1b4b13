"""Commands of one watcher: made one after another, each answered once.

The answer to a command is what everybody is told (`did`), with the `ref` of the command in it, or
`refused`. What was done is told to all before it is known here which command it was, so while one
is under way nothing of the kind is passed on.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from voltwin_server.logs import LOG
from voltwin_server.problems import CRASHED, TOO_MANY_QUESTIONS, ProblemError
from voltwin_server.sockets.asking import Command
from voltwin_server.told import problem_of

MOST_WAITING = 16


class Commanding:
    """Has commands made, in their order, and says what came of them."""

    def __init__(
        self,
        make: Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]],
        say: Callable[[str], None],
    ) -> None:
        """Begin with none.

        Args:
            make: has the twin do something.
            say: takes a message to the watcher.
        """
        self._make, self._say = make, say
        self._waiting: deque[Command] = deque()
        self._task: asyncio.Task[None] | None = None
        self._refs: dict[int, int] = {}  # of what was done, by its number
        self._held: list[tuple[Mapping[str, Any], str]] = []

    def ask(self, command: Command) -> None:
        """Have a command made after those before it.

        Raises:
            ProblemError: too many wait.
        """
        if len(self._waiting) >= MOST_WAITING:
            text = f"{MOST_WAITING} of your commands wait."
            raise ProblemError(TOO_MANY_QUESTIONS, text)
        self._waiting.append(command)
        if self._task is None:
            self._task = asyncio.create_task(self._make_all())

    def did(self, message: Mapping[str, Any], text: str) -> None:
        """Say what was done, whoever asked for it.

        Args:
            message: that tells it.
            text: the same, encoded.
        """
        if self._task is not None:
            self._held.append((message, text))
        else:
            self._tell(message, text)

    def stop(self) -> None:
        """Say no more; a command that is under way is made to its end."""
        self._waiting.clear()
        self._say = _nothing

    async def _make_all(self) -> None:
        try:
            while self._waiting:
                await self._make_one(self._waiting.popleft())
        finally:
            self._task = None
        self._tell_held()

    async def _make_one(self, command: Command) -> None:
        try:
            done = await self._make(command.what)
        except Exception as error:
            self._say(refused(command.ref, _told(error)))
        else:
            self._refs[done["number"]] = command.ref
        self._tell_held()

    def _tell_held(self) -> None:
        held, self._held = self._held, []
        for message, text in held:
            self._tell(message, text)

    def _tell(self, message: Mapping[str, Any], text: str) -> None:
        ref = self._refs.pop(message.get("number", 0), None)
        self._say(text if ref is None else encoded({**message, "ref": ref}))


def refused(ref: int | None, problem: ProblemError) -> str:
    """Return the message that refuses something."""
    return encoded({"kind": "refused", "ref": ref, "problem": problem.content()})


def encoded(message: Mapping[str, Any]) -> str:
    """Return a message as it is sent."""
    return json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _told(error: Exception) -> ProblemError:
    problem = problem_of(error)
    if problem is None:
        LOG.error("a command has failed", exc_info=error)
        return ProblemError(CRASHED, "Something that nobody foresaw has happened; see the log.")
    return problem


def _nothing(text: str) -> None:
    """Say nothing: nobody is there."""
