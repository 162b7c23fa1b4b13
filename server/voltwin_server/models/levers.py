"""Levers: what may be moved in a scenario, as clients are told of it."""

from dataclasses import asdict
from typing import Any, Literal, Self

from pydantic import Field

from voltwin.levers.lever import Lever
from voltwin_server.models.common import Answer, examples

_LEVER: dict[str, Any] = {
    "id": "chargers",
    "label": "Chargers",
    "meaning": "Chargers more at each station, of its strongest kind, or fewer.",
    "unit": "chargers",
    "kind": "add",
    "path": "stations[*].chargers",
    "operation": "+=",
    "low": -4.0,
    "high": 10.0,
    "step": 1.0,
    "neutral": 0.0,
    "choices": None,
    "places": 2,
    "now": {"least": 4.0, "most": 6.0, "sum": 10.0, "counts": None, "unlimited": 0},
}


class NowInfo(Answer):
    """What stands there now, over all places that a lever is about."""

    least: float | None = Field(description="The smallest; null where none is a number.")
    most: float | None = Field(description="The largest.")
    sum: float | None = Field(
        description="Of all; null where a sum means nothing, or one is without a limit."
    )
    counts: dict[str, int] | None = Field(
        description="Places by what stands there; null unless it is a choice."
    )
    unlimited: int = Field(description="How many are without a limit, beside the others.")

    model_config = examples(_LEVER["now"])


class LeverInfo(Answer):
    """Something that may be moved. Where it stands at v, ask for the change
    `{path}{operation}{v}`; where it stands at `neutral`, for none."""

    id: str = Field(description="The same in every scenario.", examples=["chargers"])
    label: str = Field(description="For people, in few words.")
    meaning: str = Field(description="What it moves, in a sentence.")
    unit: str = Field(description="Of what is moved, see `now`; 1 for shares and factors.")
    kind: Literal["factor", "add", "set", "choice"] = Field(
        description="What the value is: a factor, a difference, the value itself, or one of "
        "`choices`."
    )
    path: str = Field(description="Of the change.", examples=["stations[*].chargers"])
    operation: Literal["=", "+=", "-=", "*="] = Field(description="Of the change.")
    low: float | None = Field(description="Least of the value; null for a choice.")
    high: float | None = Field(description="Most of it.")
    step: float | None = Field(description="Between two values.")
    neutral: float | str | None = Field(
        description="Where it changes nothing; null where no single value stands there now."
    )
    choices: list[str] | None = Field(description="Of a choice; else null.")
    places: int = Field(description="Stations that it moves; 1 for the network.")
    now: NowInfo = Field(description="What stands there now.")

    model_config = examples(_LEVER)

    @classmethod
    def of(cls, lever: Lever) -> Self:
        """Return what is told of a lever."""
        return cls.model_validate(asdict(lever))


class Levers(Answer):
    """What may be moved in a scenario, or at some of its stations."""

    stations: int = Field(description="That levers of stations are about.", examples=[2])
    regions: list[str] = Field(description="Of the scenario, to ask for the levers of one.")
    levers: list[LeverInfo] = Field(description="In the order in which people look for them.")

    model_config = examples({"stations": 2, "regions": ["North", "South"], "levers": [_LEVER]})
