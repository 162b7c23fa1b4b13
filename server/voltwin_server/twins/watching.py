"""Those who watch a twin, and what they are told."""

from collections.abc import Callable
from typing import Any, Protocol

from voltwin_server.twins.ends import End


class Listener(Protocol):
    """Somebody who watches a twin. All is called in the event loop, and must not wait there."""

    def frame(self, frame: bytes) -> None:
        """Take a frame; the first is a key frame, and others may be, too."""

    def message(self, message: dict[str, Any]) -> None:
        """Take a message: its `kind` is `did`, `state`, `kpis` or `interrupted`."""

    def ended(self, reason: str, end: End) -> None:
        """Know that there is nothing more to come, in words and of which kind that is."""


class Watching:
    """That somebody watches a twin, until it is closed."""

    def __init__(self, listener: Listener, close: Callable[["Watching"], None]) -> None:
        """Watch.

        Args:
            listener: that watches.
            close: called once, when that ends.
        """
        self.listener = listener
        self.has_begun = False  # whether it is sent frames: from one on that has all there is
        self._close: Callable[[Watching], None] | None = close

    def close(self) -> None:
        """Watch no more; nothing is told any more."""
        if self._close is not None:
            close, self._close = self._close, None
            close(self)
