"""Random faults of chargers and bays: how long they work, and how long a repair takes."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WrapSerializer

from voltwin.scenario.distributions import AnyLaw, TimeDistribution
from voltwin.scenario.durations import parse_duration
from voltwin.scenario.model import Value, plain_number


def _exponential(value: Any) -> Any:
    """Let a duration stand for the exponential law that has it as its mean."""
    value = plain_number(value)
    if isinstance(value, str):
        value = parse_duration(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"kind": "exponential", "mean": value}
    return value


def _written(law: Any, handler: Any) -> Any:
    """Write a fixed time as a law, as a plain number is a mean."""
    written = handler(law)
    return written if isinstance(written, dict) else {"kind": "fixed", "value": written}


MeanOrLaw = Annotated[
    TimeDistribution,
    BeforeValidator(_exponential, json_schema_input_type=AnyLaw | float | str),
    WrapSerializer(_written),
]


class Faults(Value):
    """Each charger or bay works and fails in turn, by itself and whatever it is used for. It works
    at the start."""

    mtbf: MeanOrLaw = Field(
        description="[s] from a repair to the next failure: a mean (exponential), or a distribution"
    )
    mttr: MeanOrLaw = Field(
        description="[s] from a failure to its repair: a mean (exponential), or a distribution"
    )
