"""The slow twin of `cells_from_log`: one row after another, one battery at a time, plain Python.

It goes through the log as an observer at the stations would, and shares no step with the vectorised
function but the charging formula. Sums are exact (`math.fsum`).
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Cells, Waits
from voltwin_core.charging import soc_after
from voltwin_core.record import as_array
from voltwin_core.station.cells import COUNTS, OUTS, STATES, SUMS, wait_bin
from voltwin_core.station.parameters import Parameters

AWAY = "away"
CHARGES = ("charging", "topping")


@dataclass(eq=False)
class Battery:
    number: int
    kind: Any  # its type
    home: int
    soc: float
    state: str = AWAY
    since: float = 0.0
    charger: Any = None
    cool: bool = False
    ready: bool = False
    suspended: bool = False

    def charging_state(self) -> str:
        return "topping" if self.ready else "charging"


class Twin:
    def __init__(self, parameters: Parameters) -> None:
        self.p = parameters
        self.settings, self.clock = (
            as_array(t)[0] for t in (parameters.settings, parameters.clock)
        )
        self.chargers = as_array(parameters.chargers)
        types = as_array(parameters.battery_types)
        self.batteries = [
            Battery(number, types[b["battery_type"]], int(b["station"]), float(b["soc"]))
            for number, b in enumerate(as_array(parameters.batteries))
        ]
        in_vehicles = set(as_array(parameters.vehicles)["battery"].tolist())
        for number, battery in enumerate(self.batteries):
            if number not in in_vehicles:
                battery.state = "rack" if battery.soc >= battery.kind["ready_soc"] else "queued"
        self.visits: dict[int, tuple[float, Battery]] = {}  # arrival and own battery, by vehicle
        self.counts: Counter[tuple[int, int, str]] = Counter()
        self.terms: defaultdict[tuple[str | int, ...], list[float]] = defaultdict(list)
        self.waits: list[tuple[int, float]] = []
        self.out: dict[tuple[str, int], dict[str, Any]] = {}  # rows by what is out of order

    def hour(self, t: float) -> int:
        hour = math.floor((float(self.clock["phase_s"]) + t) / 3600.0)
        return min(hour, int(self.settings["hours"]) - 1)

    def move(self, battery: Battery, t: float, state: str, soc: float) -> None:
        """The battery leaves its state at `t`, with this SoC, for another."""
        self.book_time(battery, t)
        if battery.state in CHARGES:
            self.book_energy(battery, t, soc)
        self.terms["throughput", battery.number].append(
            abs(soc - battery.soc) * float(battery.kind["capacity_kwh"])
        )
        battery.state, battery.since, battery.soc = state, t, soc

    def book_time(self, battery: Battery, t: float) -> None:
        begin = battery.since
        while battery.state != AWAY:
            hour = self.hour(begin)
            end = (hour + 1) * 3600.0 - float(self.clock["phase_s"])
            if hour == self.hour(t):
                end = t
            self.terms["state", battery.home, hour, battery.state].append(end - begin)
            if end == t:
                return
            begin = end

    def book_energy(self, battery: Battery, t: float, soc: float) -> None:
        phase, before, begin = float(self.clock["phase_s"]), battery.soc, battery.since
        kwh = float(battery.kind["capacity_kwh"])
        efficiency = float(self.chargers[battery.charger]["efficiency"])
        while begin < t:
            slot = int((phase + begin) // 900.0)
            end = min((slot + 1) * 900.0 - phase, t)
            reached = soc if end == t else self.soc_at(battery, end)
            drawn = (reached - before) * (kwh / efficiency)
            self.terms["grid", battery.home, slot].append(drawn)
            before, begin = reached, end
        self.terms["charged", battery.home].append((soc - battery.soc) * kwh)

    def soc_at(self, battery: Battery, t: float) -> float:
        kind, charger = battery.kind, self.chargers[battery.charger]
        target = kind["full_soc"] if battery.state == "topping" else kind["ready_soc"]
        return soc_after(
            self.p.knots,
            int(kind["first_knot"]),
            int(kind["knots"]),
            float(kind["capacity_kwh"]) / float(charger["efficiency"]),
            float(charger["power_kw"]),
            battery.soc,
            t - battery.since,
            float(target),
        )

    def on_row(self, r: dict[str, Any]) -> None:
        t, s, kind = r["time"], r["station"], r["kind"]
        battery = self.batteries[r["battery"]] if r["battery"] >= 0 else None
        match kind:
            case "arrival":
                assert battery is not None
                self.visits[r["vehicle"]] = t, battery
                self.counts[s, self.hour(t), "arrivals"] += 1
            case "lost_closed" | "lost_stockout" | "lost_queue_full" | "reneged":
                self.counts[s, self.hour(self.visits[r["vehicle"]][0]), kind] += 1
            case "swap_begin":
                assert battery is not None
                self.move(battery, t, AWAY, r["soc"])
                own = self.visits[r["vehicle"]][1]
                self.move(own, t, "bay", own.soc)
                handed = r["soc"] * float(battery.kind["capacity_kwh"])
                self.terms["handed_kwh", s, self.hour(t)].append(handed)
            case "swap_end":
                assert battery is not None
                self.move(battery, t, "queued", r["soc"])
                returned = r["soc"] * float(battery.kind["capacity_kwh"])
                self.terms["returned_kwh", s, self.hour(t)].append(returned)
                self.on_served(s, self.hour(self.visits[r["vehicle"]][0]), r["wait_s"])
            case "charger_out" | "bay_out":
                self.on_out(r)
            case "charger_in" | "bay_in":
                self.book_outage(kind.removesuffix("_in"), r, t)
            case "limit" | "opened" | "closed" | "wait_battery" | "wait_bay" | "claimed":
                pass
            case _:
                assert battery is not None
                self.on_charge(battery, t, kind, r)

    def on_out(self, r: dict[str, Any]) -> None:
        name = r["kind"].removesuffix("_out")
        self.out[name, r[name]] = r
        if r["battery"] >= 0:
            battery = self.batteries[r["battery"]]
            self.move(battery, r["time"], "rack" if battery.ready else "queued", r["soc"])

    def book_outage(self, name: str, r: dict[str, Any], t: float) -> None:
        begin, s = self.out.pop((name, r[name]))["time"], r["station"]
        while True:
            hour = self.hour(begin)
            end = (hour + 1) * 3600.0 - float(self.clock["phase_s"])
            if hour == self.hour(t):
                end = t
            self.terms[f"{name}_out_s", s, hour].append(end - begin)
            if end == t:
                return
            begin = end

    def on_served(self, s: int, hour: int, wait_s: float) -> None:
        self.counts[s, hour, "swaps"] += 1
        self.counts[s, hour, "within_target"] += wait_s <= self.settings["target_wait_s"]
        self.terms["wait_s", s, hour].append(wait_s)
        if hour >= self.settings["warm_up_hours"]:
            self.waits.append((s, wait_s))

    def on_charge(self, battery: Battery, t: float, kind: str, r: dict[str, Any]) -> None:
        soc = r["soc"]
        match kind:
            case "placed":
                battery.charger = r["charger"]
                battery.cool = battery.ready = battery.suspended = False
                self.move(battery, t, "cooling", soc)
            case "cooled":
                battery.cool = True
                if not battery.suspended:
                    self.move(battery, t, battery.charging_state(), soc)
            case "ready":
                battery.ready = True
                self.move(battery, t, "topping", soc)
            case "full":
                self.move(battery, t, "rack", soc)
            case "unplugged":
                self.move(battery, t, AWAY, soc)
            case "suspended":
                battery.suspended = True
                self.move(battery, t, "suspended", soc)
            case "resumed":
                battery.suspended = False
                state = battery.charging_state() if battery.cool else "cooling"
                self.move(battery, t, state, soc)

    def cells(self, end_s: float) -> Cells:
        for battery in self.batteries:
            charging = battery.state in CHARGES
            soc = self.soc_at(battery, end_s) if charging else battery.soc
            self.move(battery, end_s, battery.state, soc)
        for (name, _), r in list(self.out.items()):
            self.book_outage(name, r, end_s)
        cells = Cells.empty(self.p, end_s)
        for (s, hour, name), found in self.counts.items():
            cells.counts[s, hour, COUNTS.index(name)] = found
        for s, wait_s in self.waits:
            cells.wait_bins[s, wait_bin(wait_s)] += 1
        for key, terms in self.terms.items():
            total = math.fsum(terms)
            match key:
                case ("throughput", int(battery_number)):
                    cells.throughput_kwh[battery_number] = total
                case ("state", int(s), int(hour), str(state)):
                    cells.state_s[s, hour, STATES.index(state)] = total
                case ("grid", int(s), int(slot)):
                    cells.grid_kwh[s, slot] = total
                case ("charged", int(s)):
                    cells.charged_kwh[s] = total
                case (str(name), int(s), int(hour)) if name in OUTS:
                    cells.out_s[s, hour, OUTS.index(name)] = total
                case (str(name), int(s), int(hour)):
                    cells.sums[s, hour, SUMS.index(name)] = total
        return cells

    def exact_waits(self) -> Waits:
        stations, waits = zip(*self.waits, strict=True) if self.waits else ((), ())
        return Waits(np.array(stations, np.int32), np.array(waits, np.float64))


def slow_cells(log: pa.Table, parameters: Parameters, end_s: float) -> Cells:
    """Return what `cells_from_log` returns."""
    twin = Twin(parameters)
    for r in log.to_pylist():
        if r["time"] < end_s:
            twin.on_row(r)
    return replace(twin.cells(end_s), waits=twin.exact_waits())
