"""Observations: a station is set to what was seen there, of one battery type."""

from collections.abc import Generator
from itertools import count
from typing import Any

from simpy.events import Event

from voltwin.reference.battery import IN_VEHICLE, Battery, Pool, Vehicle
from voltwin.reference.log import NONE
from voltwin.reference.outages import SCRIPT, Unit
from voltwin.reference.run import rows
from voltwin.reference.station import Station
from voltwin.reference.unobserved import UnobservedPools
from voltwin.reference.visit import Draws, Visit
from voltwin.reference.weekly import value_at
from voltwin_core.station.events import ROW_BATTERY_SEEN, ROW_BATTERY_UNSEEN, ROW_OBSERVED
from voltwin_core.station.script import NOT_SEEN, SEEN_IDLE, SEEN_OUT, Observation, Sight

Process = Generator[Event, Any, None]

FIRST_SEEN = 2**40  # number of the first arrival that has been seen and not simulated


class Observer:
    """Who observes a station. Its text is docs/model.md §4, step by step.

    What was seen is written before all that follows from it. So what takes time with SimPy (to end
    charges, to take claims away) comes before what serves those who wait.
    """

    __slots__ = ("_chargers", "_seen", "_station", "_unobserved")

    def __init__(
        self, station: Station, chargers: dict[int, Unit], unobserved: UnobservedPools
    ) -> None:
        self._station = station
        self._chargers = chargers
        self._unobserved = unobserved
        self._seen = count(FIRST_SEEN)  # numbers of arrivals

    def sights(self, observation: int) -> list[Sight]:
        """Return the chargers that were seen, by number."""
        parameters = self._station.run.parameters
        seen = rows(parameters.observations)[observation]
        sights = rows(parameters.sights)[seen.first_sight : seen.first_sight + seen.sights]
        return sorted(sights, key=lambda sight: sight.charger)

    def observe(self, observation: int) -> Process:
        """Set the station to what was seen.

        Effects, in order: row `observed`; the chargers, one after the other; batteries go that were
        not seen; vehicles likewise; batteries come; vehicles come.
        """
        station, run = self._station, self._station.run
        seen = rows(run.parameters.observations)[observation]
        pool = station.pools[seen.battery_type]
        run.log.write(ROW_OBSERVED, station.number)
        station.chargers.settle_later()
        for sight in self.sights(observation):
            yield from self._see_charger(sight, seen)
        on_chargers = self._with_batteries(observation)
        missing = on_chargers - set(station.chargers.charges)
        ready, not_ready = self._stock_seen(seen, pool, on_chargers)
        yield from self._let_ready_go(pool, ready)
        if (seen.ready, seen.not_ready) != (NOT_SEEN, NOT_SEEN):
            yield from self._let_not_ready_go(pool, not_ready - len(missing), on_chargers)
        yield run.env.once_obeyed()  # so that vehicles leave in the order of their rows
        self._let_vehicles_go(pool, seen)
        yield from self._fill_chargers(observation, missing)
        self._let_batteries_come(seen, ready, not_ready)
        self._let_vehicles_come(pool, seen)

    # --- chargers ---------------------------------------------------------------------------------

    def _see_charger(self, sight: Sight, seen: Observation) -> Process:
        """Set a charger to what was seen of it.

        Effects, in order: out, or in; a battery that cannot have been seen goes; the one on it has
        the SoC seen; who has a claim on nothing loses it.
        """
        unit, chargers = self._chargers[sight.charger], self._station.chargers
        i, kind = sight.charger - self._station.row.first_charger, seen.battery_type
        if sight.soc == SEEN_OUT:
            yield from unit.take_out(SCRIPT)
            return
        unit.be_seen_to_work()
        charge = chargers.charges.get(i)
        was_ready = charge is not None and charge.ready
        if charge is not None and (sight.soc == SEEN_IDLE or charge.battery.kind != kind):
            self._put_away((yield from chargers.clear(i)))
        if sight.soc != SEEN_IDLE and i in chargers.charges:
            yield from chargers.correct(i, sight.soc)
        if charge is not None and was_ready:
            self._miss_ready(charge.pool)

    def _miss_ready(self, pool: Pool) -> None:
        """Count one ready battery less; the last claim is lost if it was claimed."""
        if pool.claims.level > 0:
            pool.claims.get(1)
        else:
            pool.bay_line[-1].lose_claim()

    # --- what was simulated and not seen ----------------------------------------------------------

    def _with_batteries(self, observation: int) -> set[int]:
        """Return the chargers, by their places at the station, that were seen with batteries."""
        first = self._station.row.first_charger
        return {sight.charger - first for sight in self.sights(observation) if sight.soc >= 0.0}

    def _stock_seen(self, seen: Observation, pool: Pool, on_chargers: set[int]) -> tuple[int, int]:
        """Return how many batteries are ready by what was seen, and how many are not."""
        ready, not_ready = pool.ready, self._station.chargers.not_ready(pool)
        in_all = ready + not_ready
        if seen.ready != NOT_SEEN:
            ready = seen.ready
            not_ready = max(len(on_chargers), in_all - ready)
        if seen.not_ready != NOT_SEEN:
            not_ready = seen.not_ready
            if seen.ready == NOT_SEEN:
                ready = max(0, in_all - not_ready)
        return ready, not_ready

    def _let_ready_go(self, pool: Pool, ready: int) -> Process:
        """Let ready batteries go until so many are left.

        Effects, in order: the last in the bay line lose claims that are too many; the batteries go
        that a vehicle would take (row `unplugged`, if on a charger; row `battery_unseen`).
        """
        too_many = pool.ready - ready
        without_claim = min(int(pool.claims.level), too_many)
        if without_claim > 0:
            pool.claims.get(without_claim)
        for _ in range(without_claim, too_many):
            pool.bay_line[-1].lose_claim()
        for _ in range(too_many):
            battery = yield from self._station.hand_out(pool)
            self._write(ROW_BATTERY_UNSEEN, battery)
            self._put_away(battery)

    def _let_not_ready_go(self, pool: Pool, not_ready: int, seen: set[int]) -> Process:
        """Let batteries go that are not ready until so many are left (row `battery_unseen`): the
        last of the charge queue, then those placed last; not those that were seen on chargers."""
        chargers = self._station.chargers
        while chargers.not_ready(pool) > not_ready:
            taken = yield from chargers.take_last_not_ready(pool, seen)
            if taken is None:
                return
            battery, written = taken
            if not written:
                self._write(ROW_BATTERY_UNSEEN, battery)
            self._put_away(battery)

    def _put_away(self, battery: Battery) -> None:
        """Put a battery into the unobserved pool."""
        self._station.pools[battery.kind].stock -= 1
        self._unobserved.of(self._station.number, battery.kind).put(battery)

    def _let_vehicles_go(self, pool: Pool, seen: Observation) -> None:
        """Let vehicles go (row `vehicle_unseen`) until as many wait as were seen: the last without
        a claim, then the last with one."""
        if seen.waiting == NOT_SEEN:
            return
        while len(pool.stock_line) + len(pool.bay_line) > seen.waiting:
            (pool.stock_line or pool.bay_line)[-1].go_unseen()

    # --- what was seen and not simulated ----------------------------------------------------------

    def _fill_chargers(self, observation: int, missing: set[int]) -> Process:
        """Let batteries come to chargers, by their places, that they were seen on."""
        seen = rows(self._station.run.parameters.observations)[observation]
        for sight in self.sights(observation):
            i = sight.charger - self._station.row.first_charger
            if i in missing and self._may_come(seen):
                battery = self._bring(seen.battery_type, sight.soc, sight.charger)
                yield from self._station.chargers.start(i, battery)

    def _let_batteries_come(self, seen: Observation, ready: int, not_ready: int) -> None:
        """Let batteries come until there are so many (row `battery_seen`): first into the charge
        queue, then into the rack."""
        station, kind = self._station, seen.battery_type
        pool = station.pools[kind]
        while station.chargers.not_ready(pool) < not_ready and self._may_come(seen):
            station.chargers.join(self._bring(kind, seen.soc))
        missing = ready - pool.ready
        while missing > 0 and self._may_come(seen):
            pool.put_in_rack(self._bring(kind, pool.type.full_soc))
            pool.claims.put(1)
            missing -= 1

    def _may_come(self, seen: Observation) -> bool:
        """Tell whether there is a battery to come, and a place for it."""
        station = self._station
        pool = self._unobserved.of(station.number, seen.battery_type)
        in_bays = station.bays.in_service - len(station.bays.items)
        return station.stock - in_bays < seen.racks and pool.batteries > 0

    def _bring(self, kind: int, soc: float, charger: int = NONE) -> Battery:
        """Let a battery come with this SoC and the ambient temperature: row `battery_seen`."""
        station, now = self._station, self._station.run.env.now
        battery = self._unobserved.of(station.number, kind).take()
        ambient = value_at(station.run, station.row.first_ambient, station.row.ambients, now)
        battery.pool = station.pools[kind]
        battery.correct_to(soc)
        battery.set_temperature(now, ambient)
        battery.pool.stock += 1
        self._write(ROW_BATTERY_SEEN, battery, charger)
        return battery

    def _let_vehicles_come(self, pool: Pool, seen: Observation) -> None:
        """Let vehicles come until as many wait as were seen (rows `vehicle_seen`,
        `wait_battery`)."""
        station = self._station
        unobserved = self._unobserved.of(station.number, seen.battery_type)
        missing = seen.waiting - len(pool.stock_line) - len(pool.bay_line)
        for _ in range(min(missing, unobserved.vehicles)):
            station.run.env.process(self._visit(unobserved.take_vehicle(), seen.soc))

    def _visit(self, vehicle: Vehicle, soc: float) -> Process:
        """Let a vehicle visit the station, and go back to the unobserved pool."""
        station, kind = self._station, vehicle.battery.kind
        vehicle.battery.state = IN_VEHICLE
        vehicle.battery.correct_to(soc)
        draws = Draws(station.key, next(self._seen))
        yield from Visit(station, vehicle, draws, soc, 0).be_seen()
        self._unobserved.of(station.number, kind).put_vehicle(vehicle)

    def _write(self, kind: int, battery: Battery, charger: int = NONE) -> None:
        number = self._station.number
        self._station.run.log.write(
            kind, number, battery=battery.number, charger=charger, soc=battery.soc
        )
