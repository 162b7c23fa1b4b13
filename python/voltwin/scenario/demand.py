"""Demand of the whole network: its shape over the week, multipliers, surges, random factors.

A station's Poisson rate is its base rate x profile x multipliers (network, region, station) x
surges x day factor x hour jitter. Profiles are taken as they are given, not scaled to a mean of 1:
a station's `rate_per_hour` is its rate where the profile is 1 (so hourly counts may serve as a
profile, with a rate of 1), while `swaps_per_day` is the mean over the week whatever the profile's
level. Traces and renewal streams know no factors at all.
"""

from typing import Annotated, Any, Self

from pydantic import Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from voltwin.scenario.durations import Duration
from voltwin.scenario.fleet.driving import (
    CITY_KWH_PER_KM,
    LOOKED_AT,
    ON_A_SCREEN,
    Choice,
    Considers,
    KwhPerKm,
)
from voltwin.scenario.model import (
    AS_IT_IS,
    Model,
    Name,
    NotNegative,
    Number,
    Positive,
    Value,
    sourced,
)
from voltwin.scenario.weekly import HourlyFactors, Weekly, parse_weekly


def _profile(value: Any) -> str | Weekly:
    """Return a profile's name, or its factors."""
    if isinstance(value, str):
        return value
    return parse_weekly(value, low=0.0, high=1e6, unlimited=False, steps=False)


Profile = Annotated[str | Weekly, PlainValidator(_profile), AS_IT_IS]


class Surge(Value):
    """From one time to another the rate is multiplied; overlapping surges multiply."""

    start: Duration = Field(alias="from", description="[s] from the start of the run")
    end: Duration = Field(alias="to", description="[s] from the start of the run")
    factor: NotNegative = Field(description="of the rate")
    regions: tuple[str, ...] | None = Field(None, description="where; all, if no station is given")
    stations: tuple[Name, ...] | None = Field(None, description="where; all, if no region is given")

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        if not self.start < self.end:
            raise PydanticCustomError("range", '"from" must be before "to"')
        return self


class DayFactor(Value):
    """A random factor of each station and local date: Gamma with mean 1."""

    variance: Positive | None = Field(None, description="of the factor, at most 10")
    dispersion: Annotated[Number, Field(gt=1)] | None = Field(
        None,
        description="variance over mean of a station's day totals: 1 + variance * mean day total; "
        "real day totals had up to 3.9. The variance is rounded by up to 1 %",
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.variance is None) == (self.dispersion is None):
            raise PydanticCustomError("one_way", "must have variance, or dispersion")
        if self.variance is not None and self.variance > 10.0:
            raise PydanticCustomError("range", "variance must be at most 10")
        return self


class HourJitter(Value):
    """A random factor of each station and local hour: Gamma with mean 1."""

    variance: Annotated[Positive, Field(le=10)] = Field(description="of the factor")


class Diversion(Value):
    """How arrivals drive on from a station whose policy is `divert`."""

    kwh_per_km: KwhPerKm = sourced(0.18, "[kWh/km] mean", CITY_KWH_PER_KM)
    choice: Choice = sourced(
        "nearest_ready", "of another station, among those within reach", "it was just turned away"
    )
    considers: Considers = sourced(5, LOOKED_AT, ON_A_SCREEN)


class Demand(Model):
    """Demand of the whole network."""

    profile: Profile = sourced(
        "flat",
        "factor by hour of the week, or the name of one",
        "assumes nothing; the named ones are invented in the form of urban traffic counts",
    )
    profiles: dict[str, HourlyFactors] = Field({}, description="named profiles of your own")
    multiplier: NotNegative = Field(1.0, description="of every station's rate")
    region_multipliers: dict[str, NotNegative] = Field({}, description="of the rates in a region")
    surges: tuple[Surge, ...] = Field((), description="limited in time")
    day_factor: DayFactor | None = Field(None, description="random, by station and date")
    hour_jitter: HourJitter | None = Field(None, description="random, by station and hour")
    diversion: Diversion | None = Field(
        None, description="of arrivals at stations whose policy is divert; see Diversion"
    )
