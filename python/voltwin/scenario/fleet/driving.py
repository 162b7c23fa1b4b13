"""What all that drive have in common: energy, and how a station is chosen."""

from typing import Annotated, Literal

from pydantic import Field

from voltwin.scenario.model import Positive, Whole

CITY_KWH_PER_KM = "a choice: of what electric cars take in a city, 0.15 to 0.2"
ON_A_SCREEN = "a choice: what a driver compares on a screen"
LOOKED_AT = "nearest stations within reach that nearest_ready and least_time look at"

Choice = Literal["nearest", "nearest_ready", "least_time"]
KwhPerKm = Annotated[Positive, Field(le=100)]
Considers = Annotated[Whole, Field(ge=1, le=1000)]
