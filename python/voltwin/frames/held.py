"""The rows that one who has followed the frames holds: values of every vehicle and station."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.frames.layout import (
    MOST_PLACES,
    ROW,
    SOC_STEPS,
    STATION_VALUES,
    VEHICLE_VALUES,
    Column,
    Columns,
)
from voltwin.frames.packing import Head, Unpacked
from voltwin_bindings.live import ON_TRIP, PARKED, Live


class Held(NamedTuple):
    """Values by row number, in the types of the layout."""

    vehicles: Columns
    stations: Columns

    @property
    def sizes(self) -> tuple[int, int]:
        """How many vehicles and stations there are."""
        return len(self.vehicles["place"]), len(self.stations["open"])


def held_of(live: Live) -> Held:
    """Return what is seen of a run as frames tell it. A vehicle on a trip is one that is parked
    once its drive has ended: so that nothing is to be sent when it ends.

    Raises:
        ValueError: there are more places than a frame can number.
    """
    vehicles = dict(live.vehicles) or {column.name: np.zeros(0) for column in VEHICLE_VALUES}
    if len(vehicles["place"]) and max(map(np.max, (vehicles["place"], vehicles["origin"]))) >= (
        MOST_PLACES
    ):
        raise ValueError(f"frames can number {MOST_PLACES:,} places, and here are more")
    vehicles["soc"] = np.rint(np.clip(vehicles["soc"], 0.0, 1.0) * SOC_STEPS)
    vehicles["doing"] = np.where(vehicles["doing"] == ON_TRIP, PARKED, vehicles["doing"])
    stations = dict(live.stations)
    stations["power_kw"] = np.round(stations["power_kw"], 1)
    return Held(_typed(vehicles, VEHICLE_VALUES), _typed(stations, STATION_VALUES))


def _typed(columns: Columns, layout: tuple[Column, ...]) -> Columns:
    return {column.name: columns[column.name].astype(column.dtype) for column in layout}


def differing(one: Columns, other: Columns) -> npt.NDArray[np.bool_]:
    """Return which rows of two tables of equal length differ in any of the columns of `one`."""
    differs = np.zeros(len(next(iter(one.values()))), np.bool_)
    for name, column in one.items():
        differs |= column != other[name]
    return differs


def rows_of(columns: Columns, row: npt.NDArray[np.intp]) -> Columns:
    """Return some rows, with their numbers, for a frame."""
    chosen = {name: column[row] for name, column in columns.items()}
    return {**chosen, ROW.name: row.astype(ROW.dtype)}


def write_rows(columns: Columns, rows: Columns) -> None:
    """Write the rows of a frame over those that are held."""
    for name, column in columns.items():
        column[rows[ROW.name]] = rows[name]


def begun_with(frame: Unpacked) -> Held:
    """Return copies of what a key frame holds."""
    kinds = (frame.vehicle_rows, VEHICLE_VALUES), (frame.station_rows, STATION_VALUES)
    return Held(*({of.name: rows[of.name].copy() for of in values} for rows, values in kinds))


def frame_of(
    head: Head, held: Held, vehicle: npt.NDArray[np.intp], station: npt.NDArray[np.intp]
) -> Unpacked:
    """Return a frame with these rows of what is held."""
    vehicles, stations = held.sizes
    return Unpacked(
        head,
        vehicles,
        stations,
        rows_of(held.vehicles, vehicle),
        rows_of(held.stations, station),
    )
