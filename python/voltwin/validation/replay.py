"""An event log told again, to ask whether what both engines agree on is also right.

Equal is not right: two engines may break a rule alike. So the log is read row by row with the
rules of docs/model.md §4 in hand, and every row that breaks one is named:

- every battery is in one place, and moves only where the row may take it from and to;
- a charger holds one battery, a bay one vehicle, and the queue places are not exceeded;
- the grid limit holds at every instant: where a station's last row at an instant is written, the
  powers in the log add up to no more than the limit, and so do the bounds min(set-point, largest
  P(s') of the rest of the charge) of all charges that are not suspended, which no power between
  two events can exceed, since nothing but events changes who charges;
- SoCs on a charger do not fall, powers are those of the curve at the logged SoC, and `ready` and
  `full` have their SoC exactly.

On the way it notes what happened at all: the scenario's features.
"""

import math
from collections import Counter
from typing import Any

from voltwin.validation.difference import Columns
from voltwin.validation.told import Charge, Station, at_start, doing, power_at, rows
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

FEATURES = (
    "lost: closed",
    "lost: stockout",
    "lost: queue full",
    "reneged without claim",
    "reneged with claim",
    "waited for a battery",
    "waited for a bay",
    "unplugged",
    "limit blocks the queue",
    "suspended",
    "suspended while cooling",
    "suspended when ready",
    "resumed",
    "limit changes",
    "hours change",
    "cool-down by temperature",
    "swap in no time",
    "arrivals at one instant",
    "arrival as the limit changes",
    "arrival as hours change",
    "arrival as a charge ends",
    "swap ends as a charge does",
    "charger out, idle",
    "charger out, cooling",
    "charger out, charging",
    "charger out, ready",
    "charger out, suspended",
    "bay out",
    "bay out after a swap",
    "arrival as a charger goes out",
    "several battery types",
    "a ring ran empty",
)
_SLACK = 1.0 + 1e-12  # of the rule `admit`
_ROUNDING = 1.0 + 1e-14  # of sums and interpolations done anew here
_FEATURE_OF = {
    "lost_closed": "lost: closed",
    "lost_stockout": "lost: stockout",
    "lost_queue_full": "lost: queue full",
    "wait_battery": "waited for a battery",
    "wait_bay": "waited for a bay",
    "unplugged": "unplugged",
    "suspended": "suspended",
    "resumed": "resumed",
    "limit": "limit changes",
    "opened": "hours change",
    "closed": "hours change",
}
_TIES = {  # feature: rows at one instant of one station
    "arrival as the limit changes": ("arrival", ("limit",)),
    "arrival as hours change": ("arrival", ("opened", "closed")),
    "arrival as a charger goes out": ("arrival", ("charger_out",)),
    "arrival as a charge ends": ("arrival", ("ready", "full")),
    "swap ends as a charge does": ("swap_end", ("ready", "full")),
}

_WITHOUT_CHARGE = ("placed", "charger_out", "charger_in")  # rows about a charger that may be idle

VEHICLE, BAY, QUEUE, CHARGER, HAND, RACK = "vehicle", "bay", "queue", "charger", "hand", "rack"


class Replay:
    """The state of all stations while a log is read; `problems` and `features` come of it."""

    def __init__(self, parameters: Parameters) -> None:
        self.problems: list[str] = []
        self.features: Counter[str] = Counter()
        types = as_array(parameters.battery_types)
        names = types.dtype.names or ()
        self._kinds = [dict(zip(names, row, strict=True)) for row in types.tolist()]
        self._knots = as_array(parameters.knots).tolist()
        self._power = as_array(parameters.chargers)["power_kw"].tolist()
        batteries = as_array(parameters.batteries)
        self._type_of: list[int] = batteries["battery_type"].tolist()
        self._home: list[int] = batteries["station"].tolist()
        self._place: list[str] = [VEHICLE] * len(batteries)
        self._soc: list[float] = batteries["soc"].tolist()
        self._stations = [
            Station(
                number,
                first,
                count,
                places,
                at_start(parameters, number, "first_limit", "limits"),
                at_start(parameters, number, "first_hours", "hours") != 0.0,
            )
            for number, (first, count, places) in enumerate(
                as_array(parameters.stations)[["first_charger", "chargers", "queue_places"]]
            )
        ]
        for row in as_array(parameters.stations):
            for b in range(row["first_battery"], row["first_battery"] + row["inventory"]):
                ready = self._soc[b] >= self._kinds[self._type_of[b]]["ready_soc"]
                self._place[b] = RACK if ready else QUEUE
                self._stations[self._home[b]].queued += not ready
        if len(self._kinds) > 1:
            self.features["several battery types"] += 1

    def read(self, log: Columns) -> "Replay":
        """Read a whole log and return this."""
        for n, row in enumerate(rows(log)):
            station = self._stations[row["station"]]
            if row["time"] < station.now:
                self._say(n, row, "time runs backwards")
            if row["time"] > station.now:
                self._end_of_instant(station)
                station.now = row["time"]
                station.at_once.clear()
            station.at_once[row["kind"]] += 1
            problem = self._problem(station, row)
            if problem:
                self._say(n, row, problem)
            if row["kind"] in _FEATURE_OF:
                self.features[_FEATURE_OF[row["kind"]]] += 1
        for station in self._stations:
            self._end_of_instant(station)
        return self

    def _problem(self, s: Station, row: dict[str, Any]) -> str:
        """Return what is wrong with a row; tell again what it says."""
        needs_charge = row["charger"] >= 0 and row["kind"] not in _WITHOUT_CHARGE
        if needs_charge and row["charger"] not in s.charges:
            return "no battery is on the charger"
        problem: str = getattr(self, f"_on_{row['kind']}")(s, row)
        return problem

    def _say(self, n: int, row: dict[str, Any], problem: str) -> None:
        if len(self.problems) < 10:
            self.problems.append(f"row {n}, {row['kind']} at {row['time']!r} s: {problem}")

    def _end_of_instant(self, s: Station) -> None:
        """Check what must hold whenever time goes on."""
        drawn = bound = 0.0
        for c in range(s.first_charger, s.first_charger + s.chargers):
            charge = s.charges.get(c)
            if charge is None or charge.suspended:
                continue
            drawn += charge.power_kw
            bound += min(self._power[c], self._peak_kw(charge))
        if drawn > s.limit_kw * _SLACK:
            self._instant(s, f"{drawn!r} kW drawn, the limit is {s.limit_kw!r} kW")
        if bound > s.limit_kw * _SLACK * _ROUNDING:
            self._instant(s, f"{bound!r} kW may be drawn, the limit is {s.limit_kw!r} kW")
        if len(s.waiting) > s.places:
            self._instant(s, f"{len(s.waiting)} vehicles on {s.places} queue places")
        if s.queued and len(s.charges) + len(s.out) < s.chargers:
            self.features["limit blocks the queue"] += 1
            if s.limit_kw == math.inf:
                self._instant(s, "a charger is idle, a battery queued, and there is no limit")
        for feature, (kind, others) in _TIES.items():
            if kind in s.at_once and any(other in s.at_once for other in others):
                self.features[feature] += 1
        if s.at_once["arrival"] > 1:
            self.features["arrivals at one instant"] += 1

    def _instant(self, s: Station, problem: str) -> None:
        if len(self.problems) < 10:
            self.problems.append(f"station {s.number} after {s.now!r} s: {problem}")

    # --- vehicles -------------------------------------------------------------------------------

    def _on_arrival(self, s: Station, row: dict[str, Any]) -> str:
        kind = self._kinds[self._type_of[row["battery"]]]
        if self._place[row["battery"]] != VEHICLE:
            return "the battery is in no vehicle"
        in_range = 0.0 <= row["soc"] <= self._soc[row["battery"]] and row["soc"] < kind["ready_soc"]
        return "" if in_range else "SoC on arrival out of range"

    def _on_lost_closed(self, s: Station, row: dict[str, Any]) -> str:
        return "the station is open" if s.is_open else ""

    def _on_lost_stockout(self, s: Station, row: dict[str, Any]) -> str:
        return "" if s.is_open else "the station is closed"

    _on_lost_queue_full = _on_lost_stockout

    def _on_wait_battery(self, s: Station, row: dict[str, Any]) -> str:
        s.waiting[row["vehicle"]] = row["kind"] == "wait_bay"
        return "" if s.is_open else "the station is closed"

    _on_wait_bay = _on_wait_battery

    def _on_claimed(self, s: Station, row: dict[str, Any]) -> str:
        if s.waiting.get(row["vehicle"]) is not False:
            return "the vehicle does not wait for a claim"
        s.waiting[row["vehicle"]] = True
        return ""

    def _on_reneged(self, s: Station, row: dict[str, Any]) -> str:
        if row["vehicle"] not in s.waiting:
            return "the vehicle does not wait"
        claimed = s.waiting.pop(row["vehicle"])
        self.features["reneged with claim" if claimed else "reneged without claim"] += 1
        return ""

    def _on_swap_begin(self, s: Station, row: dict[str, Any]) -> str:
        if row["bay"] in s.bays or row["bay"] in s.out_bays:
            return "the bay is not free"
        s.bays[row["bay"]] = row["vehicle"], s.now
        if s.waiting.pop(row["vehicle"], True) is False:
            return "the vehicle has no claim"
        battery = row["battery"]
        if row["soc"] < self._kinds[self._type_of[battery]]["ready_soc"]:
            return "the battery is not ready"
        if row["soc"] != self._soc[battery]:
            return f"the SoC was {self._soc[battery]!r}"
        return self._move(battery, (RACK, HAND), VEHICLE)

    def _on_swap_end(self, s: Station, row: dict[str, Any]) -> str:
        vehicle, since = s.bays.pop(row["bay"], (-1, 0.0))
        if vehicle != row["vehicle"]:
            return "the vehicle is not in the bay"
        self.features["swap in no time"] += since == s.now
        s.queued += 1
        self._soc[row["battery"]] = row["soc"]
        return self._move(row["battery"], (VEHICLE,), QUEUE)

    def _move(self, battery: int, origins: tuple[str, ...], place: str) -> str:
        was, self._place[battery] = self._place[battery], place
        return "" if was in origins else f"battery {battery} was in: {was}"

    # --- batteries on chargers ------------------------------------------------------------------

    def _on_placed(self, s: Station, row: dict[str, Any]) -> str:
        if row["charger"] in s.charges or row["charger"] in s.out:
            return "the charger is not idle"
        if s.first_in_queue and s.first_in_queue.pop(0) != row["battery"]:
            return "another battery stands before it, as its charger went out"
        s.charges[row["charger"]] = Charge(row["battery"], row["soc"], False, s.now)
        s.queued -= 1
        if row["soc"] != self._soc[row["battery"]]:
            return "the SoC has changed in the queue"
        return self._move(row["battery"], (QUEUE,), CHARGER)

    def _on_cooled(self, s: Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if charge.cooled:
            return "cooled before"
        charge.cooled = True
        earliest = charge.placed_s + self._kinds[self._type_of[row["battery"]]]["cool_minimum_s"]
        self.features["cool-down by temperature"] += s.now > earliest
        if s.now < earliest:
            return "before the least time of cool-down"
        return self._charge(s, charge, row)

    def _on_ready(self, s: Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if charge.ready or charge.suspended or not charge.cooled:
            return "not in a state to become ready"
        charge.ready = True
        if row["soc"] != self._kinds[self._type_of[row["battery"]]]["ready_soc"]:
            return "not the ready SoC"
        return self._charge(s, charge, row)

    def _on_full(self, s: Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if not charge.ready or charge.suspended:
            return "not in a state to become full"
        if row["soc"] != self._kinds[self._type_of[row["battery"]]]["full_soc"]:
            return "not the full SoC"
        return self._leave(s, row, RACK)

    def _on_unplugged(self, s: Station, row: dict[str, Any]) -> str:
        return "" if s.charges[row["charger"]].ready and not self._leave(s, row, HAND) else "wrong"

    def _leave(self, s: Station, row: dict[str, Any], place: str) -> str:
        charge = s.charges.pop(row["charger"])
        if charge.battery != row["battery"] or row["soc"] < charge.soc or row["power_kw"] != 0.0:
            return "not the battery, its SoC fell, or power is drawn"
        self._soc[row["battery"]] = row["soc"]
        return self._move(row["battery"], (CHARGER,), place)

    def _on_suspended(self, s: Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if charge.suspended:
            return "suspended before"
        charge.suspended = True
        self.features["suspended while cooling"] += not charge.cooled
        self.features["suspended when ready"] += charge.ready
        return self._charge(s, charge, row)

    def _on_resumed(self, s: Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if not charge.suspended:
            return "not suspended before"
        charge.suspended = False
        return self._charge(s, charge, row)

    def _charge(self, s: Station, charge: Charge, row: dict[str, Any]) -> str:
        """Note SoC and power of a charge that goes on."""
        fell = row["soc"] < charge.soc
        charge.soc, charge.power_kw = row["soc"], row["power_kw"]
        powered = charge.cooled and not charge.suspended
        knots = self._knots_of(charge)
        power = min(self._power[row["charger"]], power_at(knots, charge.soc)) if powered else 0.0
        if charge.battery != row["battery"] or fell:
            return "not the battery, or its SoC fell"
        near = math.isclose(power, charge.power_kw, rel_tol=1e-12, abs_tol=0.0)
        return "" if near else f"the power at this SoC is {power!r} kW"

    def _knots_of(self, charge: Charge) -> list[tuple[float, float]]:
        kind = self._kinds[self._type_of[charge.battery]]
        knots: list[tuple[float, float]] = self._knots[kind["first_knot"] :][: kind["knots"]]
        return knots

    def _peak_kw(self, charge: Charge) -> float:
        full, knots = self._kinds[self._type_of[charge.battery]]["full_soc"], self._knots_of(charge)
        between = (kw for soc, kw in knots if charge.soc < soc < full)
        return max(power_at(knots, charge.soc), power_at(knots, full), *between, 0.0)

    # --- out of order ---------------------------------------------------------------------------

    def _on_charger_out(self, s: Station, row: dict[str, Any]) -> str:
        if row["charger"] in s.out:
            return "out before"
        s.out.add(row["charger"])
        charge = s.charges.get(row["charger"])
        if charge is None:
            self.features["charger out, idle"] += 1
            return "" if row["battery"] < 0 else "no battery is on the charger"
        self.features[f"charger out, {doing(charge)}"] += 1
        if charge.ready:
            return self._leave(s, row, RACK)
        s.queued += 1
        s.first_in_queue.append(row["battery"])
        return self._leave(s, row, QUEUE)

    def _on_charger_in(self, s: Station, row: dict[str, Any]) -> str:
        if row["charger"] not in s.out:
            return "not out before"
        s.out.remove(row["charger"])
        return ""

    def _on_bay_out(self, s: Station, row: dict[str, Any]) -> str:
        after_a_swap = s.at_once["swap_end"] > 0
        self.features["bay out after a swap" if after_a_swap else "bay out"] += 1
        if row["bay"] in s.bays or row["bay"] in s.out_bays:
            return "the bay is not free"
        s.out_bays.add(row["bay"])
        return ""

    def _on_bay_in(self, s: Station, row: dict[str, Any]) -> str:
        if row["bay"] not in s.out_bays:
            return "not out before"
        s.out_bays.remove(row["bay"])
        return ""

    # --- the place ------------------------------------------------------------------------------

    def _on_limit(self, s: Station, row: dict[str, Any]) -> str:
        same, s.limit_kw = row["power_kw"] == s.limit_kw, row["power_kw"]
        return "the limit has not changed" if same else ""

    def _on_opened(self, s: Station, row: dict[str, Any]) -> str:
        opens = row["kind"] == "opened"
        same, s.is_open = s.is_open == opens, opens
        return "the station was so before" if same else ""

    _on_closed = _on_opened
