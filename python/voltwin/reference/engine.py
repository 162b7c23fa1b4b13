"""The reference engine: all stations of a network in one SimPy environment."""

from collections.abc import Iterable
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.reference.arrivals import Arrivals
from voltwin.reference.fleet import build_fleet
from voltwin.reference.log import NONE
from voltwin.reference.observation import Observer
from voltwin.reference.outages import Faults, bays_of, chargers_of
from voltwin.reference.roads import Roads
from voltwin.reference.run import Run, rows
from voltwin.reference.script import Script
from voltwin.reference.station import build_stations, new_batteries
from voltwin.reference.trucks import Trucks
from voltwin.reference.unobserved import UnobservedPools
from voltwin_bindings.disturbing import changed_surges
from voltwin_bindings.engine import BatteryColumns
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.script import Line


class ReferenceEngine:
    """A run in progress, as `voltwin_bindings.engine.Engine` describes it."""

    def __init__(self, parameters: Parameters, key: int, log: bool = True) -> None:
        """Prepare a run; nothing has happened yet.

        Args:
            parameters: the network.
            key: of the run, see `voltwin_core.draws.run_key`.
            log: whether to keep the event log.
        """
        self._key, self._log = key, log
        self._now = 0.0
        self._begin(parameters)

    def _begin(self, parameters: Parameters) -> None:
        """Start all processes."""
        self._run = Run(parameters, self._key, self._log)
        self._stations, self._batteries = build_stations(self._run)
        roads = Roads(self._run, self._stations) if len(parameters.fleet.classes) else None
        self._arrivals = [Arrivals(station, roads) for station in self._stations]
        self._scripts: list[Script] = []
        trucks = Trucks(self._run)
        first = rows(parameters.settings)[0]
        self._unobserved = UnobservedPools(self._run)
        self._unobserved.fill(self._batteries, first.vehicles, first.batteries)
        faults = rows(parameters.disturbances)
        for station, arrivals, row in zip(self._stations, self._arrivals, faults, strict=True):
            station.start()
            arrivals.start()
            chargers, bays = chargers_of(station), bays_of(station)
            observer = Observer(station, chargers, self._unobserved)
            self._scripts.append(Script(self._run, station, chargers, bays, trucks, observer))
            Faults(station, chargers, bays, row).start()
        if roads:
            for vehicle in build_fleet(self._run, roads, self._stations, self._batteries):
                self._run.env.process(vehicle.process())
        self._follow(rows(parameters.script))

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

    def intervene(self, parameters: Parameters) -> None:
        """Go on with other interventions.

        Args:
            parameters: those of the run but for its script, which has new lines, none of them
                before now, what these need (trucks, observations, the members of unobserved pools
                behind all others), and surges, which are the same before now.
        """
        if self._now == 0.0:  # nothing has happened yet
            self._begin(parameters)
            return
        former = self._run.parameters
        self._run.go_on_with(parameters)
        self._batteries += new_batteries(self._run, len(former.batteries))
        self._unobserved.fill(self._batteries, len(former.vehicles), len(former.batteries))
        for number in changed_surges(former, parameters):
            self._arrivals[number].reconsider()
        self._follow(line for line in rows(parameters.script) if line.number >= len(former.script))

    def _follow(self, lines: Iterable[Line]) -> None:
        """Let lines of the script happen, which stand by station and in order."""
        for station, of_it in groupby(lines, lambda line: line.station):
            self._run.env.process(self._scripts[station].follow(list(of_it)))

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
