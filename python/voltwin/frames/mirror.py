"""What the watchers of a run are sent: for each what has changed since the frame that it has.

Held where the frames arrive, it numbers them anew, so that numbers only rise, whoever makes the
frames and however often that begins again.
"""

import numpy as np
import numpy.typing as npt

from voltwin.frames.frame_error import FrameError
from voltwin.frames.held import Held, begun_with, differing, frame_of, write_rows
from voltwin.frames.layout import ROW
from voltwin.frames.packing import Head, Unpacked, packed, unpacked

_Numbers = npt.NDArray[np.int64]


class Mirror:
    """The last rows of a run, and in which frame each has changed last.

    `number` is that of the last frame, 0 before the first. Asked for by hundreds, a frame is made
    once.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.number = 0
        self._source = 0  # number that the last frame came with
        self._whole = 0  # number of the first frame of these vehicles and stations
        self._held: Held | None = None
        self._head = Head(0, 0, 0.0, 0.0, 0.0, False)
        self._vehicle_changed: _Numbers = np.zeros(0, np.int64)
        self._station_changed: _Numbers = np.zeros(0, np.int64)
        self._made: dict[int, bytes] = {}

    def take(self, frame: bytes) -> None:
        """Take the next frame of an `Encoder`.

        Raises:
            FrameError: it is malformed, or one before it is missing: only a key frame can be taken
                then. Nothing has changed.
        """
        given = unpacked(frame)
        if given.head.since == 0:
            self._begin(given)
        else:
            self._go_on(given)
        self._source = given.head.number
        self._head = given.head
        self._made.clear()

    def _begin(self, frame: Unpacked) -> None:
        """Take all rows; those that are what they were have not changed."""
        held = begun_with(frame)
        self.number += 1
        if self._held is None or self._held.sizes != held.sizes:
            self._whole = self.number
            self._vehicle_changed, self._station_changed = (
                np.full(size, self.number) for size in held.sizes
            )
        else:
            vehicles = differing(held.vehicles, self._held.vehicles)
            self._vehicle_changed[vehicles] = self.number
            stations = differing(held.stations, self._held.stations)
            self._station_changed[stations] = self.number
        self._held = held

    def _go_on(self, frame: Unpacked) -> None:
        held = self._held
        if held is None or frame.head.since != self._source:
            raise FrameError(
                f"a frame since {frame.head.since}, and frame {self._source} is the last one here: "
                "a key frame is needed"
            )
        if held.sizes != (frame.vehicles, frame.stations):
            raise FrameError("a frame of other vehicles or stations: a key frame is needed")
        self.number += 1
        write_rows(held.vehicles, frame.vehicle_rows)
        write_rows(held.stations, frame.station_rows)
        self._vehicle_changed[frame.vehicle_rows[ROW.name]] = self.number
        self._station_changed[frame.station_rows[ROW.name]] = self.number

    def since(self, number: int) -> bytes:
        """Return the last frame for one who has frame `number`: the rows that have changed since.

        It may reach further back than that, so that few frames serve many who are behind by
        different numbers; for one who has none (0), or not one of this mirror, it is a key frame.

        Raises:
            FrameError: there is no frame yet.
        """
        if self._held is None:
            raise FrameError("there is no frame yet")
        since = self._served_from(number)
        if since not in self._made:
            self._made[since] = self._frame(self._held, since)
        return self._made[since]

    def _served_from(self, number: int) -> int:
        if not self._whole <= number <= self.number:
            return 0
        behind = self.number - number
        if behind < 2:
            # A frame is since an earlier one: who has the last one already is sent it again.
            return max(self.number - 1, 0)
        return max(self.number - (1 << (behind - 1).bit_length()), self._whole)

    def _frame(self, held: Held, since: int) -> bytes:
        head = self._head._replace(number=self.number, since=since)
        vehicle = np.flatnonzero(self._vehicle_changed > since)
        station = np.flatnonzero(self._station_changed > since)
        return packed(frame_of(head, held, vehicle, station))
