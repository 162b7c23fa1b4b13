"""Frames byte by byte: the header and the columns; docs/frames.md is written from here.

A frame is little-endian: a header, the vehicles' block, the stations' block. A block has its
columns one after another, each with a value for every row of the frame, widest first, so that each
begins at a multiple of its width; a block begins at a multiple of 8 bytes, and zeros fill the gap.
"""

import struct
from typing import Any, NamedTuple

import numpy as np

Columns = dict[str, np.ndarray[Any, Any]]

MAGIC = b"VTWF"
VERSION = 2

# Bits of the flags.
KEY = 1
PLAYING = 2

HEADER_FIELDS = (
    ("magic", "4s", "", "`VTWF`"),
    ("version", "H", "", "2; another one is laid out in another way"),
    ("flags", "H", "", "bit 0: a key frame, which has all rows; bit 1: the twin is playing"),
    ("number", "I", "", "of the frame, from 1"),
    ("since", "I", "", "the rows that have changed since this frame; 0 in a key frame"),
    ("now", "d", "s", "simulated time, from the start of the scenario"),
    ("wall", "d", "s", "when the frame was made, from 1970-01-01T00:00:00Z"),
    ("speed", "d", "1", "simulated seconds in a second"),
    ("vehicles", "I", "", "vehicles in all"),
    ("stations", "I", "", "stations in all"),
    ("vehicle_rows", "I", "", "vehicles in this frame"),
    ("station_rows", "I", "", "stations in this frame"),
    ("length", "Q", "B", "of the whole frame"),
)
HEADER = struct.Struct("<" + "".join(code for _, code, _, _ in HEADER_FIELDS))


class Column(NamedTuple):
    """A column of a block."""

    name: str
    dtype: np.dtype[Any]
    unit: str
    meaning: str


def _column(name: str, code: str, unit: str, meaning: str) -> Column:
    return Column(name, np.dtype(f"<{code}"), unit, meaning)


ROW = _column("row", "u4", "", "number of the vehicle or station, rising")

VEHICLES = (
    _column("departed_at", "f8", "s", "when its last drive began, from the start"),
    _column("arrives_at", "f8", "s", "when it ends or has ended"),
    ROW,
    _column("origin", "u2", "", "place where the drive began"),
    _column("place", "u2", "", "place where it ends, and where the vehicle is from then on"),
    _column("soc", "u2", "1/10,000", "state of charge at the end of the drive"),
    _column("doing", "u1", "", "what it does once the drive has ended, see below"),
)
STATIONS = (
    ROW,
    _column("power_kw", "f4", "kW", "drawn by its chargers, grid side, to a tenth"),
    _column("limit_kw", "f4", "kW", "grid limit in force, +infinity without one"),
    _column("ready", "u4", "", "batteries that may be handed out"),
    _column("charging", "u4", "", "batteries on chargers and not ready"),
    _column("waiting", "u4", "", "batteries queued for a charger"),
    _column("queue", "u4", "", "vehicles in its lines"),
    _column("swaps", "u4", "", "since the start"),
    _column("lost", "u4", "", "vehicles that left without a swap, since the start"),
    _column("bays_busy", "u2", "", "bays with a swap under way"),
    _column("bays_out", "u2", "", "bays out of order"),
    _column("chargers_out", "u2", "", "chargers out of order"),
    _column("open", "u1", "", "1, or 0: whoever arrives is lost"),
)

# What the rows themselves hold.
VEHICLE_VALUES = tuple(column for column in VEHICLES if column is not ROW)
STATION_VALUES = tuple(column for column in STATIONS if column is not ROW)

SOC_STEPS = 10_000
MOST_PLACES = 1 << 16
MOST_S = 1e12  # of a time, either way: longer than any run, and exact in what is reckoned with it


def block_bytes(columns: tuple[Column, ...], rows: int) -> int:
    """Return the length of a block with so many rows, zeros at its end included."""
    size = rows * sum(column.dtype.itemsize for column in columns)
    return size + -size % 8
