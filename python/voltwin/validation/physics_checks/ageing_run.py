"""Ageing in a whole run: what happened to each battery is read off the log, and its health worked
out by the law as published."""

from collections.abc import Iterator
from dataclasses import dataclass

from voltwin.validation.physics_checks.deviations import largest
from voltwin.validation.physics_checks.shared_run import (
    CAPACITY_KWH,
    LAW,
    NETWORK,
    SEED,
    Row,
    shared_run,
)
from voltwin.validation.physics_checks.slow_ageing import lfp_calendar_rate, lfp_cycling_rate
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin.validation.trust.worst import worst

_KELVIN = LAW.temperature_c + 273.15
_NO_SOC = ("aged", "derated")  # rows whose column of SoC holds something else


@dataclass
class _Battery:
    soc: float
    soh: float = 1.0
    by_time: float = 0.0
    by_use: float = 0.0
    since: float = 0.0  # [s] it has aged last; what follows is since then
    through_kwh: float = 0.0
    low: float = 0.0
    top: float = 0.0

    def moved(self, soc: float) -> None:
        """Note that it was charged or driven to a SoC."""
        self.through_kwh += abs(soc - self.soc) * CAPACITY_KWH * self.soh
        self.soc, self.top = soc, worst((self.top, soc))

    def aged(self, now: float) -> float:
        """Return the state of health that the time since has left."""
        hours = (now - self.since) / 3600.0
        if hours > 0.0:
            cycles = self.through_kwh / (2.0 * CAPACITY_KWH)
            mean_soc = 0.5 * (self.top + self.soc)
            rate = lfp_calendar_rate(_KELVIN, mean_soc, LAW.calendar_factor)
            self.by_time = _grown(self.by_time, rate, 0.526, hours / 24.0)
            depth, per_hour = self.top - min(self.low, self.soc), 2.0 * cycles / hours
            rate = lfp_cycling_rate(_KELVIN, depth, per_hour, LAW.cycling_base)
            self.by_use = _grown(self.by_use, rate, 0.828, cycles)
            self.since, self.through_kwh, self.low, self.top = now, 0.0, self.soc, self.soc
        return 1.0 - self.by_time - self.by_use


def _grown(loss: float, rate: float, power: float, amount: float) -> float:
    """Return a loss along the law of the present rate, from where it is."""
    return float(rate * ((loss / rate) ** (1.0 / power) + amount) ** power)


def in_a_run(_effort: Effort) -> Iterator[Verdict]:
    """Yield the verdict on the health of batteries whenever one is placed on a charger."""
    off = list(healths_off(shared_run().log.to_pylist()))
    sample = Sample(SEED, f"{len(off)} batteries placed")
    yield largest("health in a run", off, 1e-11, sample)


def healths_off(rows: list[Row]) -> Iterator[float]:
    """Yield by how much the health of each battery placed is off."""
    socs = dict(enumerate(NETWORK.sites[0].inventory[0]))
    full, batteries = NETWORK.types[0].full_soc, dict[int, _Battery]()
    for row, following in zip(rows, [*rows[1:], {"kind": ""}], strict=True):
        number, what = row["battery"], row["kind"]
        if number < 0 or what in _NO_SOC:
            continue
        soc = socs.get(number, full)
        battery = batteries.setdefault(number, _Battery(soc, low=soc, top=soc))
        battery.moved(row["soc"])
        if what == "placed":
            told = following["soc"] if following["kind"] == "aged" else battery.soh
            yield abs(told - battery.aged(row["time"]))
            battery.soh = told
