"""Economics: what is paid for a swap, and what energy, equipment and sites cost; one currency."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from voltwin.scenario.model import Fraction, Model, Value, plain_number
from voltwin.scenario.tariff import AnyTariff, Flat

MOST_MONEY = 1e12  # of anything that is bought, in any currency

Money = Annotated[float, Field(strict=True, ge=0, le=MOST_MONEY), BeforeValidator(plain_number)]
Life = Annotated[float, Field(strict=True, ge=0.1, le=1000), BeforeValidator(plain_number)]
Cycles = Annotated[float, Field(strict=True, ge=1, le=1e9), BeforeValidator(plain_number)]


class _Brief(Value):
    """Writes nothing for what is not given."""

    @model_serializer(mode="wrap")
    def _brief(self, handler: Any) -> Any:
        return {name: value for name, value in handler(self).items() if value is not None}


class ChargerCost(Value):
    """What a charger costs."""

    cost: Money = Field(0.0, description="[currency] of each, with its installation")
    cost_per_kw: Money = Field(0.0, description="[currency/kW] of its power, on top of `cost`")
    life_years: Life = Field(description="[years]")


class BayCost(Value):
    """What a bay costs: the machine, and the building around it."""

    cost: Money = Field(description="[currency] of each")
    life_years: Life = Field(description="[years]")


class BatteryCost(_Brief):
    """What a battery costs; its life is over with its years or its cycles, whichever ends first."""

    cost: Money = Field(0.0, description="[currency] of each")
    cost_per_kwh: Money = Field(0.0, description="[currency/kWh] of its capacity, on top of `cost`")
    life_years: Life | None = Field(None, description="[years]")
    life_cycles: Cycles | None = Field(None, description="[cycles] equivalent full cycles")

    @model_validator(mode="after")
    def _has_a_life(self) -> Self:
        if self.life_years is None and self.life_cycles is None:
            raise PydanticCustomError("life", "must have life_years, life_cycles, or both")
        return self


class Economics(Model):
    """Prices and costs. All but the currency are optional, and nothing unless given.

    There are no published defaults to stand in: prices differ by country, operator and year.
    """

    currency: Annotated[str, Field(min_length=1, max_length=20)] = Field(
        description="a label for all amounts, such as EUR"
    )
    price_per_swap: Money = Field(0.0, description="[currency] that a vehicle pays for a swap")
    price_per_kwh: Money = Field(
        0.0, description="[currency/kWh] that it pays for the energy it gains, on top"
    )
    tariff: AnyTariff = Field(
        Flat(price_per_kwh=0.0), description="[currency/kWh] of energy from the grid"
    )
    charger: ChargerCost | None = Field(None, description="what each charger costs")
    bay: BayCost | None = Field(None, description="what each bay costs")
    battery: BatteryCost | None = Field(
        None, description="what each battery costs that is in no vehicle at the start"
    )
    rent_per_month: Money = Field(
        0.0, description="[currency/month] of a station that gives no rent of its own"
    )
    interest: Fraction = Field(
        0.0, description="[1/year] on what is bought, as an annuity; 0 is straight-line"
    )

    @model_serializer(mode="wrap")
    def _brief(self, handler: Any) -> Any:
        """Write nothing for what is not given."""
        return {name: value for name, value in handler(self).items() if value is not None}
