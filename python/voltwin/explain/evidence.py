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
from voltwin.scenario.weekly import Steps

_MUCH_IDLE = 0.1  # of the chargers: more, as a mean, is not the idleness of a few minutes
_AT_LIMIT = 0.9  # of what the grid limit allows: more, as a mean over hours, is at it
MUCH_OUT = 0.5  # of the time of all: they are out of order more than they can be in use
ALL_OUT = 0.95  # about all of them at once
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
    batteries: (
        int  # of the station, in no vehicle; in bad hours, if trucks or observations move any
    )
    types: int  # of these batteries
    closed_h: float  # a day, mean of the week [h]
    waits: bool  # vehicles may wait for a battery
    limited: float  # share of bad hours in which the grid limit is below the power of all chargers
    out: float = 0.0  # share of chargers: out of order
    bays_out: float = 0.0  # share of bays: out of order
    use: float = 0.0  # energy drawn over what the limit allows where it is limited, 0 elsewhere
    dear: float = 0.0  # share of time in which the price lets no charge start beyond the reserve
    shares: bool = False  # the grid limit is shared out, by set-points
    stock: float | None = None  # batteries there in bad hours, if trucks or observations move any
    closed_by_hand_h: float = 0.0  # by interventions within its opening hours, in all [h]
    bay_out_h: float = 0.0  # out of order in all, mean of the bays [h]
    charger_out_h: float = 0.0  # the same of the chargers [h]
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
        chargers, which happens for no other reason than this and the price."""
        if not self.limited:
            return 0.0
        return self.suspended * self.chargers + self._queued_for_power - self.held_by_price

    @property
    def held_by_price(self) -> float:
        """Batteries kept from charging by the price: queued beside idle chargers, where nothing
        else holds them, or else for the share of time in which energy is dear."""
        if not self.dear:
            return 0.0
        return self._queued_for_power * (self.dear if self.limited else 1.0)

    @property
    def grid_use(self) -> float:
        """Energy drawn over what the grid limit allows, in bad hours that it limits."""
        return self.use / self.limited if self.limited else 0.0

    @property
    def at_limit(self) -> bool:
        """Whether set-points throttle what charges: the power drawn is that of the limit."""
        return self.shares and self.grid_use >= _AT_LIMIT

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
        held = max(self.held_by_grid, self.held_by_price)
        if held > max(still_queued, still_idle):
            return "grid" if self.held_by_grid >= held else "price"
        if self.at_limit:
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
    closed_by_hand_h: float = 0.0,
    *,
    moved: bool = False,
) -> Evidence:
    """Return a station's evidence.

    Args:
        row: of the station in `by_station`.
        means: of the station over its bad hours.
        station: as it was simulated.
        target_s: the scenario's target wait [s].
        overdue: vehicles inside at the end that have waited longer.
        closed_by_hand_h: how long interventions kept it closed within its opening hours [h].
        moved: trucks or observations move batteries, so that they are counted in bad hours.
    """
    batteries = station.batteries
    stocks = batteries.values() if isinstance(batteries, dict) else [batteries]
    chargers = sum(group.count for group in station.chargers)
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
        chargers=chargers,
        batteries=sum(count(stock) for stock in stocks),
        stock=_stock(means, station.bays, chargers) if moved else None,
        types=max(1, sum(count(stock) > 0 for stock in stocks)),
        closed_h=_closed_h(opening_steps(station.opening_hours)),
        waits=station.policy == "wait",
        gone_on=row["diverted"] + row["unseen"],
        shares=station.grid_rule == "share",
        closed_by_hand_h=closed_by_hand_h,
        bay_out_h=(row["bay_out_share"] or 0.0) * row["observed_h"],
        charger_out_h=(row["charger_out_share"] or 0.0) * row["observed_h"],
        **means,
    )


def _stock(means: Mapping[str, float], bays: int, chargers: int) -> float:
    """Return the batteries of a station, wherever in it they are, mean over its bad hours."""
    on_chargers = means["charging"] + means["cooling"] + means["suspended"]
    in_bays = means["bays_in_use"] * bays
    return in_bays + means["queued"] + on_chargers * chargers + means["rack"]


def _closed_h(steps: Steps) -> float:
    """Return for how long a day a station is closed, mean of the week [h]."""
    if len(steps) == 1:
        return 0.0 if steps[0][1] else 24.0
    lengths = [(until - at) % WEEK_S for (at, _), (until, _) in pairwise([*steps, steps[0]])]
    closed_s = sum(
        length for (_, is_open), length in zip(steps, lengths, strict=True) if not is_open
    )
    return closed_s / 7.0 / 3600.0
