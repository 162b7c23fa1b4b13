"""What follows from a scenario's fields: a station's stock and mix of types, its ring, its rate."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.demand import Demand, Surge
from voltwin.scenario.interventions import AnyIntervention, DemandSurge, Somewhere, Truck
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.profiles import named_profile
from voltwin.scenario.station import ARRIVALS, BatteryStock, Station, Stock
from voltwin.scenario.weekly import Weekly, hourly_values

_AWAY_H = 4.0  # of mean arrivals: at peak hours twice as many in half the time
_FEW = 10
_USUAL_PER_DAY = 400.0  # of a stream whose rate is not a field: a trace, gaps

if TYPE_CHECKING:
    from voltwin.scenario.scenario import Scenario


def stock_by_type(station: Station, types: Sequence[BatteryType]) -> dict[str, Stock]:
    """Return a station's batteries by type; a plain count belongs to the first type."""
    if isinstance(station.batteries, dict):
        return station.batteries
    return {types[0].id: station.batteries}


def count(stock: Stock) -> int:
    """Return the number of batteries."""
    if isinstance(stock, BatteryStock):
        return stock.count
    return stock if isinstance(stock, int) else len(stock)


def mix(station: Station, stock: dict[str, Stock]) -> dict[str, float]:
    """Return the shares of arrivals by type, without types that never arrive; they sum to 1.

    Unless given they are in proportion to the batteries; a station without any serves (that is,
    loses) vehicles of the first type that it names.
    """
    shares = station.battery_mix or {name: float(count(item)) for name, item in stock.items()}
    total = math.fsum(shares.values())
    if total == 0.0:
        return {next(iter(stock)): 1.0}
    return {name: share / total for name, share in shares.items() if share > 0.0}


def least_ring(station: Station) -> float:
    """Return the number of vehicles per type with which the ring can never run empty."""
    return station.bays + station.queue_places + 1


def usual_ring(station: Station) -> int:
    """Return the number of vehicles per type in a ring that is not given: the least; where the
    station diverts, those too that come within a few hours, as they are away for longer."""
    least = int(least_ring(station))
    if station.policy != "divert":
        return least
    per_hour = station.rate_per_hour or (station.swaps_per_day or _USUAL_PER_DAY) / 24.0
    return least + _FEW + math.ceil(_AWAY_H * per_hour * station.multiplier)


def factors(profile: str | Weekly, demand: Demand) -> tuple[float, ...]:
    """Return the 168 factors of a profile that is given or named.

    Raises:
        KeyError: there is none of this name.
    """
    if not isinstance(profile, str):
        return hourly_values(profile)
    if profile in demand.profiles:
        return hourly_values(demand.profiles[profile])
    return named_profile(profile)


def with_drives(scenario: "Scenario") -> bool:
    """Return whether vehicles drive between places: a fleet, or arrivals that divert."""
    return scenario.fleet is not None or any(
        station.policy == "divert" for station in scenario.stations
    )


def has_arrivals(station: Station) -> bool:
    """Return whether vehicles arrive from outside; at the stations of a fleet none do."""
    return any(getattr(station, name) is not None for name in ARRIVALS)


def is_about(what: AnyIntervention, station: Station) -> bool:
    """Return whether something is done to the station: by its id, its region, or as to all."""
    if isinstance(what, Truck):
        return station.id in (what.origin, what.to)
    if not isinstance(what, Somewhere):
        return station.id == what.station
    if what.stations is None and what.regions is None:
        return True
    return station.id in (what.stations or ()) or station.region in (what.regions or ())


def surges_among(start: datetime, interventions: Iterable[AnyIntervention]) -> list[Surge]:
    """Return the surges among interventions as surges of the demand.

    Args:
        start: of the run.
        interventions: in any order, which is kept.
    """
    found = []
    for what in interventions:
        if isinstance(what, DemandSurge):
            begin = seconds_after(start, what.at)
            end = math.inf if what.lasts is None else begin + what.lasts
            surge = Surge.model_construct(
                start=begin,
                end=end,
                factor=what.factor,
                regions=what.regions,
                stations=what.stations,
            )
            found.append(surge)
    return found


def whole_demand(scenario: "Scenario") -> Demand:
    """Return the demand of a scenario with the surges that are interventions added to it."""
    more = surges_among(scenario.start, scenario.interventions)
    surges = (*scenario.demand.surges, *more)
    return scenario.demand.model_copy(update={"surges": surges}) if more else scenario.demand


def base_per_s(station: Station, demand: Demand, mean_factor: float) -> float:
    """Return the rate of a Poisson station where its profile is 1, multipliers included [1/s].

    Args:
        station: has `swaps_per_day` or `rate_per_hour`.
        demand: with the multipliers of network and region.
        mean_factor: mean of the station's profile over the week.
    """
    if station.swaps_per_day:
        base = station.swaps_per_day / 86400.0 / mean_factor
    else:
        base = (station.rate_per_hour or 0.0) / 3600.0
    region = demand.region_multipliers.get(station.region, 1.0)
    return base * demand.multiplier * region * station.multiplier
