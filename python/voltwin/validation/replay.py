"""An event log told again, to ask whether what both engines agree on is also right.

Equal is not right: two engines may break a rule alike. So the log is read row by row with the
rules of docs/model.md §4 in hand, and every row that breaks one is named:

- every battery is in one place, and moves only where the row may take it from and to;
- a charger holds one battery, a bay one vehicle, and the queue places are not exceeded;
- the grid limit holds at every instant: where a station's last row at an instant is written, the
  powers in the log add up to no more than the limit, and so do the bounds min(set-point, largest
  P(s') of the rest of the charge) of all charges that are not suspended, which no power between
  two events can exceed, since nothing but events changes who charges;
- where power is shared, it is shared out max-min fair (`sharing`);
- charges start while it is cheap, or while too few ready batteries are unclaimed;
- what is out of order takes nothing, and who has lost its charger is first (`replay_outages`);
- a closed station serves nobody who comes, an open one loses nobody because of its hours;
- SoCs on a charger do not fall, powers are those of the curve at the logged SoC, derated and held
  at the set-point, and `ready` and `full` have their SoC exactly; batteries' health does not rise.

On the way it notes what happened at all: the scenario's features.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from voltwin.validation.difference import Columns
from voltwin.validation.features import FEATURE_OF, TIES
from voltwin.validation.replay_drivers import DRIVER_FEATURES, DriverReplay
from voltwin.validation.replay_outages import Outages
from voltwin.validation.sharing import Charge, Sharing, limit_at_start, shares, value_at_start
from voltwin_core.ageing import LEAST_SOH
from voltwin_core.record import as_array
from voltwin_core.station.events import KINDS
from voltwin_core.station.parameters import NO_RESERVE, Parameters

_SLACK = 1.0 + 1e-12  # of the rule `admit`
_ROUNDING = 1.0 + 1e-14  # of sums and interpolations done anew here
_WITHOUT_CHARGE = ("placed", "charger_out", "charger_in")  # rows about a charger that may be idle
_SHARE_ANEW = ("cooled", "full", "unplugged", "cut off", "limit")
VEHICLE, BAY, QUEUE, CHARGER, HAND, RACK = "vehicle", "bay", "queue", "charger", "hand", "rack"


@dataclass
class _Station:
    number: int
    first_charger: int
    chargers: int
    places: int
    limit_kw: float
    shares: bool
    reserve: int
    cheap: bool
    is_open: bool
    out: Outages = field(default_factory=Outages)
    charges: dict[int, Charge] = field(default_factory=dict)
    bays: dict[int, tuple[int, float]] = field(default_factory=dict)  # who is in it since when
    waiting: dict[int, bool] = field(default_factory=dict)  # vehicle: has it a claim
    queued: int = 0
    racked: int = 0
    now: float = 0.0
    at_once: Counter[str] = field(default_factory=Counter)  # rows at this instant by kind


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
        self._sharing = Sharing(parameters)
        batteries = as_array(parameters.batteries)
        self._type_of: list[int] = batteries["battery_type"].tolist()
        self._home: list[int] = batteries["station"].tolist()
        self._drivers = DriverReplay(parameters)
        self._place: list[str] = [VEHICLE] * len(batteries)
        self._soc: list[float] = batteries["soc"].tolist()
        self._soh: list[float] = batteries["soh"].tolist()
        self._stations = [
            _Station(
                number,
                row["first_charger"],
                row["chargers"],
                row["queue_places"],
                limit_at_start(parameters, number),
                shares(parameters, number),
                row["reserve"],
                row["cheap_at_start"] == 1,
                value_at_start(parameters, row["first_hours"], row["hours"]) != 0.0,
            )
            for number, row in enumerate(as_array(parameters.stations))
        ]
        for row in as_array(parameters.stations):
            for b in range(row["first_battery"], row["first_battery"] + row["inventory"]):
                ready = self._soc[b] >= self._kinds[self._type_of[b]]["ready_soc"]
                self._place[b] = RACK if ready else QUEUE
                self._stations[self._home[b]].queued += not ready
                self._stations[self._home[b]].racked += ready
        if len(self._kinds) > 1:
            self.features["several battery types"] += 1

    def read(self, log: Columns) -> "Replay":
        """Read a whole log and return this."""
        for n, row in enumerate(_rows(log)):
            problem = self._drivers.problem(row, self._soc)
            if problem:
                self._say(n, row, problem)
            if row["kind"] in DRIVER_FEATURES:
                self.features[DRIVER_FEATURES[row["kind"]]] += 1
            if row["kind"] in DRIVER_FEATURES or row["station"] < 0:
                continue
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
            if row["kind"] in FEATURE_OF:
                self.features[FEATURE_OF[row["kind"]]] += 1
        for station in self._stations:
            self._end_of_instant(station)
        return self

    def _problem(self, s: _Station, row: dict[str, Any]) -> str:
        """Return what is wrong with a row; tell again what it says."""
        needs_charge = row["charger"] >= 0 and row["kind"] not in _WITHOUT_CHARGE
        if needs_charge and row["charger"] not in s.charges:
            return "no battery is on the charger"
        problem: str = getattr(self, f"_on_{row['kind']}")(s, row)
        return problem

    def _say(self, n: int, row: dict[str, Any], problem: str) -> None:
        if len(self.problems) < 10:
            self.problems.append(f"row {n}, {row['kind']} at {row['time']!r} s: {problem}")

    def _end_of_instant(self, s: _Station) -> None:
        """Check what must hold whenever time goes on."""
        if s.shares:
            self._check_sharing(s)
        else:
            self._check_reservations(s)
        if len(s.waiting) > s.places:
            self._instant(s, f"{len(s.waiting)} vehicles on {s.places} queue places")
        if s.queued and len(s.charges) + len(s.out.chargers) < s.chargers:
            gated = not self._may_start(s)
            self.features["price blocks the queue" if gated else "limit blocks the queue"] += 1
            if not gated and (s.shares or s.limit_kw == math.inf):
                self._instant(s, "a charger is idle, a battery queued, and nothing is in its way")
        for feature, (kind, others) in TIES.items():
            if kind in s.at_once and any(other in s.at_once for other in others):
                self.features[feature] += 1
        if s.at_once["arrival"] > 1:
            self.features["arrivals at one instant"] += 1

    def _check_reservations(self, s: _Station) -> None:
        """Check that neither what is drawn nor what may be drawn exceeds the limit."""
        drawn = bound = 0.0
        for c in range(s.first_charger, s.first_charger + s.chargers):
            charge = s.charges.get(c)
            if charge is None or charge.suspended:
                continue
            drawn += charge.power_kw
            bound += min(self._power[c], self._peak_kw(charge)) * charge.derating
        if drawn > s.limit_kw * _SLACK:
            self._instant(s, f"{drawn!r} kW drawn, the limit is {s.limit_kw!r} kW")
        if bound > s.limit_kw * _SLACK * _ROUNDING:
            self._instant(s, f"{bound!r} kW may be drawn, the limit is {s.limit_kw!r} kW")

    def _check_sharing(self, s: _Station) -> None:
        """Check how the power is shared out, where what shares it anew has just happened."""
        cool = {c: charge for c, charge in s.charges.items() if charge.cooled}
        self.features["held without power"] += any(x.set_point_kw == 0.0 for x in cool.values())
        if any(kind in s.at_once for kind in _SHARE_ANEW):
            held = [c for c, x in cool.items() if x.set_point_kw < self._power[c] * x.derating]
            self.features["power shared out"] += bool(held)
            problem = self._sharing.problem(cool, self._soh, s.now, s.limit_kw)
            if problem:
                self._instant(s, problem)

    def _may_start(self, s: _Station) -> bool:
        """Return whether the price lets charges start."""
        if s.reserve == NO_RESERVE or s.cheap:
            return True
        ready = sum(charge.ready for charge in s.charges.values()) + s.racked
        return ready - sum(s.waiting.values()) < s.reserve

    def _instant(self, s: _Station, problem: str) -> None:
        if len(self.problems) < 10:
            self.problems.append(f"station {s.number} after {s.now!r} s: {problem}")

    # --- vehicles -------------------------------------------------------------------------------

    def _on_arrival(self, s: _Station, row: dict[str, Any]) -> str:
        kind = self._kinds[self._type_of[row["battery"]]]
        if self._place[row["battery"]] != VEHICLE:
            return "the battery is in no vehicle"
        if self._drivers.is_fleet:
            return "" if row["soc"] == self._soc[row["battery"]] else "not the SoC of its drive"
        in_range = 0.0 <= row["soc"] <= self._soc[row["battery"]] and row["soc"] < kind["ready_soc"]
        return "" if in_range else "SoC on arrival out of range"

    def _on_lost_closed(self, s: _Station, row: dict[str, Any]) -> str:
        return "the station is open" if s.is_open else ""

    def _on_lost_stockout(self, s: _Station, row: dict[str, Any]) -> str:
        return "" if s.is_open else "the station is closed"

    _on_lost_queue_full = _on_lost_stockout

    def _on_wait_battery(self, s: _Station, row: dict[str, Any]) -> str:
        s.waiting[row["vehicle"]] = row["kind"] == "wait_bay"
        return "" if s.is_open else "the station is closed"

    _on_wait_bay = _on_wait_battery

    def _on_claimed(self, s: _Station, row: dict[str, Any]) -> str:
        if s.waiting.get(row["vehicle"]) is not False:
            return "the vehicle does not wait for a claim"
        s.waiting[row["vehicle"]] = True
        return ""

    def _on_reneged(self, s: _Station, row: dict[str, Any]) -> str:
        if row["vehicle"] not in s.waiting:
            return "the vehicle does not wait"
        claimed = s.waiting.pop(row["vehicle"])
        self.features["reneged with claim" if claimed else "reneged without claim"] += 1
        return ""

    def _on_swap_begin(self, s: _Station, row: dict[str, Any]) -> str:
        if row["bay"] in s.bays or row["bay"] in s.out.bays:
            return "the bay is not free"
        s.bays[row["bay"]] = row["vehicle"], s.now
        if s.waiting.pop(row["vehicle"], True) is False:
            return "the vehicle has no claim"
        battery = row["battery"]
        if row["soc"] < self._kinds[self._type_of[battery]]["ready_soc"]:
            return "the battery is not ready"
        if row["soc"] != self._soc[battery]:
            return f"the SoC was {self._soc[battery]!r}"
        s.racked -= self._place[battery] == RACK
        return self._move(battery, (RACK, HAND), VEHICLE)

    def _on_swap_end(self, s: _Station, row: dict[str, Any]) -> str:
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

    def _on_placed(self, s: _Station, row: dict[str, Any]) -> str:
        if row["charger"] in s.charges:
            return "the charger is not idle"
        if not self._may_start(s):
            return "the price does not let it start"
        problem = s.out.placed(row)
        if problem:
            return problem
        s.charges[row["charger"]] = Charge(row["battery"], row["soc"], False, s.now)
        s.queued -= 1
        if row["soc"] != self._soc[row["battery"]]:
            return "the SoC has changed in the queue"
        return self._move(row["battery"], (QUEUE,), CHARGER)

    def _on_cooled(self, s: _Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if charge.cooled:
            return "cooled before"
        charge.cooled = True
        if s.shares:
            charge.set_point_kw = 0.0
        earliest = charge.placed_s + self._kinds[self._type_of[row["battery"]]]["cool_minimum_s"]
        self.features["cool-down by temperature"] += s.now > earliest
        if s.now < earliest:
            return "before the least time of cool-down"
        return self._charge(s, charge, row)

    def _on_ready(self, s: _Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if charge.ready or charge.suspended or not charge.cooled:
            return "not in a state to become ready"
        charge.ready = True
        ready_soc = self._kinds[self._type_of[row["battery"]]]["ready_soc"]
        if row["soc"] != max(ready_soc, charge.soc):
            return "not the ready SoC"
        return self._charge(s, charge, row)

    def _on_full(self, s: _Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if not charge.ready or charge.suspended:
            return "not in a state to become full"
        if row["soc"] != self._kinds[self._type_of[row["battery"]]]["full_soc"]:
            return "not the full SoC"
        s.racked += 1
        return self._leave(s, row, RACK)

    def _on_unplugged(self, s: _Station, row: dict[str, Any]) -> str:
        return "" if s.charges[row["charger"]].ready and not self._leave(s, row, HAND) else "wrong"

    def _on_charger_out(self, s: _Station, row: dict[str, Any]) -> str:
        charge = s.charges.get(row["charger"])
        problem = s.out.charger_out(row, charge, self.features)
        if problem or charge is None:
            return problem
        s.at_once["cut off"] += 1
        s.racked += charge.ready
        s.queued += not charge.ready
        return self._leave(s, row, RACK if charge.ready else QUEUE)

    def _leave(self, s: _Station, row: dict[str, Any], place: str) -> str:
        charge = s.charges.pop(row["charger"])
        if charge.battery != row["battery"] or row["soc"] < charge.soc or row["power_kw"] != 0.0:
            return "not the battery, its SoC fell, or power is drawn"
        self._soc[row["battery"]] = row["soc"]
        return self._move(row["battery"], (CHARGER,), place)

    def _on_suspended(self, s: _Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if charge.suspended:
            return "suspended before"
        charge.suspended = True
        self.features["suspended while cooling"] += not charge.cooled
        self.features["suspended when ready"] += charge.ready
        return self._charge(s, charge, row)

    def _on_resumed(self, s: _Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        if not charge.suspended:
            return "not suspended before"
        charge.suspended = False
        return self._charge(s, charge, row)

    def _on_set_point(self, s: _Station, row: dict[str, Any]) -> str:
        charge, set_point = s.charges[row["charger"]], row["power_kw"]
        if not s.shares or not charge.cooled:
            return "its power is not shared"
        if set_point == charge.set_point_kw:
            return "the set-point has not changed"
        charge.set_point_kw = set_point
        power = self._draws(row["charger"], charge, row["soc"])
        return self._charge(s, charge, {**row, "power_kw": power})

    def _on_aged(self, s: _Station, row: dict[str, Any]) -> str:
        b, soh = row["battery"], row["soc"]
        before, self._soh[b] = self._soh[b], soh
        just_placed = s.charges[row["charger"]].placed_s == s.now
        return "" if just_placed and LEAST_SOH <= soh < before else f"its health was {before!r}"

    def _on_derated(self, s: _Station, row: dict[str, Any]) -> str:
        charge = s.charges[row["charger"]]
        charge.derating = row["soc"]
        return "" if charge.placed_s == s.now and 0.0 < charge.derating < 1.0 else "no derating"

    def _draws(self, charger: int, charge: Charge, soc: float) -> float:
        """Return what a charge draws at a SoC [kW]."""
        if not charge.cooled or charge.suspended:
            return 0.0
        power = min(self._power[charger], _power_at(self._knots_of(charge), soc))
        return float(min(power * charge.derating, charge.set_point_kw))

    def _charge(self, s: _Station, charge: Charge, row: dict[str, Any]) -> str:
        """Note SoC and power of a charge that goes on."""
        fell = row["soc"] < charge.soc
        charge.soc, charge.power_kw, charge.since_s = row["soc"], row["power_kw"], s.now
        power = self._draws(row["charger"], charge, charge.soc)
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
        return max(_power_at(knots, charge.soc), _power_at(knots, full), *between, 0.0)

    # --- the place ------------------------------------------------------------------------------

    def _on_limit(self, s: _Station, row: dict[str, Any]) -> str:
        same, s.limit_kw = row["power_kw"] == s.limit_kw, row["power_kw"]
        return "the limit has not changed" if same else ""

    def _on_opened(self, s: _Station, row: dict[str, Any]) -> str:
        opens = row["kind"] == "opened"
        same, s.is_open = s.is_open == opens, opens
        return "the station was so before" if same else ""

    _on_closed = _on_opened

    def _on_bay_out(self, s: _Station, row: dict[str, Any]) -> str:
        after_a_swap = s.at_once["swap_end"] > 0
        return s.out.bay_out(row, row["bay"] in s.bays, after_a_swap, self.features)

    def _on_bay_in(self, s: _Station, row: dict[str, Any]) -> str:
        return s.out.back(row)

    _on_charger_in = _on_bay_in

    def _on_price_low(self, s: _Station, row: dict[str, Any]) -> str:
        was, s.cheap = s.cheap, row["kind"] == "price_low"
        return "the price was there already" if was == s.cheap else ""

    _on_price_high = _on_price_low


def _rows(log: Columns) -> Iterator[dict[str, Any]]:
    names = tuple(log)
    columns = [column.tolist() for column in log.values()]
    at = names.index("kind")
    columns[at] = [KINDS[code] for code in columns[at]]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _power_at(knots: list[tuple[float, float]], soc: float) -> float:
    socs, powers = zip(*knots, strict=True)
    return float(np.interp(soc, socs, powers))
