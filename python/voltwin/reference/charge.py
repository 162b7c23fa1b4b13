"""One charge: a battery on a charger, from `placed` to its end, as a process."""

from collections.abc import Generator
from typing import Any, cast

from simpy import Interrupt
from simpy.events import Event

from voltwin.reference.battery import CHARGING, COOLING, SUSPENDED, TOPPING, Battery
from voltwin.reference.run import Run
from voltwin_core.ladder import drawn_at, peak_from, seconds_at, soc_at
from voltwin_core.power import to_reserve_mw
from voltwin_core.station.events import (
    COOLED,
    FULL,
    READY,
    ROW_CHARGER_OUT,
    ROW_COOLED,
    ROW_FULL,
    ROW_PLACED,
    ROW_READY,
    ROW_RESUMED,
    ROW_SUSPENDED,
    ROW_UNPLUGGED,
)
from voltwin_core.station.parameters import Station as StationRow
from voltwin_core.thermal import cooled_at, temperature_after


class Charger:
    """A charger: what it can do, and how much of the grid limit is reserved for it."""

    __slots__ = ("efficiency", "number", "power_kw", "reserved_mw")

    def __init__(self, number: int, power_kw: float, efficiency: float) -> None:
        self.number = number
        self.power_kw = power_kw
        self.efficiency = efficiency
        self.reserved_mw = 0


class Charge:
    """A battery on a charger. `process` ends when it leaves, with the battery as its value.

    The process is told by interrupts what others decide about it: the cause of the interrupt is
    the kind of the row that it writes.
    """

    __slots__ = (
        "_cooled_at",
        "_ladder",
        "_run",
        "_since",
        "_since_s",
        "_target",
        "battery",
        "charger",
        "cooling",
        "pool",
        "process",
        "ready",
        "suspended",
    )

    def __init__(self, run: Run, station: StationRow, charger: Charger, battery: Battery) -> None:
        assert battery.pool is not None, "a battery on a charger is in no vehicle"
        self._run = run
        self.pool = battery.pool
        self.charger = charger
        self.battery = battery
        self.cooling = True
        self.ready = False
        self.suspended = False
        self._ladder = run.ladder(charger.number, battery.number)
        self._since = 0.0  # when charging started last, with the battery's `soc` [s]
        self._since_s = 0.0  # the same on the ladder: seconds from empty [s]
        self._target: float | None = None  # the SoC charged to; None while no power flows
        self._cooled_at = cooling_ends(run, station, battery)
        self.process = run.env.process(self._charge())

    @property
    def state(self) -> int:
        """Where its battery is, by the codes of `BatteryColumns`."""
        if self.suspended:
            return SUSPENDED
        if self.cooling:
            return COOLING
        return TOPPING if self.ready else CHARGING

    def soc(self, t: float) -> float:
        """Return the SoC at `t` [s], read from the anchor; this changes nothing."""
        if self._target is None:
            return self.battery.soc
        seconds = self._since_s + (t - self._since)
        reached = soc_at(*self._ladder.steps, seconds)
        return min(max(reached, self.battery.soc), self._target)  # never falls, by an ulp either

    def suspend(self) -> None:
        """Take the power away, and the reservation with it."""
        self.charger.reserved_mw = 0
        self.suspended = True
        self.process.interrupt(ROW_SUSPENDED)

    def resume(self) -> None:
        """Give the power back; its reservation is held already."""
        self.suspended = False
        self.process.interrupt(ROW_RESUMED)

    def unplug(self) -> None:
        """End the charge of a ready battery."""
        self.process.interrupt(ROW_UNPLUGGED)

    def cut_off(self) -> None:
        """End the charge, as the charger goes out."""
        self.process.interrupt(ROW_CHARGER_OUT)

    def _charge(self) -> Generator[Event, Any, Battery]:
        """Cool down, charge until ready, then until full, unplugged, or cut off."""
        battery, kind = self.battery, self.battery.type
        self._write(ROW_PLACED, 0.0)
        try:
            yield from self._cool_down()
            yield from self._charge_to(kind.ready_soc, READY)
            self.ready = True
            self._write(ROW_READY, self._power_kw())
            self.pool.claims.put(1)
            yield from self._charge_to(kind.full_soc, FULL)
            self._write(ROW_FULL, 0.0)
            self.pool.put_in_rack(battery)
        except Interrupt as told:
            self._write(cast(int, told.cause), 0.0)
        return battery

    def _cool_down(self) -> Generator[Event, Any, None]:
        """Wait until the battery has cooled; without power it goes on cooling."""
        cooled = self._run.env.at(self._cooled_at, COOLED, self.charger.number)
        while not cooled.processed:
            try:
                yield cooled
            except Interrupt as told:
                if told.cause not in (ROW_SUSPENDED, ROW_RESUMED):
                    raise
                self._write(ROW_SUSPENDED if self.suspended else ROW_RESUMED, 0.0)
        self.cooling = False
        self._write(ROW_COOLED, self._power_kw())

    def _charge_to(self, target: float, rank: int) -> Generator[Event, Any, None]:
        """Charge until the target, with pauses while suspended. Its end by others goes through."""
        env, battery = self._run.env, self.battery
        while True:
            if self.suspended:
                yield from self._wait_for_power()
            self._since, self._target = env.now, target
            self._since_s = seconds_at(*self._ladder.steps, battery.soc)
            target_s = self._ladder.ready_s if rank == READY else self._ladder.full_s
            reached = env.now + max(0.0, target_s - self._since_s)
            try:
                yield env.at(reached, rank, self.charger.number)
            except Interrupt as told:  # SimPy has taken this process off the pending event
                self._stop_at(self.soc(env.now))
                if told.cause != ROW_SUSPENDED:
                    raise
                self._write(ROW_SUSPENDED, 0.0)
            else:
                self._stop_at(target)
                return

    def _wait_for_power(self) -> Generator[Event, Any, None]:
        """Wait until resumed. The end of the charge goes through."""
        try:
            yield self._run.env.event()
        except Interrupt as told:
            if told.cause != ROW_RESUMED:
                raise
            self._write(ROW_RESUMED, self._power_kw())

    def _stop_at(self, soc: float) -> None:
        self.battery.charge_to(soc)
        self._target = None

    def _power_kw(self) -> float:
        """Return what the charger draws from now on [kW]."""
        if self.suspended:
            return 0.0
        return drawn_at(*self._ladder.steps, self.battery.soc)

    def _write(self, kind: int, power_kw: float) -> None:
        self._run.log.write(
            kind,
            self.pool.station,
            battery=self.battery.number,
            charger=self.charger.number,
            soc=self.battery.soc,
            power_kw=power_kw,
        )


def reservation_mw(run: Run, charger: Charger, battery: Battery) -> int:
    """Return the largest power of the rest of a charge, grid side [mW]."""
    return to_reserve_mw(peak_from(*run.ladder(charger.number, battery.number).steps, battery.soc))


def cooling_ends(run: Run, station: StationRow, battery: Battery) -> float:
    """Return when a battery placed on a charger now may be charged [s]."""
    t, kind = run.env.now, battery.type
    earliest = t + kind.cool_minimum_s
    if kind.cool_tau_s == 0.0:
        return earliest
    ambient = (
        run.parameters.steps,
        station.first_ambient,
        station.ambients,
        run.parameters.clock,
        kind.cool_tau_s,
    )
    celsius = temperature_after(*ambient, battery.anchored_s, battery.celsius, t)
    return max(earliest, cooled_at(*ambient, t, celsius, kind.cool_start_c))
