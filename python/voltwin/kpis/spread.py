"""Intervals of time cut at the borders of local hours and 15-minute slots."""

from dataclasses import dataclass

import numpy as np

from voltwin.kpis.cells import Floats, Integers
from voltwin_core.calendar import HOUR_S
from voltwin_core.record import as_array
from voltwin_core.station.cells import SLOT_S, SLOTS_PER_HOUR
from voltwin_core.station.parameters import Parameters


@dataclass(frozen=True)
class Calendar:
    """Local hours and slots of a run, both counted from the hour in which it starts."""

    phase_s: float  # seconds of that hour gone at the start, whole [s]
    hours: int
    slots: int

    @classmethod
    def of(cls, parameters: Parameters) -> "Calendar":
        """Return the calendar of a run."""
        hours = int(as_array(parameters.settings)["hours"][0])
        phase_s = float(as_array(parameters.clock)["phase_s"][0])
        return cls(phase_s, hours, hours * SLOTS_PER_HOUR)

    def hour_of(self, time: Floats) -> Integers:
        """Return the hours that hold `time` [s], by the arithmetic of `calendar.hour_of`.

        The end of a run at a full hour belongs to the hour before it.
        """
        hour = np.floor((self.phase_s + time) / HOUR_S).astype(np.int64)
        return np.minimum(hour, self.hours - 1)

    def hour_start(self, hour: Integers) -> Floats:
        """Return when hours begin [s]; the first may begin before the run."""
        return np.asarray(hour * HOUR_S - self.phase_s)

    def first_slot(self, begin: Floats) -> Integers:
        """Return the slots that hold `begin` [s]."""
        slot = ((self.phase_s + begin) // SLOT_S).astype(np.int64)
        return np.minimum(slot, self.slots - 1)

    def last_slot(self, end: Floats) -> Integers:
        """Return the slots in which intervals end that last until `end` [s].

        The border between two slots belongs to the earlier. Exact, since borders are whole seconds.
        """
        whole = np.ceil(end).astype(np.int64) + int(self.phase_s)
        slot = -(-whole // int(SLOT_S)) - 1
        return np.minimum(slot, self.slots - 1)

    def slot_end(self, slot: Integers) -> Floats:
        """Return when slots end [s]."""
        return np.asarray((slot + 1) * SLOT_S - self.phase_s)


def spread(first: Integers, last: Integers) -> tuple[Integers, Integers]:
    """Return (interval, number) of every piece of intervals that touch numbers `first` to `last`.

    Pieces are in the order of the intervals and, within one, of the numbers.
    """
    pieces = np.maximum(last - first, 0) + 1
    interval = np.repeat(np.arange(len(first)), pieces)
    within = np.arange(len(interval)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    return interval, first[interval] + within
