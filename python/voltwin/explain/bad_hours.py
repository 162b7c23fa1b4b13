"""The hours in which a station loses or delays, and its state in them.

Hours are weighted by the vehicles that came in them and that the trouble is about: lost other than
because the station was closed, or, where it delays, late.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.explain.overdue import overdue_by_hour

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_MEANS = {
    "bays_in_use": "bay_utilisation",
    "charging": "charger_utilisation",
    "cooling": "charger_cooling_share",
    "suspended": "charger_suspended_share",
    "out": "charger_out_share",
    "bays_out": "bay_out_share",
    "queued": "mean_queued",
    "topping": "mean_topping",
    "rack": "mean_rack",
}
# The columns of `by_station_hour` that are read.
HOURLY = (
    *("lost", "lost_closed", "arrivals", "swaps", "diverted", "unseen", "within_target"),
    "grid_kwh",
    *_MEANS.values(),
)


class Hours:
    """A run's `by_station_hour`, its columns with the shape (stations, hours)."""

    def __init__(self, by_station_hour: pa.Table, bays: Sequence[int], past: int) -> None:
        """Keep the table.

        Args:
            by_station_hour: all hours of the first station first.
            bays: of each station.
            past: hours that ended the target wait before the run did.
        """
        self._table = by_station_hour
        self._shape = len(bays), by_station_hour.num_rows // len(bays)
        gone = sum(map(self.column, ("swaps", "lost", "diverted", "unseen")))
        inside = (self.column("arrivals") - gone).astype(np.int64)
        self._overdue = overdue_by_hour(inside, np.asarray(bays, np.int64), past)

    @property
    def overdue(self) -> list[int]:
        """Overdue vehicles of each station."""
        return [int(vehicles) for vehicles in self._overdue.sum(axis=1)]

    @property
    def hours(self) -> int:
        """How many hours each station has."""
        return self._shape[1]

    def means(self, delays: Sequence[bool], more: Mapping[str, Floats]) -> dict[str, Floats]:
        """Return for each station the means over its bad hours, shape (stations,); NaN without any.

        Args:
            delays: whether a station delays; else only the vehicles that it loses count.
            more: what else is known by the hour, each with the shape (stations, hours).
        """
        lost = self.column("lost") - self.column("lost_closed")
        late = self.column("swaps") - self.column("within_target") + self._overdue
        weight = np.where(np.asarray(delays, bool)[:, None], late, lost)
        total = weight.sum(axis=1)
        columns = {field: self.column(name) for field, name in _MEANS.items()}
        with np.errstate(invalid="ignore"):
            return {
                field: np.asarray((weight * values).sum(axis=1) / total)
                for field, values in {**columns, **more}.items()
            }

    def column(self, name: str) -> Floats:
        """Return a column of the table, shape (stations, hours)."""
        values = self._table[name].to_numpy().astype(np.float64)
        return np.asarray(np.nan_to_num(values).reshape(self._shape))  # null: none of it there
