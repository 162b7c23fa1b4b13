"""What was in force at a station over a run: its grid limit, its opening, and the price of energy.

The rules by which interventions and the week follow each other are those of docs/model.md §4.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from voltwin.explain.site import Site
from voltwin.scenario.interventions import Close, GridLimit, Open
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.opening_hours import opening_steps
from voltwin.scenario.prices import slot_prices
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.week import WEEK_S
from voltwin.scenario.weekly import Steps, weekly_steps
from voltwin_core.calendar import HOUR_S
from voltwin_core.power import limit_in_force
from voltwin_core.station.cells import SLOTS_PER_HOUR

Floats = npt.NDArray[np.float64]
Told: TypeAlias = GridLimit | Close | Open
Lines = list[tuple[float, Told | None]]  # what was told, from when on [s]; None: its end


class Window(NamedTuple):
    """The part of a run that its tables are about."""

    begin_s: float
    end_s: float
    phase_s: float  # of the local hour, at the start of the run

    @classmethod
    def of(cls, scenario: Scenario, until_s: float) -> "Window":
        """Return the window of a run that ended at `until_s` [s]."""
        phase_s = scenario.start.minute * 60.0 + scenario.start.second
        return cls(scenario.warm_up or 0.0, until_s, phase_s)

    def borders(self, hours: int) -> Floats:
        """Return the borders of its local hours [s], the first and the last one cut."""
        first_s = math.floor((self.begin_s + self.phase_s) / HOUR_S) * HOUR_S - self.phase_s
        return np.clip(first_s + HOUR_S * np.arange(hours + 1), self.begin_s, self.end_s)


def allowed_kwh(scenario: Scenario, site: Site, window: Window, hours: int) -> Floats | None:
    """Return what the grid limit lets the station's chargers draw in each hour, at most what they
    all can [kWh]; None for a station that is never limited so far."""
    of_all_kw = sum(group.count * group.power_kw for group in site.station.chargers)
    steps = weekly_steps(site.station.grid_limit_kw)
    lines = _effective(_told(scenario, site, (GridLimit,)))
    at, kw = [], []
    for time in _borders(scenario, steps, lines, window):
        what = _last(lines, time)
        factor = what.factor if isinstance(what, GridLimit) else None
        most_kw = what.limit_kw if isinstance(what, GridLimit) else None
        by_week = _by_week(scenario, steps, time)
        limit_kw = limit_in_force(
            by_week, 1.0 if factor is None else factor, math.inf if most_kw is None else most_kw
        )
        at.append(time)
        kw.append(min(limit_kw, of_all_kw))
    if min(kw, default=of_all_kw) >= of_all_kw:
        return None
    return _integrals(at, kw, window.borders(hours)) / 3600.0


def all_kwh(site: Site, window: Window, hours: int) -> Floats:
    """Return what all chargers of a station could draw in each hour [kWh]."""
    of_all_kw = sum(group.count * group.power_kw for group in site.station.chargers)
    return np.asarray(of_all_kw * np.diff(window.borders(hours)) / 3600.0)


def closed_by_hand_h(scenario: Scenario, site: Site, window: Window) -> float:
    """Return for how long interventions kept a station closed within its opening hours [h]."""
    steps = opening_steps(site.station.opening_hours)
    lines = _effective(_told(scenario, site, (Close, Open)))
    if not lines:
        return 0.0
    times = _borders(scenario, steps, lines, window)
    kept_open = dict(_kept_open(scenario, steps, lines))
    closed = [
        float(_by_week(scenario, steps, time) == 1.0 and _at(kept_open, time) is False)
        for time in times
    ]
    ends = np.array([window.begin_s, window.end_s])
    return float(_integrals(times, closed, ends)[0]) / 3600.0 if times else 0.0


def dear_share(scenario: Scenario, site: Site, window: Window, hours: int) -> Floats | None:
    """Return the share of each hour in which the price lets no charge start beyond the reserve;
    None for a station without such a rule."""
    rule = site.station.charge_when
    if rule is None or scenario.economics is None or scenario.economics.tariff is None:
        return None
    first = math.floor((window.begin_s + window.phase_s) / HOUR_S) * SLOTS_PER_HOUR
    count = hours * SLOTS_PER_HOUR
    prices = slot_prices(scenario.economics.tariff, scenario.start, first + count)[first:]
    return np.asarray((prices >= rule.price_below).reshape(hours, SLOTS_PER_HOUR).mean(axis=1))


def _told(
    scenario: Scenario, site: Site, kinds: tuple[type[Told], ...]
) -> Iterator[tuple[float, Told, bool]]:
    """Yield (time, what, whether it ends then) in the order of lines."""
    lines: list[tuple[float, int, bool, Told]] = []
    for place, what in site.script.items():
        if isinstance(what, kinds):
            at = seconds_after(scenario.start, what.at)
            lines.append((at, place, False, what))
            if what.lasts is not None:
                lines.append((at + what.lasts, place, True, what))
    for at, _, ends, what in sorted(lines, key=lambda line: line[:3]):
        yield at, what, ends


def _effective(told: Iterator[tuple[float, Told, bool]]) -> Lines:
    """Return the lines without the ends of what has been replaced."""
    lines: Lines = []
    for at, what, ends in told:
        if not ends:
            lines.append((at, what))
        elif lines and lines[-1][1] is what:
            lines.append((at, None))
    return lines


def _kept_open(
    scenario: Scenario, steps: Steps, lines: Lines
) -> Iterator[tuple[float, bool | None]]:
    """Yield (time, whether it is kept open, or closed; None: its hours rule)."""
    kept: bool | None = None
    for at, what in lines:
        wanted = None if what is None else isinstance(what, Open)
        undone = kept is not None and wanted is not None and wanted != kept
        agrees = wanted == (_by_week(scenario, steps, at) == 1.0)
        kept = None if undone and agrees else wanted
        yield at, kept


def _borders(scenario: Scenario, steps: Steps, lines: Lines, window: Window) -> list[float]:
    """Return all times at which something changes, the begin of the window first."""
    if window.end_s <= window.begin_s:
        return []
    offset = _of_week(scenario, window.begin_s)
    weeks = math.ceil((window.end_s - window.begin_s) / WEEK_S) + 1
    times = {
        window.begin_s + at - offset + week * WEEK_S for at, _ in steps for week in range(weeks)
    }
    times |= {at for at, _ in lines}
    inside = {time for time in times if window.begin_s < time < window.end_s}
    return sorted({window.begin_s} | inside)


def _of_week(scenario: Scenario, time: float) -> float:
    start = scenario.start
    midnight_s = start.hour * 3600.0 + start.minute * 60.0 + start.second
    return (start.weekday() * 86400.0 + midnight_s + time) % WEEK_S


def _by_week(scenario: Scenario, steps: Steps, time: float) -> float:
    now = _of_week(scenario, time + _NOISE_S)
    return next((value for at, value in reversed(steps) if at <= now), steps[-1][1])


_NOISE_S = 1e-6  # a border that was worked out may be a rounding error before its step


def _last(lines: Lines, time: float) -> Told | None:
    return next((what for at, what in reversed(lines) if at <= time), None)


def _at(kept: dict[float, bool | None], time: float) -> bool | None:
    return next((state for at, state in reversed(kept.items()) if at <= time), None)


def _integrals(at: list[float], value: list[float], border_s: Floats) -> Floats:
    """Return the integrals between borders of what holds from each time on."""
    if not at:
        return np.zeros(len(border_s) - 1)
    ends = np.append(at, max(border_s[-1], at[-1]))
    up_to = np.concatenate([[0.0], np.cumsum(np.array(value) * np.diff(ends))])
    return np.asarray(np.diff(np.interp(border_s, ends, up_to)))
