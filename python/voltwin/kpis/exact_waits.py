"""Exact waits gathered from a streamed log, batch by batch, so that the log need not be kept."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Floats, Waits
from voltwin.kpis.rows import read_rows
from voltwin.kpis.spread import Calendar
from voltwin_core.record import as_array
from voltwin_core.station.events import ROW_ARRIVAL, ROW_SWAP_END, ROW_VEHICLE_SEEN
from voltwin_core.station.parameters import Parameters


class ExactWaits:
    """The waits of the swaps that arrived after the warm-up, as `cells_from_log` defines them."""

    def __init__(self, parameters: Parameters) -> None:
        self._calendar = Calendar.of(parameters)
        self._warm_up = int(as_array(parameters.settings)["warm_up_hours"][0])
        self._arrived_at = np.zeros(len(parameters.vehicles))  # latest arrival of each vehicle [s]
        self._parts: list[Waits] = []

    def add(self, batch: pa.RecordBatch) -> None:
        """Read the next rows of the log."""
        rows = read_rows(pa.Table.from_batches([batch]), np.inf)
        swaps = np.flatnonzero(rows.kind == ROW_SWAP_END)
        if self._warm_up > 0:
            arrivals = np.flatnonzero(np.isin(rows.kind, (ROW_ARRIVAL, ROW_VEHICLE_SEEN)))
            swaps = swaps[self._observed(rows.vehicle, rows.time, arrivals, swaps)]
        self._parts.append(Waits(rows.station[swaps], rows.wait_s[swaps]))

    def waits(self) -> Waits:
        """Return all waits so far."""
        empty = Waits(np.empty(0, np.int32), np.empty(0))
        parts = self._parts or [empty]
        return Waits(
            np.concatenate([part.station for part in parts]),
            np.concatenate([part.wait_s for part in parts]),
        )

    def saved(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return all that later batches and `waits` depend on, by name."""
        waits = self.waits()
        return {"station": waits.station, "wait_s": waits.wait_s, "arrived_at": self._arrived_at}

    def go_on_from(self, saved: Mapping[str, np.ndarray[Any, Any]]) -> None:
        """Take over what `saved` of another one has returned, as a copy."""
        self._parts = [Waits(saved["station"].copy(), saved["wait_s"].copy())]
        self._arrived_at = saved["arrived_at"].copy()

    def _observed(
        self,
        vehicle: np.ndarray[tuple[int], np.dtype[np.int32]],
        time: Floats,
        arrivals: np.ndarray[tuple[int], np.dtype[np.intp]],
        swaps: np.ndarray[tuple[int], np.dtype[np.intp]],
    ) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return which swaps arrived after the warm-up: in the log a vehicle's swap ends after the
        latest of its arrivals, which is in this batch or before it.
        """
        self._know(vehicle[arrivals])
        rows = np.sort(np.concatenate([arrivals, swaps]))
        rows = rows[np.argsort(vehicle[rows], kind="stable")]
        before = np.concatenate([rows[:1], rows[:-1]])
        in_batch = (vehicle[before] == vehicle[rows]) & (before != rows)
        arrived_at = np.empty(len(time))
        arrived_at[rows] = np.where(in_batch, time[before], self._arrived_at[vehicle[rows]])
        self._arrived_at[vehicle[arrivals]] = time[arrivals]
        observed: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
            self._calendar.hour_of(arrived_at[swaps]) >= self._warm_up
        )
        return observed

    def _know(self, vehicles: np.ndarray[tuple[int], np.dtype[np.int32]]) -> None:
        """Make room for vehicles that have come into the run by an observation."""
        more = int(vehicles.max(initial=-1)) + 1 - len(self._arrived_at)
        if more > 0:
            self._arrived_at = np.append(self._arrived_at, np.zeros(more))
