"""Battery types: capacity, charge curve, when a battery is ready and when it is full, cool-down."""

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from voltwin.scenario.ageing import Ageing
from voltwin.scenario.distributions import Beta, Distribution
from voltwin.scenario.durations import Duration
from voltwin.scenario.model import (
    DC_EFFICIENCY,
    MOST_KW,
    Kilowatts,
    Model,
    Name,
    Number,
    Positive,
    PositiveFraction,
    Value,
    sourced,
)
from voltwin.scenario.thermal import Thermal

LEAST_SOH = 0.5  # batteries age no further (`voltwin_core.ageing`)

# Of both forms of a curve.
MEASURED_AT = sourced("grid", "side of the charger", "where all powers of a scenario are given")
OF_THE_CHARGER = sourced(
    0.95, "of the charger, used to convert a curve measured at the battery", DC_EFFICIENCY
)


class CcCv(Value):
    """Constant power up to the knee, then linearly down to 0 at a state of charge of 1: the
    exponential tail of a constant-voltage phase."""

    kind: Literal["cc_cv"] = "cc_cv"
    power_kw: Kilowatts = Field(description="[kW] up to the knee")
    knee_soc: Annotated[Number, Field(ge=0, lt=1)] = sourced(
        0.8,
        "state of charge where the power begins to fall",
        "usual for lithium-ion; a measured Nissan Leaf begins at 0.6",
    )
    measured_at: Literal["grid", "battery"] = MEASURED_AT
    efficiency: PositiveFraction = OF_THE_CHARGER

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        _check_grid_side(self, self.power_kw)
        return self

    def knots(self) -> tuple[tuple[float, float], ...]:
        """Return (SoC, grid-side power [kW]) of the curve's knots."""
        power = self.power_kw * _to_grid(self)
        start = ((0.0, power),) if self.knee_soc > 0.0 else ()
        return (*start, (self.knee_soc, power), (1.0, 0.0))


class Points(Value):
    """Power at given states of charge, linear between them and constant beyond the ends."""

    kind: Literal["points"] = "points"
    points: Annotated[tuple[tuple[Number, Number], ...], Field(min_length=2)] = Field(
        description="[[SoC, power kW], ...], SoC rising from 0 to 1"
    )
    measured_at: Literal["grid", "battery"] = MEASURED_AT
    efficiency: PositiveFraction = OF_THE_CHARGER

    @model_validator(mode="after")
    def _is_a_curve(self) -> Self:
        if not all(left[0] < right[0] for left, right in pairwise(self.points)):
            raise PydanticCustomError("points", "states of charge must rise from point to point")
        if self.points[0][0] < 0.0 or self.points[-1][0] > 1.0:
            raise PydanticCustomError(
                "points", "states of charge must be from 0 to 1 (fractions, not percent)"
            )
        if not all(0.0 <= power <= MOST_KW for _, power in self.points):
            raise PydanticCustomError("points", f"power must be from 0 to {MOST_KW:g} kW")
        _check_grid_side(self, max(power for _, power in self.points))
        return self

    def knots(self) -> tuple[tuple[float, float], ...]:
        """Return (SoC, grid-side power [kW]) of the curve's knots."""
        return tuple((soc, power * _to_grid(self)) for soc, power in self.points)


def _to_grid(curve: "CcCv | Points") -> float:
    return 1.0 / curve.efficiency if curve.measured_at == "battery" else 1.0


def _check_grid_side(curve: "CcCv | Points", power_kw: float) -> None:
    """Refuse a curve at the battery that needs too much of the grid [kW]."""
    if power_kw * _to_grid(curve) > MOST_KW:
        text = f"power over efficiency must be at most {MOST_KW:g} kW"
        raise PydanticCustomError("grid_side", text)


def _with_kind(value: Any) -> Any:
    """Tell the kind of a curve by its fields where it is not given."""
    if isinstance(value, dict) and "kind" not in value:
        return {"kind": "points" if "points" in value else "cc_cv", **value}
    return value


ChargeCurve = Annotated[CcCv | Points, Field(discriminator="kind"), BeforeValidator(_with_kind)]


class CoolDown(Value):
    """Time between placement on a charger and charging."""

    minimum: Duration = sourced(
        60.0, "[s] at least this long", "a choice: handling, connecting and checks by the charger"
    )
    thermal: Thermal | None = Field(
        None, description="a thermal model; without one `minimum` is all"
    )


class BatteryType(Model):
    """What all batteries of a type have in common."""

    id: Name = Field(description="unique")
    capacity_kwh: Annotated[Positive, Field(le=1e6)] = Field(description="[kWh] nominal")
    charge_curve: ChargeCurve = Field(
        description="power over state of charge [kW]; also from a table: {file, soc, power, where}"
    )
    ready_soc: PositiveFraction = sourced(
        0.95, "may be handed out from here on", "a choice: nearly full, before the slow end"
    )
    full_soc: PositiveFraction = sourced(
        0.99,
        "charging stops here",
        "where, with a knee at 0.8, the power has fallen to 5 %: the usual cut-off of lithium-ion",
    )
    cool_down: CoolDown = Field(CoolDown(), description="before charging")
    arrival_soc: Distribution = sourced(
        Beta(mean=0.2, concentration=10.0),
        "state of charge on arrival, drawn from the part of the law below ready_soc",
        "a choice: most drivers come between 5 and 40 %",
    )
    soh: Annotated[Number, Field(ge=LEAST_SOH, le=1)] = sourced(
        1.0, "state of health at the start: capacity over nominal", "new batteries"
    )
    ageing: Ageing | None = Field(
        None, description="lfp_250ah, schmalstieg2014, or such a law with fields; none without"
    )
