"""What all parts of a scenario have in common, and the few types that they share."""

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
)
from pydantic.fields import FieldInfo

DC_EFFICIENCY = "usual for DC chargers at full power: 0.94 to 0.96"  # source of a default
MOST_KW = 1e6  # of a charger, a charge curve and a grid limit: those of a large power station


class Model(BaseModel):
    """Part of a scenario. Unknown fields, NaN and infinity are refused, also on assignment."""

    model_config = ConfigDict(
        extra="forbid",
        validate_assignment=True,
        allow_inf_nan=False,
        populate_by_name=True,
    )

    def __setattr__(self, name: str, value: Any) -> None:
        """Change a field.

        Raises:
            ScenarioError: there is no such field, or it cannot have this value.
        """
        if not name.startswith("_") and name not in type(self).model_fields:
            raise _unknown(type(self), name)
        try:
            super().__setattr__(name, value)
        except ValidationError as error:
            raise _refused(error, type(self), name, value) from None


class Value(Model):
    """Part of a scenario that is replaced as a whole, never changed."""

    model_config = ConfigDict(frozen=True)


def _unknown(model: type[Model], name: str) -> Exception:
    from voltwin.scenario.errors import ScenarioError
    from voltwin.scenario.names import did_you_mean

    hint = did_you_mean(name, model.model_fields)
    return ScenarioError([f"{name}: unknown field of {model.__name__}{hint}"])


def _refused(error: ValidationError, model: type[Model], name: str, value: Any) -> Exception:
    """Return what is wrong with a field's new value, in the words of a scenario."""
    from voltwin.scenario.errors import ScenarioError
    from voltwin.scenario.messages import problems_of

    fields = {name: value}
    return ScenarioError.from_problems(problems_of(error, model, fields), fields)


def sourced(default: Any, meaning: str, source: str) -> Any:
    """Return a field with its default, its meaning, and where the default comes from.

    docs/scenario.md lists them all.
    """
    return Field(default, description=meaning, json_schema_extra={"source": source})


# For fields of several forms: pydantic, told of a union, warns of tuples that have become lists.
AS_IT_IS = PlainSerializer(lambda value: value, when_used="json")


def source_of(field: FieldInfo) -> str:
    """Return where a field's default comes from, empty if it does not say."""
    extra = field.json_schema_extra
    return str(extra.get("source", "")) if isinstance(extra, dict) else ""


def plain_number(value: Any) -> Any:
    """Turn NumPy scalars and whole floats into Python's own numbers; leave the rest as it is."""
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        value = value.item()
    return value


def _whole(value: Any) -> Any:
    value = plain_number(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


# Strict, so that `true` is not 1 and "12" is not 12.
Number = Annotated[float, Field(strict=True), BeforeValidator(plain_number)]
Positive = Annotated[float, Field(strict=True, gt=0), BeforeValidator(plain_number)]
Kilowatts = Annotated[float, Field(strict=True, gt=0, le=MOST_KW), BeforeValidator(plain_number)]
NotNegative = Annotated[float, Field(strict=True, ge=0), BeforeValidator(plain_number)]
Fraction = Annotated[float, Field(strict=True, ge=0, le=1), BeforeValidator(plain_number)]
PositiveFraction = Annotated[float, Field(strict=True, gt=0, le=1), BeforeValidator(plain_number)]
Whole = Annotated[int, Field(strict=True), BeforeValidator(_whole)]
Name = Annotated[
    str,
    Field(min_length=1, max_length=200),
    BeforeValidator(_text, json_schema_input_type=str | int),
]
