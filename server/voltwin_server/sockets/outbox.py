"""What is to be sent to one watcher: its messages in order, and whether there is a newer frame."""

import asyncio
from collections import deque

MOST_MESSAGES = 256


class FullError(Exception):
    """More messages wait than a watcher may leave untaken."""


class Outbox:
    """Wakes whoever sends when there is something to send.

    Messages are a bounded queue, since each of them tells something that no other does. Of frames
    only the newest matters: that there is one is all that is kept, and its bytes are made when they
    can be sent.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.has_frame = False
        self._messages: deque[str] = deque()
        self._awake = asyncio.Event()

    def put(self, text: str) -> None:
        """Have a message sent.

        Raises:
            FullError: too many wait.
        """
        if len(self._messages) >= MOST_MESSAGES:
            raise FullError
        self._messages.append(text)
        self._awake.set()

    def put_frame(self) -> None:
        """Have the newest frame sent."""
        self.has_frame = True
        self._awake.set()

    def wake(self) -> None:
        """Have it looked at again whether a frame may be sent."""
        self._awake.set()

    def next_message(self) -> str | None:
        """Return the next message, taken from the queue; None if there is none."""
        return self._messages.popleft() if self._messages else None

    async def wait(self, seconds: float | None) -> None:
        """Return when there may be something to send, or after a time.

        Args:
            seconds: after which to return in any case; None for never.
        """
        timer = None
        if seconds is not None:
            timer = asyncio.get_running_loop().call_later(seconds, self._awake.set)
        try:
            await self._awake.wait()
        finally:
            if timer is not None:
                timer.cancel()
        self._awake.clear()
