"""Where every battery is, by the rows alone: a ledger that knows nothing of either engine."""

import numpy as np
import numpy.typing as npt

from voltwin.validation.difference import Columns
from voltwin.validation.known_errors.runs import in_order
from voltwin_core.record import as_array
from voltwin_core.station.cells import BAY, CHARGING, IN_TRUCK, IN_VEHICLE, QUEUED, RACK
from voltwin_core.station.parameters import Parameters

ON_CHARGER = CHARGING  # whatever it does there
_NAMES = "kind", "station", "vehicle", "battery"


class Ledger:
    """The place of each battery while rows are read, and its station, -1 for none."""

    def __init__(self, parameters: Parameters) -> None:
        batteries, types = as_array(parameters.batteries), as_array(parameters.battery_types)
        ready = batteries["soc"] >= types["ready_soc"][batteries["battery_type"]]
        self.place: npt.NDArray[np.int64] = np.where(ready, RACK, QUEUED).astype(np.int64)
        self.station: npt.NDArray[np.int64] = batteries["station"].astype(np.int64)
        vehicles = as_array(parameters.vehicles)["battery"]
        self.place[vehicles], self.station[vehicles] = IN_VEHICLE, -1
        self._ready = ready.copy()
        self._brought: dict[int, int] = {}  # by vehicle: the battery that it came with

    def read(self, log: Columns) -> None:
        """Move batteries as further rows say."""
        for kind, station, vehicle, battery in in_order(log, _NAMES):
            if kind == "arrival":
                self._brought[vehicle] = battery
            elif kind == "swap_begin":
                self._put(battery, IN_VEHICLE, -1)
                self._put(self._brought[vehicle], BAY, station)
            elif kind == "swap_end":
                self._put(battery, QUEUED, station)
            elif battery >= 0:
                self._on_charger_or_truck(kind, station, battery)

    def _on_charger_or_truck(self, kind: str, station: int, battery: int) -> None:
        match kind:
            case "placed":
                self._ready[battery] = False
                self._put(battery, ON_CHARGER, station)
            case "ready":
                self._ready[battery] = True
            case "full" | "unloaded":
                self._put(battery, RACK, station)
            case "charger_out":
                self._put(battery, RACK if self._ready[battery] else QUEUED, station)
            case "loaded":
                self._put(battery, IN_TRUCK, -1)

    def _put(self, battery: int, place: int, station: int) -> None:
        self.place[battery], self.station[battery] = place, station
