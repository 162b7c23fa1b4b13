"""Rows of vehicles that drive, told again: see `replay`.

- A vehicle is in one place at a time: a drive begins where the last one ended, not before it has
  ended, and an arrival at a station ends a drive to it.
- A drive lasts as long as the matrices and the hour's speed say; its SoC does not rise, is never
  below 0, and after a trip not below the floor of the class.
- Who is towed home is full there.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from voltwin_core.calendar import HOUR_S, HOURS_PER_WEEK
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

DRIVER_FEATURES = {
    "parked": "a fleet",
    "trip": "trip",
    "to_station": "drive to a station",
    "diverted": "diverted",
    "trip_cancelled": "trip cancelled",
    "stranded": "stranded",
    "towed": "towed",
}
_DRIVES = ("trip", "to_station", "diverted")


class DriverReplay:
    """Where every vehicle is while a log is read."""

    def __init__(self, parameters: Parameters) -> None:
        self._fleet = fleet = parameters.fleet
        self._class_of: list[int] = as_array(fleet.vehicles)["vehicle_class"].tolist()
        self._home: list[int] = as_array(fleet.vehicles)["home"].tolist()
        names = as_array(fleet.classes).dtype.names or ()
        self._classes = [
            dict(zip(names, row, strict=True)) for row in as_array(fleet.classes).tolist()
        ]
        self._full: list[float] = as_array(parameters.battery_types)["full_soc"].tolist()
        self._type_of: list[int] = as_array(parameters.batteries)["battery_type"].tolist()
        self._places = int(as_array(fleet.travel.roads)["places"][0])
        self._zones = int(as_array(fleet.extent)["zones"][0])
        first = int(as_array(fleet.travel.roads)["first_speed"][0])
        self._speeds: list[float] = fleet.travel.numbers[first:][:HOURS_PER_WEEK].tolist()
        clock = as_array(parameters.clock)[0]
        self._phase_s = float(clock["phase_s"])  # of the hour in which the run starts
        self._first_of_week = round(float(clock["week_phase_s"] - clock["phase_s"]) / HOUR_S)
        self.is_fleet = bool(self._class_of)
        self._at: dict[int, tuple[int, float]] = {}  # vehicle: place, and since when

    def problem(self, row: Mapping[str, Any], soc: list[float]) -> str:
        """Return what is wrong with a row; note where its vehicle is, and its battery's SoC."""
        kind, vehicle = row["kind"], row["vehicle"]
        if kind == "parked":
            self._at[vehicle] = self._home[vehicle], 0.0
            soc[row["battery"]] = row["soc"]
            in_range = 0.0 <= row["soc"] <= self._full[self._type_of[row["battery"]]]
            return "" if in_range and row["time"] == 0.0 else "not a vehicle at its start"
        if kind == "arrival":
            return self._arrival(row)
        if kind not in DRIVER_FEATURES:
            return ""
        wrong = self._drive(row, soc) if kind in _DRIVES else self._rest(row, soc)
        if self.is_fleet:
            soc[row["battery"]] = row["soc"]
        return wrong

    def _arrival(self, row: Mapping[str, Any]) -> str:
        at = self._at.get(row["vehicle"])
        if at is None:
            return "" if not self.is_fleet else "it has never been parked"
        if at != (self._zones + row["station"], row["time"]) and self.is_fleet:
            return f"it is at place {at[0]} since {at[1]!r} s"
        return ""

    def _drive(self, row: Mapping[str, Any], soc: Sequence[float]) -> str:
        of = self._classes[self._kind(row)]
        place, since = self._at.get(row["vehicle"], (row["origin"], -math.inf))
        self._at[row["vehicle"]] = row["destination"], row["until"]
        if self.is_fleet and (place != row["origin"] or since > row["time"]):
            return f"it is at place {place} since {since!r} s"
        free_s = self._fleet.travel.seconds[row["origin"] * self._places + row["destination"]]
        speed = self._relative_speed(row["time"]) * of["speed_factor"]
        if not math.isclose(row["until"], row["time"] + free_s / speed, rel_tol=1e-12):
            return f"it takes {free_s / speed!r} s"
        least = of["floor_soc"] if row["kind"] == "trip" else 0.0
        return "" if least <= row["soc"] <= soc[row["battery"]] else "SoC out of range"

    def _relative_speed(self, time: float) -> float:
        """Return the relative speed of the hour of the week."""
        since_monday = math.floor((self._phase_s + time) / HOUR_S) + self._first_of_week
        return self._speeds[since_monday % HOURS_PER_WEEK]

    def _rest(self, row: Mapping[str, Any], soc: Sequence[float]) -> str:
        place, since = self._at[row["vehicle"]]
        if place != row["origin"] or since > row["time"]:
            return f"it is at place {place} since {since!r} s"
        if row["kind"] != "towed":
            return "" if row["soc"] == soc[row["battery"]] else "its SoC has changed at rest"
        self._at[row["vehicle"]] = row["destination"], row["time"]
        home = row["destination"] == self._home[row["vehicle"]]
        full = row["soc"] == self._full[self._type_of[row["battery"]]]
        return "" if home and full else "not at home, or not full"

    def _kind(self, row: Mapping[str, Any]) -> int:
        if self.is_fleet:
            return self._class_of[int(row["vehicle"])]
        return self._type_of[int(row["battery"])]
