"""Zones: where vehicles live, and where trips lead."""

from typing import Annotated

from pydantic import Field

from voltwin.scenario.model import Model, Name, NotNegative, Number
from voltwin.scenario.weekly import HourlyFactors


class Zone(Model):
    """A part of the city. Its vehicles park, and its trips begin and end, at one point."""

    id: Name = Field(description="unique among zones")
    lon: Annotated[Number, Field(ge=-180, le=180)] = Field(description="[degrees] east")
    lat: Annotated[Number, Field(ge=-90, le=90)] = Field(description="[degrees] north")
    attraction: HourlyFactors = Field(
        1.0, description="pull on trips by gravity, by hour of the week, in any unit"
    )
    homes: NotNegative = Field(
        1.0, description="weight as a home, for classes that name none; in any unit"
    )
