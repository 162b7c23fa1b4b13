"""What is seen of a run into frames, each with what has changed since the one before."""

import math

import numpy as np
import numpy.typing as npt

from voltwin.frames.held import Held, differing, frame_of, held_of, rows_of, write_rows
from voltwin.frames.packing import Head, packed
from voltwin_bindings.live import Live

# A charging station's power changes all the time: while nothing else does, it is told so often.
POWER_EVERY_S = 1.0


class Encoder:
    """Makes the frames of one run, in their order. The first is a key frame."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self.number = 0
        self._shown: Held | None = None
        self._power_told = -math.inf  # wall clock [s]

    @property
    def shown(self) -> Held:
        """What whoever has followed all frames holds.

        Raises:
            ValueError: no frame has been made yet.
        """
        if self._shown is None:
            raise ValueError("no frame has been made yet")
        return self._shown

    def restart(self) -> None:
        """Make the next frame a key frame."""
        self._shown = None

    def frame(self, live: Live, *, wall_s: float, speed: float, playing: bool) -> bytes:
        """Return the next frame: what has changed since the last one.

        Args:
            live: what is seen of the run now.
            wall_s: the wall clock, seconds since 1970-01-01T00:00:00Z.
            speed: simulated seconds in a second.
            playing: whether the run goes on by itself. While it does, stations of which only the
                power has changed are told once in POWER_EVERY_S.

        Raises:
            ValueError: there are more places than a frame can number.
        """
        now = held_of(live)
        self.number += 1
        if self._shown is None or self._shown.sizes != now.sizes:
            self._shown, since = now, 0
            vehicle, station = (np.arange(size) for size in now.sizes)
            self._power_told = wall_s
        else:
            since = self.number - 1
            vehicle = np.flatnonzero(differing(self._shown.vehicles, now.vehicles))
            station = self._changed_stations(now, wall_s, playing)
            write_rows(self._shown.vehicles, rows_of(now.vehicles, vehicle))
            write_rows(self._shown.stations, rows_of(now.stations, station))
        head = Head(self.number, since, live.now, wall_s, speed, playing)
        return packed(frame_of(head, self._shown, vehicle, station))

    def _changed_stations(self, now: Held, wall_s: float, playing: bool) -> npt.NDArray[np.intp]:
        compared = now.stations
        # A clock that was put back does not hold the power back.
        if playing and 0.0 <= wall_s - self._power_told < POWER_EVERY_S:
            compared = {name: of for name, of in compared.items() if name != "power_kw"}
        else:
            self._power_told = wall_s
        return np.flatnonzero(differing(compared, self.shown.stations))
