"""What a station's own numbers say: its state in the hours in which it loses or delays.

docs/model.md §8 gives the rules by which the numbers name what binds, and their reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from voltwin.explain.trouble import DELAYS, LOSES, misses_target, trouble
from voltwin.kpis.columns import LOST
from voltwin.scenario.derived import count
from voltwin.scenario.opening_hours import opening_steps
from voltwin.scenario.station import Station
from voltwin.scenario.week import WEEK_S
from voltwin.scenario.weekly import Steps, weekly_steps

_MUCH_IDLE = 0.1  # of the chargers: more, as a mean, is not the idleness of a few minutes
PLENTY = 1.0  # ready batteries: fewer, as a mean, are none for much of the time


@dataclass(frozen=True)
class Evidence:
    """One station's numbers; those but the counts are means over its bad hours."""

    arrivals: int
    swaps: int
    lost: int
    late: int  # waited longer than the target: served, or overdue
    overdue: int  # of these, still inside at the end
    lost_by: dict[str, int]  # by reason, the columns of LOST
    wait_mean_s: float | None  # of those served [s]
    bays_in_use: float  # share of bays
    charging: float  # share of chargers
    cooling: float  # share of chargers
    suspended: float  # share of chargers: with a battery, without power for the grid limit
    queued: float  # batteries that wait for a charger
    topping: float  # batteries that are ready and still charge
    rack: float  # batteries that are ready in the rack
    observed: bool  # the run has left its warm-up
    target_s: float  # wait within which a vehicle is served in time [s]
    bays: int
    chargers: int
    batteries: int  # of the station, in no vehicle
    types: int  # of these batteries
    closed_h: float  # a day, mean of the week [h]
    waits: bool  # vehicles may wait for a battery
    limited: bool  # the grid limit is below the power of all chargers, at some time of the week
    out: float = 0.0  # share of chargers: out of order
    gone_on: int = 0  # vehicles sent on to another station, or not seen any more

    @property
    def inside(self) -> int:
        """Vehicles at the station at the end."""
        return self.arrivals - self.swaps - self.lost - self.gone_on

    @property
    def ready(self) -> float:
        """Batteries that could be handed out."""
        return self.rack + self.topping

    @property
    def charger_in_use(self) -> float:
        """Share of chargers that hold a battery."""
        return self.charging + self.cooling + self.suspended

    @property
    def idle_chargers(self) -> float:
        """Chargers that work, without a battery."""
        return self.chargers * max(0.0, 1.0 - self.charger_in_use - self.out)

    @property
    def held_by_grid(self) -> float:
        """Batteries kept from charging by the grid limit: suspended, or queued beside idle
        chargers, which happens for no other reason."""
        if not self.limited:
            return 0.0
        return self.suspended * self.chargers + self._queued_for_power

    @property
    def _queued_for_power(self) -> float:
        """Batteries queued beside idle chargers: all, where enough idle."""
        if self.idle_chargers >= _MUCH_IDLE * self.chargers:
            return self.queued
        return min(self.queued, self.idle_chargers)

    @property
    def trouble(self) -> str | None:
        """`LOSES` or `DELAYS`, whichever the station is explained by; None if it is fine."""
        return trouble(self.swaps, self.lost, self.late, self.overdue)

    @property
    def delays_too(self) -> bool:
        """Whether a station that loses misses its target as well, by half as many as it loses."""
        missed = misses_target(self.swaps, self.late, self.overdue)
        return self.trouble == LOSES and missed and 2 * self.late >= self.lost

    @property
    def troubled(self) -> int:
        """Vehicles that the trouble is about."""
        return self.lost + self.late if self.trouble == DELAYS else self.lost

    @property
    def binds(self) -> str:
        """The resource that these numbers name."""
        if 2 * self.lost_by["lost_closed"] > self.troubled:
            return "hours"
        if self._lacks_bays:
            return "bays"
        still_queued = self.queued - self._queued_for_power
        still_idle = self.idle_chargers - min(self.queued, self.idle_chargers)
        if self.limited and self.held_by_grid > max(still_queued, still_idle):
            return "grid"
        return "chargers" if self.queued >= self.idle_chargers else "batteries"

    @property
    def _lacks_bays(self) -> bool:
        """Whether most were lost or waited for want of a bay. Where nobody may wait for a battery,
        every wait is for a bay; else it is, where more batteries stand ready than wait for power.
        """
        if self.waits:
            waiting = self.queued + self.suspended * self.chargers
            return self.ready >= PLENTY and self.ready > waiting
        while_open = self.lost - self.lost_by["lost_closed"]
        return self.trouble == DELAYS or 2 * self.lost_by["lost_stockout"] < while_open


def evidence(
    row: Mapping[str, Any],
    means: Mapping[str, float],
    station: Station,
    target_s: float,
    overdue: int,
) -> Evidence:
    """Return a station's evidence.

    Args:
        row: of the station in `by_station`.
        means: of the station over its bad hours.
        station: as it was simulated.
        target_s: the scenario's target wait [s].
        overdue: vehicles inside at the end that have waited longer.
    """
    batteries = station.batteries
    stocks = batteries.values() if isinstance(batteries, dict) else [batteries]
    return Evidence(
        arrivals=row["arrivals"],
        swaps=row["swaps"],
        lost=row["lost"],
        late=row["swaps"] - row["within_target"] + overdue,
        overdue=overdue,
        lost_by={name: row[name] for name in LOST},
        wait_mean_s=row["wait_mean_s"],
        observed=row["observed_h"] > 0.0,
        target_s=target_s,
        bays=station.bays,
        chargers=sum(group.count for group in station.chargers),
        batteries=sum(count(stock) for stock in stocks),
        types=max(1, sum(count(stock) > 0 for stock in stocks)),
        closed_h=_closed_h(opening_steps(station.opening_hours)),
        waits=station.policy == "wait",
        limited=_limited(station),
        gone_on=row["diverted"] + row["unseen"],
        **means,
    )


def _limited(station: Station) -> bool:
    """Return whether the grid limit can ever keep a battery from charging: a charge reserves the
    power of its charger at most."""
    of_all_kw = sum(group.count * group.power_kw for group in station.chargers)
    return any(kw < of_all_kw for _, kw in weekly_steps(station.grid_limit_kw))


def _closed_h(steps: Steps) -> float:
    """Return for how long a day a station is closed, mean of the week [h]."""
    if len(steps) == 1:
        return 0.0 if steps[0][1] else 24.0
    lengths = [(until - at) % WEEK_S for (at, _), (until, _) in pairwise([*steps, steps[0]])]
    closed_s = sum(
        length for (_, is_open), length in zip(steps, lengths, strict=True) if not is_open
    )
    return closed_s / 7.0 / 3600.0
