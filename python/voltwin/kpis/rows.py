"""The event log as NumPy columns."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.kpis.cells import Floats
from voltwin_core.station.events import KINDS

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Rows:
    """Rows of the event log, in processing order; docs/model.md §5 gives the columns."""

    time: Floats  # [s]
    kind: npt.NDArray[np.int8]  # number in KINDS
    station: Numbers
    vehicle: Numbers
    battery: Numbers
    charger: Numbers
    bay: Numbers
    soc: Floats
    wait_s: Floats  # [s]
    origin: Numbers
    destination: Numbers
    power_kw: Floats  # [kW]

    def __len__(self) -> int:
        return len(self.time)


def read_rows(log: pa.Table, until: float) -> Rows:
    """Return the rows before `until` [s] of an event log, whatever order its dictionary is in."""
    time = _numbers(log, "time")
    size = int(np.searchsorted(time, until))
    log = log.slice(0, size)
    return Rows(
        time=time[:size],
        kind=_kinds(log),
        station=_numbers(log, "station"),
        vehicle=_numbers(log, "vehicle"),
        battery=_numbers(log, "battery"),
        charger=_numbers(log, "charger"),
        bay=_numbers(log, "bay"),
        soc=_numbers(log, "soc"),
        wait_s=_numbers(log, "wait_s"),
        origin=_numbers(log, "origin"),
        destination=_numbers(log, "destination"),
        power_kw=_numbers(log, "power_kw"),
    )


def _numbers(log: pa.Table, name: str) -> npt.NDArray[Any]:
    return log.column(name).to_numpy()


def _kinds(log: pa.Table) -> npt.NDArray[np.int8]:
    column = log.column("kind")
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    kinds = np.empty(len(column), np.int8)
    done = 0
    for chunk in cast("list[pa.DictionaryArray[Any, Any]]", column.chunks):
        codes = np.array([KINDS.index(name) for name in chunk.dictionary.to_pylist()], np.int8)
        kinds[done : done + len(chunk)] = codes[chunk.indices.to_numpy()]
        done += len(chunk)
    return kinds
