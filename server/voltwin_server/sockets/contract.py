"""What watching needs of twins and of frames; tests give something smaller that does the same."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from voltwin_server.twins.watching import Listener, Watching


class Twins(Protocol):
    """The twins of a server."""

    async def command(
        self, twin_id: UUID, command: Mapping[str, Any], *, by: str
    ) -> Mapping[str, Any]:
        """Have a twin do something, and return what was done: its `number`, and what it was.

        Raises:
            ProblemError: it is refused; nothing has changed.
        """

    async def ask(self, twin_id: UUID, question: str, *arguments: Any) -> Any:
        """Ask something of a twin."""

    def watch(self, twin_id: UUID, listener: Listener) -> Watching:
        """Let somebody hear what becomes of a twin.

        Raises:
            ProblemError: there is none with this id.
        """


class Mirror(Protocol):
    """Holds what the newest frame shows, and what has changed since earlier ones."""

    number: int  # of the newest frame, however often its twin begins anew; 0 before there is one

    def take(self, frame: bytes) -> None:
        """Take the next frame of a twin."""

    def since(self, number: int) -> bytes:
        """Return the frame of all that has changed since one that was sent; since 0, of all."""
