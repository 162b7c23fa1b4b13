"""A station: its bays, its lines, its pools of batteries, and its opening hours."""

from collections.abc import Generator
from typing import Any

import simpy
from simpy.events import Event

from voltwin.reference.battery import UNOBSERVED, Battery, Pool, Vehicle
from voltwin.reference.bays import Bays
from voltwin.reference.charge import Charger
from voltwin.reference.chargers import Chargers
from voltwin.reference.log import NONE
from voltwin.reference.run import Run, as_key, rows
from voltwin.reference.weekly import changes, value_at_start
from voltwin_core.station.events import BEGIN, CLOSE, OPEN, ROW_CLOSED, ROW_OPENED
from voltwin_core.station.parameters import Station as StationRow


class Station:
    """What vehicles find at a station.

    To ask for a bay is to get one from `bays`, and those that wait for that are the bay line. The
    stock lines are before the pools' claims.
    """

    __slots__ = (
        "_by_week",
        "_kept_open",
        "bays",
        "begins",
        "chargers",
        "inside",
        "inventory",
        "is_open",
        "key",
        "number",
        "pools",
        "row",
        "run",
        "waiting",
    )

    def __init__(self, run: Run, number: int, row: StationRow, chargers: list[Charger]) -> None:
        self.run = run
        self.number = number
        self.row = row
        self.key = as_key(row.key)
        self.pools: list[Pool] = []  # by battery type
        self.inventory: list[Battery] = []  # its batteries at the start, by number
        self.begins = simpy.Resource(run.env)  # of swaps: one after the other, see `Visit`
        self.bays = Bays(run, number, range(row.first_bay, row.first_bay + row.bays))
        self.chargers = Chargers(run, number, row, chargers, self.pools)
        self.is_open = value_at_start(run, row.first_hours, row.hours) != 0.0
        self._by_week = self.is_open  # what the opening hours say
        self._kept_open: bool | None = None  # what an intervention says instead
        self.waiting = 0  # vehicles in the lines, on queue places
        self.inside = 0  # vehicles in the lines and in the bays

    @property
    def stock(self) -> int:
        """How many batteries are in no vehicle."""
        return sum(pool.stock for pool in self.pools)

    def draw(self, distribution: int, stream: int, n: int) -> float:
        """Return a draw for arrival `n` at this station."""
        return self.run.draw(distribution, stream, self.key, n)

    def start(self) -> None:
        """Start the station's own processes."""
        env = self.run.env
        env.process(self._begin())
        env.process(self._opening_hours())
        env.process(self.chargers.grid_limit())
        env.process(self.chargers.prices())

    def _begin(self) -> Generator[Event, Any, None]:
        """Let the batteries that are not ready join the charge queue, by number."""
        yield self.run.env.at(0.0, BEGIN, self.number)
        for battery in self.inventory:
            if not battery.is_ready:
                self.chargers.join(battery)

    def _opening_hours(self) -> Generator[Event, Any, None]:
        """Open and close by the week. Closing refuses arrivals only."""
        for time, value in changes(self.run, self.row.first_hours, self.row.hours):
            opens = value != 0.0
            yield self.run.env.at(time, OPEN if opens else CLOSE, self.number)
            self._by_week = opens
            self._change_hours()

    def hand_out(self, pool: Pool) -> Generator[Event, Any, Battery]:
        """Take the best ready battery of a pool, from the rack first, then off a charger (row
        `unplugged`)."""
        if pool.rack:
            return pool.take_from_rack()
        return (yield from self.chargers.unplug_best(pool))

    def keep_open(self, wanted: bool) -> None:
        """Open or close against the hours; what undoes that, and agrees with them, ends it."""
        undoes = self._kept_open is (not wanted)
        self._kept_open = None if undoes and self._by_week == wanted else wanted
        self._change_hours()

    def keep_hours(self) -> None:
        """Let the opening hours rule again."""
        self._kept_open = None
        self._change_hours()

    def _change_hours(self) -> None:
        """Open or close if hours and interventions now say so: row `opened` or `closed`."""
        opens = self._by_week if self._kept_open is None else self._kept_open
        if opens != self.is_open:
            self.is_open = opens
            self.run.log.write(ROW_OPENED if opens else ROW_CLOSED, self.number)


def build_stations(run: Run) -> tuple[list[Station], list[Battery]]:
    """Return all stations of a run and all batteries, as they are at its start, by number."""
    parameters = run.parameters
    types = rows(parameters.battery_types)
    chargers = [
        Charger(number, row.power_kw, row.efficiency)
        for number, row in enumerate(rows(parameters.chargers))
    ]
    stations = [
        Station(run, i, row, chargers[row.first_charger : row.first_charger + row.chargers])
        for i, row in enumerate(rows(parameters.stations))
    ]
    for pool in rows(parameters.pools):
        stations[pool.station].pools.append(Pool(run.env, pool.station, types[pool.battery_type]))
    batteries = new_batteries(run, 0)
    pools = [pool for station in stations for pool in station.pools]
    in_rings = rows(parameters.settings)[0].vehicles
    for number, vehicle in enumerate(rows(parameters.vehicles)[:in_rings]):
        if vehicle.pool != NONE:
            pools[vehicle.pool].ring.append(Vehicle(number, batteries[vehicle.battery]))
    for station in stations:
        _stock(station, batteries)
    return stations, batteries


def new_batteries(run: Run, first: int) -> list[Battery]:
    """Return the batteries from this number on, as they are at first."""
    unobserved = rows(run.parameters.settings)[0].batteries
    batteries = [
        Battery(number, row.battery_type, run.types[row.battery_type], row.soc, row.soh)
        for number, row in enumerate(rows(run.parameters.batteries)[first:], first)
    ]
    for battery in batteries[max(0, unobserved - first) :]:
        battery.state = UNOBSERVED
    return batteries


def _stock(station: Station, batteries: list[Battery]) -> None:
    """Put the ready batteries of a station into the rack; all have the ambient temperature."""
    row = station.row
    ambient = value_at_start(station.run, row.first_ambient, row.ambients)
    station.inventory = batteries[row.first_battery : row.first_battery + row.inventory]
    for battery in station.inventory:
        pool = battery.pool = station.pools[battery.kind]
        pool.stock += 1
        battery.set_temperature(0.0, ambient)
        if battery.is_ready:
            pool.put_in_rack(battery)
            pool.claims.put(1)
