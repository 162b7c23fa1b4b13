"""A battery type's temperature: how it cools, how charging warms it, and what that means."""

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field

from voltwin.scenario.durations import Duration
from voltwin.scenario.model import Number, Positive, PositiveFraction, Value

Celsius = Annotated[Number, Field(ge=-60, le=100)]
Points = tuple[tuple[Celsius, PositiveFraction], ...]


def _rising(points: Points) -> Points:
    if not points:
        raise ValueError("must have at least one point")
    if not all(left[0] < right[0] for left, right in pairwise(points)):
        raise ValueError("temperatures must rise from point to point")
    return points


class Heating(Value):
    """Heat of the current in the battery's resistance. It is part of what the charger's efficiency
    takes away, not a loss of its own."""

    resistance_ohm: Positive = Field(description="[ohm] of the whole battery")
    nominal_voltage_v: Positive = Field(description="[V] of the whole battery")
    heat_capacity_kj_per_k: Positive = Field(description="[kJ/K] of the whole battery")

    def c_per_kw2(self, time_constant: float) -> float:
        """Return the steady rise of temperature over the square of the power [K/kW^2].

        Args:
            time_constant: of the cooling [s].
        """
        ohm_per_v2 = self.resistance_ohm / self.nominal_voltage_v**2
        return ohm_per_v2 * time_constant / self.heat_capacity_kj_per_k * 1e3


class Thermal(Value):
    """Newton cooling: the battery must reach `start_c` before it is charged."""

    time_constant: Annotated[Duration, Field(gt=0)] = Field(description="[s] of the cooling")
    start_c: Celsius = Field(description="[°C] charging may begin at this temperature or below")
    return_c: Celsius = Field(description="[°C] of a battery taken out of a vehicle")
    heating: Heating | None = Field(None, description="by charging; none without")
    derating: Annotated[Points, AfterValidator(_rising)] | None = Field(
        None,
        description="[[°C, factor], ...] of a charge's power by the temperature when it is placed "
        "on the charger; linear between, constant beyond",
    )
