"""Reading an event log stretch by stretch, in memory that grows with what stands in it, not with
the run."""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from voltwin.history.state import (
    AWAY,
    IN_RACK,
    QUEUED,
    BatteryNow,
    Charge,
    Seen,
    StationNow,
    VehicleNow,
)
from voltwin.history.walk import ABOUT, Columns, Now, walk
from voltwin.kpis.rows import read_rows
from voltwin_core.calendar import step_at, step_value
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

Lines = np.ndarray[Any, np.dtype[np.void]]  # see `Seen`
Charges = np.ndarray[Any, np.dtype[np.void]]  # see `Charge`


class Stretch(NamedTuple):
    """What the log says of a part of a run's time.

    Attributes:
        begin_s: its first time [s].
        end_s: its end, the first time after it [s].
        lines: by station, and in order of time: what is seen from a time on. The first line of each
            station is what is seen when the stretch begins, whenever that came about.
        charges: by station, and in order of their begin: those that end in it.
    """

    begin_s: float
    end_s: float
    lines: Lines
    charges: Charges

    @property
    def bytes(self) -> int:
        """What it takes in memory [B]."""
        return self.lines.nbytes + self.charges.nbytes


class Reading:
    """Reads the log of a run, complete from its start, stretch by stretch."""

    def __init__(self, parameters: Parameters) -> None:
        """Stand before the first row.

        Args:
            parameters: of the run.
        """
        self._now = _at_start(parameters)

    @property
    def bytes(self) -> int:
        """What it takes in memory [B]."""
        return sum(as_array(table).nbytes for table in self._now)

    def stretch(self, batches: Iterable[pa.RecordBatch], begin_s: float, end_s: float) -> Stretch:
        """Read on.

        Args:
            batches: of the log: all rows from the begin to before the end.
            begin_s: the end of the stretch before [s].
            end_s: [s]
        """
        first = as_array(self._now.shown).copy()
        first["time"] = begin_s
        lines, charges = [first], [np.zeros(0, Charge.dtype)]
        for rows in map(_columns, batches):
            found, ended = Seen.table(len(rows.time)), Charge.table(len(rows.time))
            seen, stretches = walk(rows, self._now, found, ended)
            lines.append(as_array(found)[:seen])
            charges.append(as_array(ended)[:stretches])
        by_station = _by_station(np.concatenate(charges))
        return Stretch(begin_s, end_s, _of_instants(np.concatenate(lines)), by_station)

    def under_way(self) -> Charges:
        """Return the charges that have not ended, by station: nobody knows their ends."""
        batteries = as_array(self._now.batteries)
        which = np.flatnonzero(~np.isnan(batteries["since"]))
        found = np.zeros(len(which), Charge.dtype)
        for name in ("soc", "soh", "derating", "set_point_kw", "station", "charger", "ready"):
            found[name] = batteries[name][which]
        found["battery"], found["begin"], found["end"] = which, batteries["since"][which], math.inf
        return _by_station(found)


def _at_start(parameters: Parameters) -> Now:
    """Return how everything is before the first row."""
    now = Now(
        batteries=BatteryNow.adopt(_batteries(parameters)),
        vehicles=VehicleNow.table(max(len(parameters.vehicles), len(parameters.fleet.vehicles))),
        stations=StationNow.adopt(_stations(parameters)),
        shown=Seen.table(len(parameters.stations)),
        ready_soc=_ready_soc(parameters),
        charger_kw=as_array(parameters.chargers)["power_kw"].copy(),
        about=ABOUT,
    )
    shown, stations = as_array(now.shown), as_array(now.stations)
    shown["station"] = np.arange(len(shown))
    for name in set(Seen.dtype.names or ()) & set(StationNow.dtype.names or ()):
        shown[name] = stations[name]
    # What waits beside an idle charger is placed at 0, with a row, or held back and has none.
    waits = (stations["waiting"] > 0) & (stations["chargers"] > 0)
    at_any_price = (stations["reserve"] < 0) | (stations["cheap"] != 0)
    shown["limited"] = waits & (at_any_price | (stations["ready"] < stations["reserve"]))
    return now


def _batteries(parameters: Parameters) -> np.ndarray[Any, Any]:
    """Return batteries at the start: in the rack, in the queue, or in vehicles and out of sight."""
    given = as_array(parameters.batteries)
    found = np.zeros(len(given), BatteryNow.dtype)
    found["place"] = np.where(given["soc"] >= _ready_soc(parameters), IN_RACK, QUEUED)
    found["place"][as_array(parameters.vehicles)["battery"]] = AWAY
    found["place"][as_array(parameters.settings)["batteries"][0] :] = AWAY
    found["place"][given["station"] < 0] = AWAY
    found["station"] = np.maximum(given["station"], 0)
    found["charger"] = -1
    found["soh"], found["since"] = given["soh"], math.nan
    return found


def _stations(parameters: Parameters) -> np.ndarray[Any, Any]:
    given, batteries = as_array(parameters.stations), _batteries(parameters)
    found = np.zeros(len(given), StationNow.dtype)
    for place, name in ((IN_RACK, "ready"), (QUEUED, "waiting")):
        there = batteries["station"][batteries["place"] == place]
        found[name] = np.bincount(there, minlength=len(given))
    found["open"] = [_open_at_start(parameters, one) for one in given]
    found["chargers"], found["reserve"] = given["chargers"], given["reserve"]
    found["cheap"] = given["cheap_at_start"]
    return found


def _open_at_start(parameters: Parameters, station: Any) -> int:
    hours = parameters.steps, int(station["first_hours"]), int(station["hours"])
    return int(step_value(*hours, step_at(*hours, parameters.clock, 0.0)))


def _ready_soc(parameters: Parameters) -> np.ndarray[Any, np.dtype[np.float64]]:
    of_type = as_array(parameters.batteries)["battery_type"]
    return np.asarray(as_array(parameters.battery_types)["ready_soc"][of_type])


def _columns(batch: pa.RecordBatch) -> Columns:
    rows = read_rows(pa.Table.from_batches([batch]), math.inf)
    return Columns(*(getattr(rows, name) for name in Columns._fields))


def _of_instants(lines: Lines) -> Lines:
    """Return lines by station, in order of time: the first of each station, and of several at one
    instant the last, which is what is seen from then on."""
    lines = lines[np.argsort(lines["station"], kind="stable")]
    is_first = np.append(True, lines["station"][1:] != lines["station"][:-1])
    is_last = np.append(is_first[1:] | (lines["time"][1:] != lines["time"][:-1]), True)
    kept: Lines = lines[is_first | is_last]
    return kept


def _by_station(charges: Charges) -> Charges:
    return charges[np.lexsort((charges["begin"], charges["station"]))]
