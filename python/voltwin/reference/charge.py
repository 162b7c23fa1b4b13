"""One charge: a battery on a charger, from `placed` to its end, as a process."""

import math
from collections.abc import Callable, Generator
from typing import Any, cast

from simpy import Interrupt
from simpy.events import Event

from voltwin.reference.ageing import has_aged
from voltwin.reference.battery import CHARGING, COOLING, SUSPENDED, TOPPING, Battery
from voltwin.reference.course import Course
from voltwin.reference.log import NO_VALUE
from voltwin.reference.run import Run
from voltwin_core.calendar import Clock, Step
from voltwin_core.ladder import peak_from
from voltwin_core.power import to_reserve_mw
from voltwin_core.record import Table
from voltwin_core.station.events import (
    COOLED,
    FULL,
    READY,
    ROW_AGED,
    ROW_BATTERY_UNSEEN,
    ROW_CHARGER_OUT,
    ROW_COOLED,
    ROW_DERATED,
    ROW_FULL,
    ROW_PLACED,
    ROW_READY,
    ROW_RESUMED,
    ROW_SET_POINT,
    ROW_SOC_SEEN,
    ROW_SOC_SIMULATED,
    ROW_SUSPENDED,
    ROW_UNPLUGGED,
)
from voltwin_core.station.parameters import Station as StationRow
from voltwin_core.thermal import cool_from, derating_at, temperature_after, warmed_by

_ENDS = (ROW_UNPLUGGED, ROW_CHARGER_OUT, ROW_BATTERY_UNSEEN)  # what others may end a charge by


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
    the kind of the row that it writes, with the value that goes with it, if there is one.
    """

    __slots__ = (
        "_cooled_at",
        "_course",
        "_derating",
        "_granted_kw",
        "_run",
        "_since",
        "_station",
        "_target",
        "ask_for_share",
        "battery",
        "charger",
        "cooling",
        "pool",
        "process",
        "ready",
        "suspended",
    )

    def __init__(
        self,
        run: Run,
        station: StationRow,
        charger: Charger,
        battery: Battery,
        derating: float,
        ask_for_share: Callable[[], None] | None,
    ) -> None:
        """Place a battery on a charger.

        Args:
            run, station, charger, battery: what, and where.
            derating: factor of the charge's power.
            ask_for_share: called when the battery is cool, where chargers share their power; it
                then has none until it is granted some.
        """
        assert battery.pool is not None, "a battery on a charger is in no vehicle"
        self._run = run
        self._station = station
        self._derating = derating
        self.pool = battery.pool
        self.charger = charger
        self.battery = battery
        self.cooling = True
        self.ready = False
        self.suspended = False
        self.ask_for_share = ask_for_share
        self._granted_kw = math.inf  # the most that it may draw [kW]
        self._since = 0.0  # when charging started last, with the battery's `soc` [s]
        self._target: float | None = None  # the SoC charged to; None while no power flows
        self._cooled_at = cooling_ends(run, station, battery)
        self.process = run.env.process(self._charge())

    @property
    def state(self) -> int:
        """Where its battery is, by the codes of `BatteryColumns`."""
        if self.cooling and not self.suspended:
            return COOLING
        if not self._has_power:
            return SUSPENDED
        return TOPPING if self.ready else CHARGING

    @property
    def most_kw(self) -> float:
        """The most that it could draw [kW]."""
        return self.charger.power_kw * self._derating

    @property
    def set_point_kw(self) -> float:
        """The most that it may draw, where chargers share their power [kW]."""
        return self._granted_kw

    @property
    def _has_power(self) -> bool:
        return not self.suspended and self._granted_kw > 0.0

    def soc(self, t: float) -> float:
        """Return the SoC at `t` [s], read from the anchor; this changes nothing."""
        if self._target is None:
            return self.battery.soc
        reached = self._course.soc(self.battery.soc, t - self._since, self._target)
        return min(max(reached, self.battery.soc), self._target)  # never falls, by an ulp either

    def demand_kw(self) -> float:
        """Return the largest power of the rest of the charge, grid side [kW]."""
        return self._course.peak_kw(self.soc(self._run.env.now))

    def suspend(self) -> None:
        """Take the power away, and the reservation with it."""
        self.charger.reserved_mw = 0
        self.suspended = True
        self.process.interrupt(ROW_SUSPENDED)

    def resume(self) -> None:
        """Give the power back; its reservation is held already."""
        self.suspended = False
        self.process.interrupt(ROW_RESUMED)

    def grant(self, set_point_kw: float) -> None:
        """Change its set-point [kW]."""
        self.process.interrupt((ROW_SET_POINT, set_point_kw))

    def see(self, soc: float) -> None:
        """Go on from the SoC that was seen, which is below ready."""
        self.process.interrupt((ROW_SOC_SEEN, soc))

    def unplug(self) -> None:
        """End the charge of a ready battery."""
        self.process.interrupt(ROW_UNPLUGGED)

    def go_unseen(self) -> None:
        """End the charge, as the battery was not seen."""
        self.process.interrupt(ROW_BATTERY_UNSEEN)

    def cut_off(self) -> None:
        """End the charge, as the charger goes out."""
        self.process.interrupt(ROW_CHARGER_OUT)

    def reservation_mw(self, soc: float) -> int:
        """Return what the rest of the charge has to reserve from this SoC on [mW]."""
        return reservation_mw(self._run, self.charger, self.battery, soc, self._derating)

    def _charge(self) -> Generator[Event, Any, Battery]:
        """Age, cool down, and charge until full, or until others end it."""
        battery = self.battery
        self._write(ROW_PLACED, 0.0)
        if has_aged(battery, self._run.env.now, self._run.parameters.numbers):
            self._write(ROW_AGED, fraction=battery.soh)
        if self._derating < 1.0:
            self._write(ROW_DERATED, fraction=self._derating)
        self._course = Course(self._run, self.charger.number, battery, self._derating)
        try:
            yield from self._cool_down()
            yield from self._charge_up()
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
                if told.cause in _ENDS:
                    raise
                self._obey(told.cause)
        self.cooling = False
        if self.ask_for_share:
            self._granted_kw = 0.0
            self.ask_for_share()
        self._write(ROW_COOLED, self._power_kw())

    def _charge_up(self) -> Generator[Event, Any, None]:
        """Charge until ready, then until full, with pauses without power. Its end by others goes
        through.

        Effects at ready, in order: row `ready`; the battery counts as ready.
        """
        env, kind, number = self._run.env, self.battery.type, self.charger.number
        while True:
            target, rank = (kind.full_soc, FULL) if self.ready else (kind.ready_soc, READY)
            try:
                yield env.at(self._begin_charging(target), rank, number)
            except Interrupt as told:  # SimPy has taken this process off the pending event
                if self._target is not None:
                    self._stop_at(self.soc(env.now))
                if told.cause in _ENDS:
                    raise
                self._obey(told.cause)
                continue
            self._stop_at(max(target, self.battery.soc))
            if self.ready:
                return
            self.ready = True
            self._write(ROW_READY, self._power_kw())
            self.pool.claims.put(1)

    def _begin_charging(self, target: float) -> float:
        """Let power flow, if there is any; return when the target is reached [s]."""
        if not self._has_power:
            return math.inf
        now, soc = self._run.env.now, self.battery.soc
        self._since, self._target = now, max(target, soc)
        return now + self._course.seconds(soc, target)

    def _obey(self, told: Any) -> None:
        """Go on with what has been told: suspended, resumed, a set-point, a SoC seen."""
        kind, value = told if isinstance(told, tuple) else (told, NO_VALUE)
        if kind == ROW_SET_POINT:
            self._granted_kw = value
            self._course.hold_at(value if value < self.most_kw else math.inf)
            self._write(kind, value)
            return
        if kind == ROW_SOC_SEEN:
            self._write(ROW_SOC_SIMULATED, 0.0)
            self.battery.correct_to(value)
            self.ready = False
        self._write(kind, self._power_kw())

    def _stop_at(self, soc: float) -> None:
        """Write the SoC reached, and how warm the battery has become by it."""
        battery, kind, now = self.battery, self.battery.type, self._run.env.now
        kwh = battery.capacity_kwh * (soc - battery.soc)
        battery.charge_to(soc)
        self._target = None
        if kind.heat_c_per_kw2 > 0.0:
            celsius = temperature(self._run, self._station, battery)
            heat = kind.cool_tau_s, kind.heat_c_per_kw2, kwh, now - self._since
            battery.set_temperature(now, celsius + warmed_by(*heat))

    def _power_kw(self) -> float:
        """Return what the charger draws from now on [kW]."""
        if self.cooling or not self._has_power:
            return 0.0
        return self._course.drawn_kw(self.battery.soc)

    def _write(self, kind: int, power_kw: float = NO_VALUE, fraction: float | None = None) -> None:
        """Write a row; `fraction` stands in place of the SoC."""
        self._run.log.write(
            kind,
            self.pool.station,
            battery=self.battery.number,
            charger=self.charger.number,
            soc=self.battery.soc if fraction is None else fraction,
            power_kw=power_kw,
        )


def reservation_mw(
    run: Run, charger: Charger, battery: Battery, soc: float, derating: float = 1.0
) -> int:
    """Return the largest power of the rest of a charge from this SoC on, grid side [mW]."""
    peak_kw = peak_from(*run.ladder(charger.number, battery.number).steps, soc)
    return to_reserve_mw(peak_kw * derating)


def cooling_ends(run: Run, station: StationRow, battery: Battery) -> float:
    """Return when a battery placed on a charger now may be charged [s]."""
    t, kind = run.env.now, battery.type
    earliest = t + kind.cool_minimum_s
    if kind.cool_tau_s == 0.0:
        return earliest
    ambient = _ambient(run, station, battery)
    anchor = battery.anchored_s, battery.celsius
    return max(earliest, cool_from(*ambient, *anchor, t, kind.cool_start_c))


def derating_now(run: Run, station: StationRow, battery: Battery) -> float:
    """Return the factor of a battery's power if it is placed on a charger now."""
    kind = battery.type
    if kind.deratings == 0:
        return 1.0
    points = run.parameters.numbers, kind.first_derating, kind.deratings
    return derating_at(*points, temperature(run, station, battery))


def temperature(run: Run, station: StationRow, battery: Battery) -> float:
    """Return the temperature of a battery now [°C]."""
    ambient = _ambient(run, station, battery)
    return temperature_after(*ambient, battery.anchored_s, battery.celsius, run.env.now)


def _ambient(
    run: Run, station: StationRow, battery: Battery
) -> tuple[Table[Step], int, int, Table[Clock], float]:
    """Return what the thermal primitives are given of a battery's surroundings."""
    first, steps = station.first_ambient, station.ambients
    return run.parameters.steps, first, steps, run.parameters.clock, battery.type.cool_tau_s
