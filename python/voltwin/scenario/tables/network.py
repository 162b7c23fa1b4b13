"""Stations of a scenario into the numbered tables of `voltwin_core.station.parameters`."""

import math
from datetime import datetime
from typing import Any

import numpy as np

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.opening_hours import opening_steps
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import BatteryStock, Station, Stock
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.shelf import Shelf
from voltwin.scenario.tables.sources import Sources
from voltwin.scenario.weekly import Steps, weekly_steps
from voltwin_core.calendar import HOUR_S, WEEK_S, Clock, Step
from voltwin_core.charging import Knot
from voltwin_core.demand import Source, Surge
from voltwin_core.distributions import NEVER, Distribution
from voltwin_core.draws import entity_key
from voltwin_core.record import Table
from voltwin_core.station import parameters as core

_POLICIES = {"lose": core.LOSE, "wait": core.WAIT}
_ORDERS = {"fifo": core.FIFO, "lowest_soc": core.LOWEST_SOC, "highest_soc": core.HIGHEST_SOC}
_EPOCH = datetime(1970, 1, 1)
_MONDAY = datetime(1970, 1, 5)


def parameters(scenario: Scenario) -> core.Parameters:
    """Return the tables of a valid scenario, numbered as in docs/model.md §2."""
    return _Network(scenario).tables()


class _Network:
    """Tables being filled, station by station."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._numbers: Shelf[float] = Shelf()
        self._laws = Laws(self._numbers)
        self._sources = Sources(scenario, self._laws, self._numbers)
        self._steps: Shelf[tuple[float, float]] = Shelf()
        self._knots: Shelf[tuple[float, float]] = Shelf()
        self._types = [self._battery_type(kind) for kind in scenario.battery_types]
        self._full = [kind.full_soc for kind in scenario.battery_types]
        self._names = [kind.id for kind in scenario.battery_types]
        self._rows: dict[str, list[tuple[Any, ...]]] = {
            name: []
            for name in ("stations", "sources", "pools", "chargers", "batteries", "vehicles")
        }
        self._bays = 0
        for number, station in enumerate(scenario.stations):
            self._add(number, station)

    def tables(self) -> core.Parameters:
        """Return what has been filled."""
        rows = self._rows
        return core.Parameters(
            settings=core.Settings.adopt(_array([self._settings()], core.Settings)),
            clock=Clock.adopt(_array([_clock(self._scenario)], Clock)),
            battery_types=core.BatteryType.adopt(_array(self._types, core.BatteryType)),
            stations=core.Station.adopt(_array(rows["stations"], core.Station)),
            pools=core.Pool.adopt(_array(rows["pools"], core.Pool)),
            chargers=core.Charger.adopt(_array(rows["chargers"], core.Charger)),
            batteries=core.Battery.adopt(_array(rows["batteries"], core.Battery)),
            vehicles=core.Vehicle.adopt(_array(rows["vehicles"], core.Vehicle)),
            sources=Source.adopt(_array(rows["sources"], Source)),
            surges=_shelved(self._sources.surges, Surge),
            steps=_shelved(self._steps, Step),
            knots=_shelved(self._knots, Knot),
            distributions=Distribution.adopt(self._laws.fill()),
            numbers=self._numbers.fill(np.float64),
        )

    def _settings(self) -> tuple[Any, ...]:
        scenario, phase = self._scenario, _clock(self._scenario)[1]
        hours = math.ceil((phase + scenario.horizon) / HOUR_S)
        warm_up = int((phase + scenario.warm_up) // HOUR_S) if scenario.warm_up else 0
        return len(self._types), hours, warm_up, scenario.target_wait

    def _battery_type(self, kind: BatteryType) -> tuple[Any, ...]:
        knots, cool = kind.charge_curve.knots(), kind.cool_down
        thermal = cool.thermal
        return (
            kind.capacity_kwh,
            kind.ready_soc,
            kind.full_soc,
            self._laws.put(kind.arrival_soc, 0.0, kind.ready_soc),
            self._knots.put(knots),
            len(knots),
            cool.minimum,
            thermal.time_constant if thermal else 0.0,
            thermal.start_c if thermal else 0.0,
            thermal.return_c if thermal else 0.0,
        )

    def _add(self, number: int, station: Station) -> None:
        rows = self._rows
        stock = self._stock(station)
        shares = self._shares(station, stock)
        ring = station.ring or station.bays + int(station.queue_places) + 1
        first = {name: len(table) for name, table in rows.items()}
        for group in station.chargers:
            rows["chargers"] += [(number, group.power_kw, group.efficiency)] * group.count
        for kind, socs in enumerate(stock):
            rows["batteries"] += [(kind, number, soc) for soc in socs]
        inventory = len(rows["batteries"]) - first["batteries"]
        self._add_rings(number, shares, ring)
        rows["sources"].append(self._sources.row(station))
        rows["stations"].append(
            (
                entity_key("station", station.id),
                first["chargers"],
                len(rows["chargers"]) - first["chargers"],
                self._bays,
                station.bays,
                first["batteries"],
                inventory,
                first["vehicles"],
                len(rows["vehicles"]) - first["vehicles"],
                min(station.queue_places, core.UNLIMITED_PLACES),
                _POLICIES[station.policy],
                _ORDERS[station.charge_order],
                self._laws.put(station.swap_time),
                NEVER if station.patience is None else self._laws.put(station.patience),
                *self._schedule(weekly_steps(station.grid_limit_kw)),
                *self._schedule(opening_steps(station.opening_hours)),
                *self._schedule(weekly_steps(station.ambient_c)),
            )
        )
        self._bays += station.bays

    def _add_rings(self, number: int, shares: list[float], ring: int) -> None:
        """Add the station's pools, and to each with a share its ring of vehicles and batteries."""
        rows, until = self._rows, 0.0
        last = max(kind for kind, share in enumerate(shares) if share > 0.0)
        for kind, share in enumerate(shares):
            until = 1.0 if kind >= last else until + share
            vehicles = ring if share > 0.0 else 0
            first, pool = len(rows["vehicles"]), len(rows["pools"])
            rows["pools"].append((number, kind, until, first, vehicles))
            battery = len(rows["batteries"])
            rows["vehicles"] += [(pool, battery + i) for i in range(vehicles)]
            rows["batteries"] += [(kind, number, self._full[kind])] * vehicles

    def _stock(self, station: Station) -> list[list[float]]:
        """Return the SoCs of the station's batteries by type."""
        given = station.batteries
        by_name = given if isinstance(given, dict) else {self._names[0]: given}
        return [
            _socs(by_name.get(name, 0), full)
            for name, full in zip(self._names, self._full, strict=True)
        ]

    def _shares(self, station: Station, stock: list[list[float]]) -> list[float]:
        """Return the shares of arrivals by type, which sum to 1."""
        if station.battery_mix is not None:
            weights = [station.battery_mix.get(name, 0.0) for name in self._names]
        else:
            weights = [float(len(socs)) for socs in stock]
        if not any(weights):
            weights = [1.0] * len(weights)
        return [weight / sum(weights) for weight in weights]

    def _schedule(self, steps: Steps) -> tuple[int, int]:
        return self._steps.put(steps), len(steps)


def _socs(stock: Stock, full: float) -> list[float]:
    if isinstance(stock, BatteryStock):
        return [full if stock.soc is None else stock.soc] * stock.count
    return [full] * stock if isinstance(stock, int) else list(stock)


def _clock(scenario: Scenario) -> tuple[int, float, float, float]:
    start = scenario.start.replace(tzinfo=None)
    seconds = int((start - _EPOCH).total_seconds())
    week_phase = (start - _MONDAY).total_seconds() % WEEK_S
    return seconds // 3600, float(seconds % 3600), week_phase, scenario.horizon


def _array(rows: list[tuple[Any, ...]], record: Any) -> np.ndarray[Any, Any]:
    return np.array(rows, record.dtype)


def _shelved(shelf: Shelf[tuple[float, float]], record: Any) -> Table[Any]:
    table: Table[Any] = record.adopt(shelf.fill(record.dtype))
    return table
