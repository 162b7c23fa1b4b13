"""Frames into bytes, and back; a frame that is not as docs/frames.md says is refused."""

import struct
from typing import NamedTuple

import numpy as np

from voltwin.frames.frame_error import FrameError
from voltwin.frames.layout import (
    HEADER,
    KEY,
    MAGIC,
    MOST_S,
    PLAYING,
    ROW,
    SOC_STEPS,
    STATIONS,
    VEHICLES,
    VERSION,
    Column,
    Columns,
    block_bytes,
)
from voltwin_bindings.live import DOING


class Head(NamedTuple):
    """What the header of a frame says, but for what follows from the rows."""

    number: int
    since: int  # 0: a key frame
    now: float  # [s]
    wall_s: float
    speed: float
    playing: bool


class Unpacked(NamedTuple):
    """A frame in parts. Columns include `row`; they are views of the bytes."""

    head: Head
    vehicles: int  # in all
    stations: int  # in all
    vehicle_rows: Columns
    station_rows: Columns


class _Sizes(NamedTuple):
    vehicles: int
    stations: int
    vehicle_rows: int
    station_rows: int
    length: int


def packed(frame: Unpacked) -> bytes:
    """Return a frame as bytes."""
    head = frame.head
    blocks = [_packed_block(VEHICLES, frame.vehicle_rows)]
    blocks.append(_packed_block(STATIONS, frame.station_rows))
    header = HEADER.pack(
        MAGIC,
        VERSION,
        (0 if head.since else KEY) | (PLAYING if head.playing else 0),
        head.number,
        head.since,
        head.now,
        head.wall_s,
        head.speed,
        frame.vehicles,
        frame.stations,
        len(frame.vehicle_rows[ROW.name]),
        len(frame.station_rows[ROW.name]),
        HEADER.size + sum(map(len, blocks)),
    )
    return b"".join([header, *blocks])


def _packed_block(columns: tuple[Column, ...], rows: Columns) -> bytes:
    parts = [rows[column.name].astype(column.dtype, copy=False).tobytes() for column in columns]
    size = sum(map(len, parts))
    return b"".join([*parts, bytes(-size % 8)])


def unpacked(data: bytes) -> Unpacked:
    """Return the parts of a frame.

    Raises:
        FrameError: it is none, or of another version, or cut off, or contradicts itself.
    """
    head, sizes = _header(data)
    if sizes.length != len(data):
        raise FrameError(f"a frame says that it has {sizes.length:,} bytes, and has {len(data):,}")
    first = HEADER.size + block_bytes(VEHICLES, sizes.vehicle_rows)
    if first + block_bytes(STATIONS, sizes.station_rows) != len(data):
        raise FrameError("the rows of a frame do not fill it")
    vehicle_rows = _block(data, HEADER.size, VEHICLES, sizes.vehicle_rows)
    station_rows = _block(data, first, STATIONS, sizes.station_rows)
    _check_rows("vehicle", vehicle_rows, sizes.vehicles)
    _check_rows("station", station_rows, sizes.stations)
    _check_values(vehicle_rows, station_rows)
    return Unpacked(head, sizes.vehicles, sizes.stations, vehicle_rows, station_rows)


def _header(data: bytes) -> tuple[Head, _Sizes]:
    try:
        magic, version, flags, number, since, now, wall_s, speed, *rest = HEADER.unpack_from(data)
    except (struct.error, TypeError):
        raise FrameError("no frame: a frame has bytes, of which the header takes 64") from None
    if magic != MAGIC:
        raise FrameError("no frame: the first four bytes are not VTWF")
    if version != VERSION:
        raise FrameError(f"a frame of version {version}; this decoder knows version {VERSION}")
    sizes = _Sizes(*rest)
    is_key = bool(flags & KEY)
    if flags & ~(KEY | PLAYING) or is_key != (since == 0) or since >= number:
        raise FrameError(f"a frame with number {number}, since {since} and flags {flags}")
    whole = (sizes.vehicle_rows, sizes.station_rows) == (sizes.vehicles, sizes.stations)
    if is_key and not whole:
        raise FrameError("a key frame without all rows")
    if not all(abs(one) <= MOST_S for one in (now, wall_s, speed)):  # which NaN is not
        raise FrameError("a frame whose times or speed are no numbers")
    return Head(number, since, now, wall_s, speed, bool(flags & PLAYING)), sizes


def _block(data: bytes, first: int, columns: tuple[Column, ...], rows: int) -> Columns:
    found = {}
    for column in columns:
        found[column.name] = np.frombuffer(data, column.dtype, rows, first)
        first += rows * column.dtype.itemsize
    return found


def _check_rows(of: str, rows: Columns, number: int) -> None:
    row = rows[ROW.name].astype(np.int64)
    if len(row) and (row[-1] >= number or (np.diff(row) <= 0).any()):
        raise FrameError(f"the {of} numbers of a frame do not rise, or there are not so many")


def _check_values(vehicles: Columns, stations: Columns) -> None:
    """Refuse what no run has; of numbers a NaN fails every comparison."""
    if (vehicles["doing"] >= len(DOING)).any():
        raise FrameError("a vehicle does what this version does not know")
    for name in ("departed_at", "arrives_at"):
        if not (np.abs(vehicles[name]) <= MOST_S).all():
            raise FrameError(f"{name} of a vehicle is no time")
    if (vehicles["soc"] > SOC_STEPS).any():
        raise FrameError("soc of a vehicle is more than all")
    if not np.isfinite(stations["power_kw"]).all():
        raise FrameError("power_kw of a station is no number")
    if not (stations["limit_kw"] >= 0.0).all():
        raise FrameError("limit_kw of a station is no limit")
    if (stations["open"] > 1).any():
        raise FrameError("open of a station is neither 0 nor 1")
