"""A twin without a simulation: it does what a test says, and shows it to who watches."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from voltwin_server.problems import CONFLICT, NOT_FOUND, ProblemError
from voltwin_server.twins.ends import End
from voltwin_server.twins.watching import Listener, Watching

TWIN = UUID("0190c5a1-5f00-7000-8000-000000000001")
OTHER = UUID("0190c5a1-5f00-7000-8000-000000000002")


class Mirror:
    """Shows by its bytes what it was asked for."""

    def __init__(self) -> None:
        self.number = 0
        self.made = 0
        self._rest = b""

    def take(self, frame: bytes) -> None:
        if frame == b"broken":
            raise ValueError("broken")
        self.number += 1
        self._rest = frame

    def since(self, number: int) -> bytes:
        self.made += 1
        return f"{self.number} since {number}".encode() + self._rest


class Stage:
    """Has a twin that can be watched; `show`, `say` and `end` may be called by any thread."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.commands: list[tuple[str, dict[str, Any]]] = []
        self.asked: list[str] = []
        self.is_busy = False
        self.failing: Exception | None = None
        self.gate = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def get(self, twin: UUID) -> UUID:
        if twin not in (TWIN, OTHER):
            raise ProblemError(NOT_FOUND, "There is no twin of this id.")
        return twin

    def watch(self, twin_id: UUID, listener: Listener) -> Watching:
        self.get(twin_id)
        self._loop = asyncio.get_running_loop()
        self.listeners.append(listener)
        return Watching(listener, lambda watching: self.listeners.remove(watching.listener))

    async def ask(self, twin_id: UUID, question: str, *arguments: Any) -> Any:
        self.asked.append(question)
        await asyncio.sleep(0)
        if self.failing is not None:
            raise self.failing
        return {"twin": str(twin_id), "name": "Zürich"}

    async def command(
        self, twin_id: UUID, command: Mapping[str, Any], *, by: str
    ) -> Mapping[str, Any]:
        do = command["do"]
        if do == "slow":
            self.is_busy = True
            await self.gate.wait()
        if do == "refuse":
            raise ProblemError(CONFLICT, "It is at its end.")
        if do == "crash":
            raise RuntimeError("password=hunter2")
        self.commands.append((by, dict(command)))
        number = len(self.commands)
        did = {"number": number, "by": by, **command}
        for listener in self.listeners:
            listener.message({"kind": "did", **did})
        return did

    def show(self, frame: bytes = b"") -> None:
        self._each(lambda listener: listener.frame(frame))

    def say(self, message: dict[str, Any]) -> None:
        self._each(lambda listener: listener.message(message))

    def end(self, reason: str, end: End) -> None:
        self._each(lambda listener: listener.ended(reason, end))

    def open_gate(self) -> None:
        self._in_loop(self.gate.set)

    def _each(self, tell: Callable[[Listener], None]) -> None:
        def all_of_them() -> None:
            for listener in list(self.listeners):
                tell(listener)

        self._in_loop(all_of_them)

    def _in_loop(self, what: Callable[[], None]) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(what)
