"""Classes of vehicles: how many, what they drive, when they swap, and which station they choose."""

from typing import Annotated

from pydantic import Field

from voltwin.scenario.demand import Profile
from voltwin.scenario.distributions import Distribution, Uniform
from voltwin.scenario.durations import TEN_YEARS, Duration
from voltwin.scenario.fleet.driving import (
    CITY_KWH_PER_KM,
    LOOKED_AT,
    ON_A_SCREEN,
    Choice,
    Considers,
    KwhPerKm,
)
from voltwin.scenario.model import (
    Fraction,
    Model,
    Name,
    NotNegative,
    Positive,
    Whole,
    sourced,
)

MOST_TRIPS_PER_DAY = 1e5  # of a vehicle: more would not end
MOST_VEHICLES = 2_000_000


class VehicleClass(Model):
    """Vehicles that are used alike, each with a life of its own."""

    id: Name = Field(description="unique among classes; a vehicle's draws are keyed by it")
    count: Annotated[Whole, Field(ge=0, le=MOST_VEHICLES)] = Field(description="how many vehicles")
    battery_type: Name | None = Field(
        None, description="of their batteries; may be left out where there is only one"
    )
    kwh_per_km: KwhPerKm = sourced(0.18, "[kWh/km] mean", CITY_KWH_PER_KM)
    energy_spread: Annotated[NotNegative, Field(le=1)] = Field(
        0.0, description="of a drive's energy, as standard deviation over mean: a Gamma law"
    )
    speed_factor: Annotated[Positive, Field(le=100)] = Field(
        1.0, description="of the speed of travel"
    )
    trips_per_day: Annotated[NotNegative, Field(le=MOST_TRIPS_PER_DAY)] = Field(
        description="mean departures a day over the week, if it were always parked"
    )
    profile: Profile = sourced(
        "flat", "of the departures by hour of the week, or the name of one", "assumes nothing"
    )
    homes: Annotated[dict[str, NotNegative], Field(min_length=1)] | None = Field(
        None, description="weights of zones as homes; those of the zones"
    )
    floor_soc: Fraction = sourced(
        0.1, "no trip begins that would end below it", "a choice: the reserve that drivers keep"
    )
    threshold_soc: Fraction = sourced(
        0.25,
        "below it after a trip, the vehicle goes to swap",
        "a choice: leads to arrivals at about 20 %, the mean of arrival demand",
    )
    initial_soc: Distribution = sourced(
        Uniform(low=0.3, high=0.95),
        "state of charge at the start, drawn from the part of the law from floor_soc to full_soc",
        "a choice: spread evenly, so that not all swap at once",
    )
    choice: Choice = sourced(
        "nearest", "of a station, among those within reach", "the simplest rule: no live view"
    )
    considers: Considers = sourced(5, LOOKED_AT, ON_A_SCREEN)
    retry: Annotated[Duration, Field(ge=1, le=TEN_YEARS)] = sourced(
        600.0, "[s] parked at a station that has turned it away, before another try", "a choice"
    )
    tow: Annotated[Duration, Field(ge=0, le=TEN_YEARS)] = sourced(
        7200.0, "[s] stranded, until it stands at home and fully charged", "a choice"
    )
