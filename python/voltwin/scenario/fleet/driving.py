"""What all that drive have in common: energy, and how a station is chosen."""

from typing import Annotated, Literal

from pydantic import Field

from voltwin.scenario.model import Positive, Whole

CITY_KWH_PER_KM = (
    "a choice: of what electric cars take in a city, 0.15 to 0.2; 91 tractor-trailers in European "
    "service took 0.92 to 1.5 (ICCT 2025), and 5 is the most allowed"
)
ON_A_SCREEN = "a choice: what a driver compares on a screen"
LOOKED_AT = "nearest stations within reach that nearest_ready and least_time look at"

Choice = Literal["nearest", "nearest_ready", "least_time"]
MOST_KWH_PER_KM = 5.0  # three times what heavy trucks take, and less than kWh/100 km of any car
KwhPerKm = Annotated[Positive, Field(le=MOST_KWH_PER_KM)]
Considers = Annotated[Whole, Field(ge=1, le=1000)]
