"""Every lever that there is, one a row. A new one is a row here, and nothing else.

A row says how far its lever goes (`reach`): what somebody tries out, in the unit of its kind. What
the models allow narrows that, see `offered`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from voltwin.levers.lever import Kind
from voltwin.scenario.model import MOST_KW
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station
from voltwin.scenario.weekly import Weekly, weekly_steps

About: TypeAlias = Literal["stations", "network"]


@dataclass(frozen=True)
class Row:
    """A lever before it is known of which scenario.

    Attributes:
        id, label, meaning, unit, kind: see `Lever`.
        about: stations: all, those of a region, or one; or the network as a whole.
        path: of the change; of a lever of stations, what stands behind `stations[...].`.
        values: what is moved, of one station or of the scenario; nothing where there is none.
        reach: least and most that the lever goes to; a choice has none.
        step: between two values.
        bounds: of what comes of it in a scenario, least and most.
        choices: of a choice.
        adds_up: whether the sum of all values means something.
    """

    id: str
    label: str
    meaning: str
    unit: str
    kind: Kind
    about: About
    path: str
    values: Callable[[Any], list[Any]]
    reach: tuple[float, float] = (math.nan, math.nan)
    step: float = 1.0
    bounds: Callable[[Scenario], tuple[float, float]] = lambda scenario: (0.0, math.inf)
    choices: tuple[str, ...] = ()
    adds_up: bool = False


BATTERIES = Row(  # with several types of batteries there is one for each, see `offered`
    id="batteries",
    label="Batteries",
    meaning="Full batteries more at each station, with their places, or fewer.",
    unit="batteries",
    kind="add",
    about="stations",
    path="batteries",
    values=lambda station: [],
    reach=(-20, 20),
    adds_up=True,
)

TABLE: tuple[Row, ...] = (
    Row(
        id="chargers",
        label="Chargers",
        meaning="Chargers more at each station, of its strongest kind, or fewer.",
        unit="chargers",
        kind="add",
        about="stations",
        path="chargers",
        values=lambda station: [sum(group.count for group in station.chargers)],
        reach=(-10, 10),
        adds_up=True,
    ),
    Row(
        id="charger_power",
        label="Power of chargers",
        meaning="The most that each charger draws, times a factor.",
        unit="kW",
        kind="factor",
        about="stations",
        path="chargers[*].power_kw",
        values=lambda station: [group.power_kw for group in station.chargers],
        reach=(0.5, 2.0),
        step=0.05,
        bounds=lambda scenario: (1e-6, MOST_KW),
    ),
    BATTERIES,
    Row(
        id="bays",
        label="Bays",
        meaning="Bays more at each station, where vehicles are swapped at the same time, or fewer.",
        unit="bays",
        kind="add",
        about="stations",
        path="bays",
        values=lambda station: [station.bays],
        reach=(-3, 3),
        bounds=lambda scenario: (1, 10_000),
        adds_up=True,
    ),
    Row(
        id="queue_places",
        label="Places in the queue",
        meaning="Vehicles that may wait at each station.",
        unit="vehicles",
        kind="set",
        about="stations",
        path="queue_places",
        values=lambda station: [station.queue_places],
        reach=(0, 30),
        bounds=lambda scenario: (0, _most_places(scenario)),
        adds_up=True,
    ),
    Row(
        id="grid_limit",
        label="Grid limit",
        meaning="What each station with a limit may draw from the grid, at all hours, times a "
        "factor.",
        unit="kW",
        kind="factor",
        about="stations",
        path="grid_limit_kw",
        values=lambda station: _limits(station.grid_limit_kw),
        reach=(0.25, 2.0),
        step=0.05,
        bounds=lambda scenario: (0.0, MOST_KW),
    ),
    Row(
        id="demand",
        label="Demand",
        meaning="Vehicles that come to all stations, times a factor.",
        unit="1",
        kind="factor",
        about="network",
        path="demand.multiplier",
        values=lambda scenario: [scenario.demand.multiplier] if _has_rates(scenario) else [],
        reach=(0.25, 2.0),
        step=0.05,
    ),
    Row(
        id="demand_here",
        label="Demand here",
        meaning="Vehicles that come to each of these stations, times a factor.",
        unit="1",
        kind="factor",
        about="stations",
        path="multiplier",
        values=lambda station: [station.multiplier] if _has_rate(station) else [],
        reach=(0.25, 2.0),
        step=0.05,
    ),
    Row(
        id="trips",
        label="Trips",
        meaning="Departures of all vehicles of the fleet, times a factor.",
        unit="1",
        kind="factor",
        about="network",
        path="fleet.multiplier",
        values=lambda scenario: [scenario.fleet.multiplier] if scenario.fleet else [],
        reach=(0.25, 2.0),
        step=0.05,
    ),
    Row(
        id="speed",
        label="Speed of traffic",
        meaning="How fast vehicles drive, at all hours, times a factor.",
        unit="1",
        kind="factor",
        about="network",
        path="travel.speed_profile",
        values=lambda scenario: _limits(scenario.travel.speed_profile) if _drives(scenario) else [],
        reach=(0.5, 1.5),
        step=0.05,
        bounds=lambda scenario: (0.01, 100.0),
    ),
    Row(
        id="threshold_soc",
        label="Swap below",
        meaning="State of charge below which a vehicle goes to swap, of all classes.",
        unit="1",
        kind="set",
        about="network",
        path="fleet.classes[*].threshold_soc",
        values=lambda scenario: (
            [of.threshold_soc for of in scenario.fleet.classes] if scenario.fleet else []
        ),
        reach=(0.05, 0.9),
        step=0.05,
        bounds=lambda scenario: (_highest_floor(scenario), 1.0),
    ),
    Row(
        id="policy",
        label="Without a ready battery",
        meaning="What a vehicle does that finds none: it is lost, waits, or drives on.",
        unit="",
        kind="choice",
        about="stations",
        path="policy",
        values=lambda station: [station.policy],
        choices=("lose", "wait", "divert"),
    ),
    Row(
        id="charge_order",
        label="Order of charging",
        meaning="Which battery is charged next: the first that came, the emptiest, the fullest.",
        unit="",
        kind="choice",
        about="stations",
        path="charge_order",
        values=lambda station: [station.charge_order],
        choices=("fifo", "lowest_soc", "highest_soc"),
    ),
    Row(
        id="grid_rule",
        label="Sharing of the grid limit",
        meaning="A charge starts when its full power fits, or all that charge share what there is.",
        unit="",
        kind="choice",
        about="stations",
        path="grid_rule",
        values=lambda station: [station.grid_rule] if _limits(station.grid_limit_kw) else [],
        choices=("admit", "share"),
    ),
)


def _limits(schedule: Weekly) -> list[float]:
    """Return the numbers of a schedule but those that mean no limit."""
    return [value for _, value in weekly_steps(schedule) if value < math.inf]


def _most_places(scenario: Scenario) -> float:
    """Return the most places in a queue for which the rings of all stations have vehicles."""
    rings = (one.ring - one.bays - 1 for one in scenario.stations if one.ring is not None)
    return max(0, min(rings, default=math.inf))


def _highest_floor(scenario: Scenario) -> float:
    """Return the highest state of charge below which vehicles of a class begin no trip."""
    return max(of.floor_soc for of in scenario.fleet.classes) if scenario.fleet else 0.0


def _has_rate(station: Station) -> bool:
    """Return whether arrivals come at a rate: traces and gaps know no factors."""
    return station.swaps_per_day is not None or station.rate_per_hour is not None


def _has_rates(scenario: Scenario) -> bool:
    return any(map(_has_rate, scenario.stations))


def _drives(scenario: Scenario) -> bool:
    return scenario.fleet is not None and scenario.travel is not None
