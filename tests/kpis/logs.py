"""Event logs written by hand, row by row."""

import math
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin_bindings.event_log import DTYPES, to_batch
from voltwin_core.station.events import KINDS

Row = tuple[Any, ...]


def row(
    time: float,
    kind: str,
    *,
    station: int = 0,
    vehicle: int = -1,
    battery: int = -1,
    charger: int = -1,
    bay: int = -1,
    soc: float = math.nan,
    wait_s: float = math.nan,
    power_kw: float = math.nan,
) -> Row:
    """Return a row in the order of the schema."""
    places = station, vehicle, battery, charger, bay
    return time, KINDS.index(kind), *places, soc, wait_s, power_kw, -1, -1, math.nan


def table(rows: list[Row]) -> pa.Table:
    """Return rows as an event log."""
    columns = zip(*rows, strict=True) if rows else [[] for _ in DTYPES]
    arrays = {
        name: np.array(values, dtype)
        for (name, dtype), values in zip(DTYPES.items(), columns, strict=True)
    }
    return pa.Table.from_batches([to_batch(arrays)])


def swap(
    begin: float,
    end: float,
    vehicle: int,
    own: int,
    taken: int,
    *,
    arrived: float | None = None,
    soc: float = 0.2,
    taken_soc: float = 0.9,
    station: int = 0,
) -> list[Row]:
    """Return the rows of a visit that ends in a swap, those about waiting left out."""
    arrived = begin if arrived is None else arrived
    visit: dict[str, Any] = {"station": station, "vehicle": vehicle}
    in_bay = {**visit, "bay": 0, "wait_s": begin - arrived}
    return [
        row(arrived, "arrival", **visit, battery=own, soc=soc),
        row(begin, "swap_begin", **in_bay, battery=taken, soc=taken_soc),
        row(end, "swap_end", **in_bay, battery=own, soc=soc),
    ]


def charge(battery: int, *steps: tuple[float, str, float], charger: int = 0) -> list[Row]:
    """Return the rows of a charge from its (time, kind, SoC)."""
    return [row(t, kind, battery=battery, charger=charger, soc=soc) for t, kind, soc in steps]


def in_order(*parts: list[Row]) -> pa.Table:
    """Return the rows of all parts by time; at one time, in the order given."""
    return table(sorted((r for part in parts for r in part), key=lambda r: float(r[0])))
