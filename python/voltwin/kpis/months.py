"""Calendar months of local time in the window: how much of each was observed, and its peak."""

from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np

from voltwin.kpis.cells import Cells, Floats, Integers
from voltwin.kpis.groups import warm_up_hours, window_s
from voltwin.kpis.spread import Calendar
from voltwin_core.record import as_array
from voltwin_core.station.cells import SLOTS_PER_HOUR
from voltwin_core.station.parameters import Parameters


@dataclass(frozen=True)
class Months:
    """The months that the hours of a run touch after its warm-up."""

    begins: list[date]
    shares: Floats  # observed, of the whole month
    first_hours: Integers  # of each, counted from the first hour after the warm-up

    @classmethod
    def of(cls, parameters: Parameters, end_s: float) -> "Months":
        """Return the months of a run that stands at `end_s` [s]."""
        first = int(as_array(parameters.clock)["first_hour"][0])
        hours = np.arange(warm_up_hours(parameters), Calendar.of(parameters).hours)
        month_of_hour = (first + hours).astype("datetime64[h]").astype("datetime64[M]")
        months, first_hours = np.unique(month_of_hour, return_index=True)
        begin, end = (np.asarray(m, "datetime64[s]").astype(float) for m in (months, months + 1))
        observed_s = np.add.reduceat(window_s(parameters, end_s), first_hours)
        begins = [cast(date, month) for month in months.astype("datetime64[D]").tolist()]
        return cls(begins, observed_s / (end - begin), first_hours)

    @property
    def observed(self) -> float:
        """How many months were observed, in parts of each calendar month."""
        return float(self.shares.sum())

    def peaks_kw(self, cells: Cells, parameters: Parameters) -> Floats:
        """Return each station's largest 15-minute mean power of each month, (stations, months)."""
        slots = cells.grid_kwh[:, warm_up_hours(parameters) * SLOTS_PER_HOUR :]
        first_slots = self.first_hours * SLOTS_PER_HOUR
        return np.asarray(np.maximum.reduceat(slots, first_slots, axis=1) * SLOTS_PER_HOUR)
