"""The reference engine: all stations of a network in one SimPy environment."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.reference.arrivals import Arrivals
from voltwin.reference.fleet import build_fleet
from voltwin.reference.log import NONE
from voltwin.reference.roads import Roads
from voltwin.reference.run import Run
from voltwin.reference.station import build_stations
from voltwin_bindings.engine import BatteryColumns
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.parameters import Parameters


class ReferenceEngine:
    """A run in progress, as `voltwin_bindings.engine.Engine` describes it."""

    def __init__(self, parameters: Parameters, key: int, log: bool = True) -> None:
        """Prepare a run; nothing has happened yet.

        Args:
            parameters: the network.
            key: of the run, see `voltwin_core.draws.run_key`.
            log: whether to keep the event log.
        """
        self._run = Run(parameters, key, log)
        self._now = 0.0
        self._stations, self._batteries = build_stations(self._run)
        roads = Roads(self._run, self._stations) if len(parameters.fleet.classes) else None
        for station in self._stations:
            station.start()
            self._run.env.process(Arrivals(station, roads).process())
        if roads:
            for vehicle in build_fleet(self._run, roads, self._stations, self._batteries):
                self._run.env.process(vehicle.process())

    @property
    def now(self) -> float:
        """All events before this time have been handled [s]."""
        return self._now

    def advance(self, until: float) -> None:
        """Handle all events before `until` [s], at most up to the horizon.

        Raises:
            EngineError: the run cannot go on.
        """
        until = min(until, self._run.horizon_s)
        self._run.env.run_before(until)
        self._now = max(self._now, until)

    def step(self, until: float) -> None:
        """Advance towards `until` [s] by at most an hour."""
        self.advance(min(until, self._now + HOUR_S))

    def drain(self) -> list[pa.RecordBatch]:
        """Return the log rows written since the last drain (empty when the log is off)."""
        return self._run.log.drain()

    def batteries(self) -> BatteryColumns:
        """Return where every battery is now, and what it has done."""
        batteries = self._batteries
        columns = BatteryColumns(
            state=np.array([battery.state for battery in batteries], np.int8),
            station=np.array([b.pool.station if b.pool else NONE for b in batteries], np.int32),
            soc=np.array([battery.soc for battery in batteries], np.float64),
            soh=np.array([battery.soh for battery in batteries], np.float64),
            throughput_kwh=np.array([b.throughput_kwh for b in batteries], np.float64),
        )
        for station in self._stations:
            for charge in station.chargers.charges.values():
                battery, soc = charge.battery, charge.soc(self._now)
                under_way_kwh = battery.capacity_kwh * (soc - battery.soc)
                columns["state"][battery.number] = charge.state
                columns["soc"][battery.number] = soc
                columns["throughput_kwh"][battery.number] += under_way_kwh
        return columns

    def inside(self) -> npt.NDArray[np.int64]:
        """Return the number of vehicles inside each station now, shape (stations,)."""
        return np.array([station.inside for station in self._stations], np.int64)
