"""What those who watch a twin are sent: its KPIs, and frames as often as `pause_s` lets."""

import math
import time
from collections.abc import Callable
from typing import Any

from voltwin_server.twins.alive import Alive

_KPIS_EVERY_S = 1.0
_MOST_IN_FLIGHT = 3  # frames that the server has not taken yet


class Showing:
    """Makes frames and messages of a twin while somebody watches it."""

    def __init__(self, say: Callable[[bytes | dict[str, Any]], None]) -> None:
        """Be watched by nobody.

        Args:
            say: sends a frame, or a message.
        """
        self._say = say
        from voltwin.frames.encode import Encoder
        from voltwin.frames.interval import MOST_FRAMES_PER_S, pause_s

        self.most_per_s = MOST_FRAMES_PER_S  # frames
        self._encoder, self._pause_s = Encoder(), pause_s
        self.is_watched = False
        self._in_flight = 0
        self._changed = False  # since the last frame
        self._next_frame = self._next_kpis = -math.inf  # monotonic time [s]

    def watched(self, is_watched: bool) -> None:
        """Begin with a frame of all that there is, for whoever has begun to watch; or end."""
        self.is_watched = self._changed = is_watched
        self._in_flight = 0
        self._encoder.restart()
        self._next_frame = self._next_kpis = -math.inf

    def taken(self) -> None:
        """Know that one more frame has arrived."""
        self._in_flight = max(0, self._in_flight - 1)

    def changed(self) -> None:
        """Show what has been done, without waiting for the next frame's time."""
        self._changed = self.is_watched
        self._next_frame = self._next_kpis = -math.inf

    def show(self, twin: Alive, clock_s: float) -> None:
        """Send what is due.

        Args:
            twin: as it is now.
            clock_s: monotonic time [s].
        """
        if not self.is_watched or not (self._changed or twin.pace.playing):
            return
        if clock_s >= self._next_frame and self._in_flight < _MOST_IN_FLIGHT:
            frame = self._frame(twin)
            self._say(frame)
            self._in_flight += 1
            self._changed = False
            self._next_frame = clock_s + self._pause_s(len(frame))
            if clock_s >= self._next_kpis:
                self._say(kpis_message(twin))
                self._next_kpis = clock_s + _KPIS_EVERY_S

    def _frame(self, twin: Alive) -> bytes:
        pace = twin.pace
        speed = pace.speed if pace.playing else 0.0
        return self._encoder.frame(
            twin.twin.live(), wall_s=time.time(), speed=speed, playing=pace.playing
        )


def kpis_message(twin: Alive) -> dict[str, Any]:
    """Return the KPIs of the whole network so far, undefined ones as None."""
    row = twin.twin.kpis().total.to_pylist()[0]
    total = {name: None if _is_undefined(value) else value for name, value in row.items()}
    return {"kind": "kpis", "now": twin.twin.now, "total": total}


def _is_undefined(value: Any) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
