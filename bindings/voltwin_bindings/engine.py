"""What every engine offers; `KernelEngine` and the SimPy reference are its two implementations."""

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin_core.station.parameters import Parameters


class EngineError(Exception):
    """A run cannot go on (an empty ring, a violated balance); the message says what to change."""


class RingEmptyError(EngineError):
    """A vehicle is due at a station, but all vehicles of its ring are inside."""

    def __init__(self, station: int, time: float) -> None:
        """Name the station by its number, and the time at which the vehicle is due [s]."""
        super().__init__(station, time)
        self.station, self.time = station, time

    def __str__(self) -> str:
        return self.message(f"number {self.station}")

    def message(self, station: str) -> str:
        """Return what happened and what to change, with the station called so."""
        return (
            f"station {station}: a vehicle is due at {self.time:.10g} s, but all vehicles of its "
            "ring are inside it, or were diverted to others; give it a larger `ring` (bays + queue "
            "places + 1 are always enough where it does not divert)"
        )


class BatteryColumns(dict[str, np.ndarray[Any, Any]]):
    """Columns by battery number, read where the run stands.

    `state` int8 (see `voltwin_core.station.cells`, -1 in a vehicle), `station` int32 (that holds
    it, -1 in a vehicle), `soc` float64, `soh` float64 (state of health), `throughput_kwh` float64
    (charged plus discharged, what is under way on a charger included).
    """


class Engine(Protocol):
    """A run in progress. Times in seconds from its start."""

    @property
    def now(self) -> float:
        """All events before this time have been handled [s]."""
        ...

    def advance(self, until: float) -> None:
        """Handle all events before `until` [s], at most up to the horizon.

        Raises:
            EngineError: the run cannot go on.
        """
        ...

    def step(self, until: float) -> None:
        """Advance towards `until` [s] by as much as keeps the log of the step small."""
        ...

    def intervene(self, parameters: Parameters) -> None:
        """Go on with other interventions.

        Args:
            parameters: those of the run but for its script, which has new lines, none of them
                before now, and surges, which are the same before now.
        """
        ...

    def drain(self) -> list[pa.RecordBatch]:
        """Return the log rows written since the last drain (empty when the log is off)."""
        ...

    def batteries(self) -> BatteryColumns:
        """Return where every battery is now, and what it has done."""
        ...

    def inside(self) -> npt.NDArray[np.int64]:
        """Return the number of vehicles inside each station now, shape (stations,)."""
        ...
