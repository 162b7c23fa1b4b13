"""What is seen of a run at a moment, by a walk along its event log: the slow twin of `live`."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.kpis.rows import Rows, read_rows
from voltwin.kpis.stays import read_stays
from voltwin_bindings.live import (
    ON_TRIP,
    PARKED,
    RETRIES,
    SERVED,
    STRANDED,
    TO_STATION,
    WAITING,
)
from voltwin_core.calendar import step_at, step_value
from voltwin_core.record import as_array
from voltwin_core.station.cells import STATES
from voltwin_core.station.events import KINDS
from voltwin_core.station.parameters import Parameters

LEAVES_UNSERVED = ("lost_closed", "lost_stockout", "lost_queue_full", "reneged")
DRIVES = {"trip": ON_TRIP, "to_station": TO_STATION, "diverted": TO_STATION}

Row = dict[str, Any]


def at_start(parameters: Parameters, station: int, schedule: str) -> float:
    """Return what a weekly schedule of a station (`hours`, `limits`) says at the start, which has
    no row."""
    of = as_array(parameters.stations)[station]
    first = {"hours": "first_hours", "limits": "first_limit"}[schedule]
    steps = parameters.steps, int(of[first]), int(of[schedule])
    return float(step_value(*steps, step_at(*steps, parameters.clock, 0.0)))


class Walk:
    """Vehicles and stations as the rows so far have left them."""

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self.fleet = len(parameters.fleet.vehicles)
        self.vehicles: dict[int, Row] = defaultdict(dict)
        count = len(parameters.stations)
        names = ("bays_busy", "bays_out", "chargers_out", "swaps", "lost")
        self.stations: dict[str, list[float]] = {name: [0] * count for name in names}
        for name, schedule in (("open", "hours"), ("limit_kw", "limits")):
            self.stations[name] = [at_start(parameters, s, schedule) for s in range(count)]
        self.lines: list[set[int]] = [set() for _ in range(count)]

    def read(self, row: Row) -> None:
        """Go on by one row."""
        if row["station"] >= 0:
            self._at_station(row)
        if 0 <= row["vehicle"] < self.fleet:
            self._of_vehicle(row, self.vehicles[row["vehicle"]])

    def _at_station(self, row: Row) -> None:
        s, v, kind, of = row["station"], row["vehicle"], row["kind"], self.stations
        if kind in ("wait_battery", "wait_bay"):
            self.lines[s].add(v)
        if kind in ("swap_begin", "vehicle_unseen", *LEAVES_UNSERVED):
            self.lines[s].discard(v)
        of["lost"][s] += kind in LEAVES_UNSERVED
        of["swaps"][s] += kind == "swap_end"
        of["bays_busy"][s] += (kind == "swap_begin") - (kind == "swap_end")
        of["bays_out"][s] += (kind == "bay_out") - (kind == "bay_in")
        of["chargers_out"][s] += (kind == "charger_out") - (kind == "charger_in")
        if kind in ("opened", "closed"):
            of["open"][s] = int(kind == "opened")
        if kind == "limit":
            of["limit_kw"][s] = row["power_kw"]

    def _of_vehicle(self, row: Row, vehicle: Row) -> None:
        kind, time = row["kind"], row["time"]
        if kind in DRIVES:
            vehicle |= {"doing": DRIVES[kind], "departed_at": time, "arrives_at": row["until"]}
            vehicle |= {"origin": row["origin"], "place": row["destination"], "soc": row["soc"]}
        elif kind == "parked":
            vehicle |= {"doing": PARKED, "departed_at": 0.0, "arrives_at": 0.0, "origin": 0}
            vehicle |= {"place": row["origin"], "soc": row["soc"]}
        elif kind == "towed":
            vehicle |= {"doing": PARKED, "place": row["destination"], "soc": row["soc"]}
        elif kind == "stranded":
            vehicle["doing"] = STRANDED
        elif kind == "trip_cancelled":
            vehicle["doing"] = PARKED
        elif kind == "arrival":
            vehicle["doing"] = WAITING
        elif kind == "swap_begin":
            vehicle["doing"] = SERVED
            vehicle["taken_soc"] = row["soc"]
        elif kind == "swap_end":
            vehicle["doing"], vehicle["soc"] = PARKED, vehicle.pop("taken_soc")
        elif kind in (*LEAVES_UNSERVED, "vehicle_unseen"):
            vehicle["doing"] = RETRIES

    def vehicles_at(self, now: float) -> dict[str, list[Any]]:
        """Return the columns of vehicles."""
        rows = [dict(self.vehicles[v]) for v in range(self.fleet)]
        for row in rows:
            if row["doing"] in (PARKED, ON_TRIP):
                row["doing"] = ON_TRIP if row["arrives_at"] > now else PARKED
        names = ("doing", "origin", "place", "departed_at", "arrives_at", "soc")
        return {name: [row[name] for row in rows] for name in names} if rows else {}


def walks(
    log: pa.Table, parameters: Parameters, times: Sequence[float]
) -> list[tuple[dict[str, list[Any]], dict[str, list[Any]]]]:
    """Return what is seen of vehicles and stations at each of some rising times [s]."""
    walk, found, done = Walk(parameters), [], 0
    rows = log.to_pylist()
    for now in times:
        while done < len(rows) and rows[done]["time"] < now:
            walk.read(rows[done])
            done += 1
        stations = {name: list(of) for name, of in walk.stations.items()}
        stations["queue"] = [len(line) for line in walk.lines]
        stations |= batteries_at(read_rows(log, now), parameters, now)
        found.append((walk.vehicles_at(now), stations))
    return found


def batteries_at(rows: Rows, parameters: Parameters, now: float) -> dict[str, list[Any]]:
    """Return how many batteries of each state every station has; see `cells.STATES`."""
    own, last = np.zeros(len(rows), np.int32), {}
    arrives = [KINDS.index(kind) for kind in ("arrival", "vehicle_seen")]
    for i, (kind, vehicle, battery) in enumerate(
        zip(rows.kind.tolist(), rows.vehicle.tolist(), rows.battery.tolist(), strict=True)
    ):
        if kind in arrives:
            last[vehicle] = battery
        own[i] = last.get(vehicle, 0)
    stays = read_stays(rows, own, parameters, now)
    held = stays[np.append(stays.battery[1:] != stays.battery[:-1], True) & (stays.state >= 0)]
    table = np.zeros((len(as_array(parameters.stations)), len(STATES)), np.int64)
    np.add.at(table, (held.station, held.state), 1)
    return {name: table[:, number].tolist() for number, name in enumerate(STATES)}
