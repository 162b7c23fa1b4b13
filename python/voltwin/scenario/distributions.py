"""Distributions of swap times, patience, gaps between arrivals, and states of charge.

A plain number is a fixed value. Every other one is a mapping with its `kind`, its parameters, and
if need be `shift` and `scale` (the value is shift + scale * X; a negative scale mirrors the law)
and `min` and `max`: the law is cut off there, that is, drawn given that it lies between them.
"""

import math
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from voltwin.scenario.durations import parse_duration
from voltwin.scenario.model import Fraction, Number, Positive, Value, plain_number

# Below the least shape the law cannot be tabulated, neighbouring nodes are too far apart;
# above the greatest it is known to too few digits.
MIN_SHAPE, MAX_SHAPE = 0.1, 1e6
Shape = Annotated[
    float, Field(strict=True, ge=MIN_SHAPE, le=MAX_SHAPE), BeforeValidator(plain_number)
]


class Law(Value):
    """What all distributions have: shift, scale and cut-offs."""

    shift: Number = Field(0.0, description="added to scale * X")
    scale: Number = Field(1.0, description="factor of X; negative mirrors the law")
    min: Number | None = Field(None, description="values below are never drawn")
    max: Number | None = Field(None, description="values above are never drawn")

    @model_validator(mode="after")
    def _cut_off_is_a_range(self) -> Self:
        if self.min is not None and self.max is not None and not self.min < self.max:
            raise PydanticCustomError("range", "min must be below max")
        if self.scale == 0.0:
            raise PydanticCustomError("range", "scale must not be 0")
        return self

    @model_serializer(mode="wrap")
    def _brief(self, handler: Any) -> Any:
        """Write the kind first, and nothing that is as it is without being written."""
        fields = {name: value for name, value in handler(self).items() if value is not None}
        plain = {"shift": 0.0, "scale": 1.0}
        kept = {name: value for name, value in fields.items() if plain.get(name) != value}
        return {"kind": kept.pop("kind"), **kept}


class Fixed(Law):
    """Always the same value."""

    kind: Literal["fixed"] = "fixed"
    value: Number = Field(description="the value")

    @model_serializer(mode="wrap")
    def _brief(self, handler: Any) -> Any:
        """Write a plain number where that says it all."""
        moved = (self.shift, self.scale, self.min, self.max) != (0.0, 1.0, None, None)
        return handler(self) if moved else self.value


class Uniform(Law):
    """Evenly between `low` and `high`."""

    kind: Literal["uniform"] = "uniform"
    low: Number = Field(description="least value")
    high: Number = Field(description="greatest value")

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.low < self.high:
            raise PydanticCustomError("range", "low must be below high")
        return self


class Exponential(Law):
    """Memoryless, by its mean."""

    kind: Literal["exponential"] = "exponential"
    mean: Positive = Field(description="mean of X")


class Normal(Law):
    """Bell curve, by mean and standard deviation `sd`."""

    kind: Literal["normal"] = "normal"
    mean: Number = Field(description="mean of X")
    sd: Positive = Field(description="standard deviation of X")


class Lognormal(Law):
    """Its logarithm is normal: by `mean` and `sd` of the value itself, or by `median` and `sigma`,
    the standard deviation of the logarithm."""

    kind: Literal["lognormal"] = "lognormal"
    mean: Positive | None = Field(None, description="mean of X")
    sd: Positive | None = Field(None, description="standard deviation of X")
    median: Positive | None = Field(None, description="median of X")
    sigma: Positive | None = Field(None, description="standard deviation of log X")

    @model_validator(mode="after")
    def _one_pair(self) -> Self:
        _exactly(self, ("mean", "sd"), ("median", "sigma"))
        return self

    def log_mean_and_sd(self) -> tuple[float, float]:
        """Return mean and standard deviation of the logarithm."""
        if self.mean is not None and self.sd is not None:
            variance = math.log1p((self.sd / self.mean) ** 2)
            return math.log(self.mean) - variance / 2.0, math.sqrt(variance)
        assert self.median is not None
        assert self.sigma is not None
        return math.log(self.median), self.sigma


class Gamma(Law):
    """By `mean` and `sd`, or by `mean` and `shape`; the shape, (mean / sd)^2, is 0.1 to 1e6."""

    kind: Literal["gamma"] = "gamma"
    mean: Positive = Field(description="mean of X")
    sd: Positive | None = Field(None, description="standard deviation of X")
    shape: Shape | None = Field(None, description="shape; the variance is mean^2 / shape")

    @model_validator(mode="after")
    def _one_pair(self) -> Self:
        _exactly(self, ("sd",), ("shape",))
        if self.sd is not None and not MIN_SHAPE <= (self.mean / self.sd) ** 2 <= MAX_SHAPE:
            raise PydanticCustomError("range", "sd must be from mean / 1000 to mean * 3.162")
        return self

    def form(self) -> float:
        """Return the shape parameter."""
        return self.shape if self.shape is not None else (self.mean / (self.sd or 1.0)) ** 2


class Beta(Law):
    """On 0 to 1: by `mean` and `concentration` a + b (higher is narrower), or by `a` and `b`,
    each 0.1 to 1e6."""

    kind: Literal["beta"] = "beta"
    mean: Fraction | None = Field(None, description="mean of X")
    concentration: Positive | None = Field(None, description="a + b: the larger, the narrower")
    a: Shape | None = Field(None, description="first shape")
    b: Shape | None = Field(None, description="second shape")

    @model_validator(mode="after")
    def _one_pair(self) -> Self:
        _exactly(self, ("mean", "concentration"), ("a", "b"))
        if not all(MIN_SHAPE <= form <= MAX_SHAPE for form in self.forms()):
            raise PydanticCustomError(
                "range",
                "mean * concentration and (1 - mean) * concentration must be from 0.1 to 1e6",
            )
        return self

    def forms(self) -> tuple[float, float]:
        """Return the two shape parameters."""
        if self.mean is not None and self.concentration is not None:
            return self.mean * self.concentration, (1.0 - self.mean) * self.concentration
        return self.a or 0.0, self.b or 0.0


class Triangular(Law):
    """From `low` over its `mode` to `high`."""

    kind: Literal["triangular"] = "triangular"
    low: Number = Field(description="least value")
    mode: Number = Field(description="most likely value")
    high: Number = Field(description="greatest value")

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            raise PydanticCustomError("range", "low, mode and high must rise")
        return self


class Empirical(Law):
    """Each of the `values` equally often. In a scenario file also `file`: one value a line."""

    kind: Literal["empirical"] = "empirical"
    values: Annotated[tuple[Number, ...], Field(min_length=1)] = Field(
        description="drawn with equal chances"
    )


def _exactly(law: Law, *ways: tuple[str, ...]) -> None:
    """Raise unless the fields of exactly one of the ways are given, and no others of them."""
    given = {name for way in ways for name in way if getattr(law, name) is not None}
    if given not in [set(way) for way in ways]:
        choice = ", or ".join(" and ".join(way) for way in ways)
        raise PydanticCustomError("one_way", "must have {choice}", {"choice": choice})


def _from_number(value: Any) -> Any:
    value = plain_number(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"kind": "fixed", "value": value}
    return value


def _from_durations(value: Any) -> Any:
    """Turn durations among a distribution's parameters into seconds; leave the rest as it is."""
    if isinstance(value, str):
        return parse_duration(value)
    if not isinstance(value, dict):
        return value
    return {key: _seconds(key, item) if key != "kind" else item for key, item in value.items()}


def _seconds(key: object, item: Any) -> Any:
    if isinstance(item, list | tuple):
        return [_seconds(key, one) for one in item]
    if not isinstance(item, str):
        return item
    try:
        return parse_duration(item)
    except ValueError as error:
        raise ValueError(f'{key} "{item}" {error}') from None


AnyLaw: TypeAlias = (
    Fixed | Uniform | Exponential | Normal | Lognormal | Gamma | Beta | Triangular | Empirical
)
Distribution = Annotated[
    AnyLaw,
    Field(discriminator="kind"),
    BeforeValidator(_from_number, json_schema_input_type=AnyLaw | float),
]
TimeDistribution = Annotated[
    Distribution, BeforeValidator(_from_durations, json_schema_input_type=AnyLaw | float | str)
]
