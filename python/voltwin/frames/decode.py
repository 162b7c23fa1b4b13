"""The reference decoder: frames as whoever watches a run takes them, read as Arrow tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.frames.frame_error import FrameError
from voltwin.frames.held import Held, begun_with, write_rows
from voltwin.frames.layout import SOC_STEPS
from voltwin.frames.motion import between, part_done
from voltwin.frames.packing import Head, unpacked
from voltwin.frames.scene import Scene
from voltwin_bindings.live import DOING, ON_TRIP, PARKED

Floats = npt.NDArray[np.float64]

_DRIVE = ("origin", "place", "departed_at", "arrives_at")


@dataclass(frozen=True)
class Frame:
    """All vehicles and stations at a moment."""

    head: Head
    held: Held
    scene: Scene | None
    former: Held | None = None  # of the frame before, for the time between both

    @property
    def number(self) -> int:
        """Number of the frame, for acknowledgements."""
        return self.head.number

    @property
    def now(self) -> float:
        """Simulated time [s]."""
        return self.head.now

    @cached_property
    def stations(self) -> pa.Table:
        """One row a station: `number`, with a scene `station` (its id), and the columns of
        docs/frames.md, `open` as a truth value."""
        columns = {**self.held.stations, "open": self.held.stations["open"] != 0}
        names = None
        if self.scene is not None:
            _refuse_other_scene("station", len(columns["open"]), len(self.scene.stations))
            names = self.scene.stations
        return _table("station", names, columns)

    @cached_property
    def vehicles(self) -> pa.Table:
        """One row a vehicle: `number`, with a scene `vehicle` (class and number), and the columns
        of docs/frames.md, `doing` in words as it is now, `soc` as a fraction."""
        columns = {**self.held.vehicles, "soc": self.held.vehicles["soc"] / SOC_STEPS}
        told = columns.pop("doing")
        on_trip = (told == PARKED) & (columns["arrives_at"] > self.now)
        doing = np.where(on_trip, ON_TRIP, told).astype(np.int8)
        words = pa.DictionaryArray.from_arrays(doing, pa.array(DOING))
        names = None
        if self.scene is not None:
            _refuse_other_scene("vehicle", len(doing), self.scene.vehicle_count)
            names = self.scene.vehicles
        return _table("vehicle", names, {"doing": words, **columns})

    def positions(self, at: float | None = None) -> tuple[Floats, Floats]:
        """Return (lon, lat) of all vehicles [degrees], on the great circle between their places.

        Exact at the frame's time; back to the frame before, for all that have begun no more than
        one drive since; after it, until a vehicle changes its course.

        Args:
            at: when [s]; the frame's time unless given.

        Raises:
            FrameError: the decoder was given no scene, or this is a frame of another one.
        """
        if self.scene is None:
            raise FrameError("positions need the scene: Decoder(scene)")
        lon, lat = self.scene.lon, self.scene.lat
        at = self.now if at is None else at
        origin, place, departed_at, arrives_at = self._drives(at)
        if len(place) and max(origin.max(), place.max()) >= len(lon):
            raise FrameError("a vehicle is at a place that the scene does not have")
        part = part_done(departed_at, arrives_at, at)
        found = between(lon[origin], lat[origin], lon[place], lat[place], part)
        return found[0], found[1]

    def _drives(self, at: float) -> list[Any]:
        """Return origin, place, begin and end of the drive of each vehicle at a time: the one known
        before, if the one known now has not begun yet."""
        now, former = self.held.vehicles, self.former
        if former is None or at >= self.now:
            return [now[name] for name in _DRIVE]
        not_yet = at < now["departed_at"]
        return [np.where(not_yet, former.vehicles[name], now[name]) for name in _DRIVE]


class Decoder:
    """Takes frames, and holds what they have told."""

    def __init__(self, scene: Mapping[str, Any] | None = None) -> None:
        """Begin with nothing.

        Args:
            scene: the message of this kind; without it there are no names and no positions.

        Raises:
            FrameError: it is no scene.
        """
        self.number = 0  # of the last frame; 0 for none
        self._held: Held | None = None
        self._now = 0.0
        self._scene = None if scene is None else Scene(scene)

    def take(self, data: bytes) -> Frame:
        """Take a frame and return all that is known with it.

        Raises:
            FrameError: it is malformed, or says what has changed since one that is not held: a key
                frame is to be asked for. What was held still is.
        """
        given = unpacked(data)
        head = given.head
        if head.since == 0:
            held = begun_with(given)
        else:
            held = self._copy_for(head)
            if held.sizes != (given.vehicles, given.stations):
                raise FrameError("a frame of other vehicles or stations; ask for a key frame")
            write_rows(held.vehicles, given.vehicle_rows)
            write_rows(held.stations, given.station_rows)
        former = self._former(held, head.now)
        self._held, self._now, self.number = held, head.now, head.number
        return Frame(head, held, self._scene, former)

    def _former(self, held: Held, now: float) -> Held | None:
        """Return what was held before, unless it is of other vehicles or of a later time: the run
        was sought."""
        if self._held is None or self._held.sizes != held.sizes or now < self._now:
            return None
        return self._held

    def _copy_for(self, head: Head) -> Held:
        """Return a copy of what is held, to write a frame over."""
        if self._held is None or not head.since <= self.number <= head.number:
            raise FrameError(
                f"frame {head.number} says what has changed since {head.since}, and frame "
                f"{self.number} is the last one here; ask for a key frame"
            )
        return Held(*({name: of.copy() for name, of in columns.items()} for columns in self._held))


def _refuse_other_scene(of: str, rows: int, told: int) -> None:
    if rows != told:
        raise FrameError(f"a frame with {rows:,} {of}s; the scene has {told:,}")


def _table(of: str, names: "pa.Array[Any] | None", columns: Mapping[str, Any]) -> pa.Table:
    rows = len(next(iter(columns.values())))
    found: dict[str, Any] = {"number": np.arange(rows, dtype=np.int32)}
    if names is not None:
        found[of] = names
    return pa.table({**found, **columns})
