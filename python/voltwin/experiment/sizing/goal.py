"""What is to be reached: a measure that keeps a target, or a front of cost and measure."""

import math
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from voltwin.experiment.measures import is_good_when_large
from voltwin.kpis.columns import COLUMNS, SHARE
from voltwin.kpis.money_columns import MONEY_COLUMNS
from voltwin.scenario.model import Number, Value, plain_number, sourced
from voltwin.statistics.bounds import upper_bound
from voltwin.statistics.levels import LEVEL
from voltwin.statistics.moments import Floats
from voltwin.wording.measures import label_of
from voltwin.wording.shown import Shown

_UNITS = {column.name: column.unit for column in COLUMNS}
_SHARES = {name for name, unit in _UNITS.items() if unit == SHARE}
_NO_SHARES = {
    *(set(_UNITS) - _SHARES),
    *(column.name for column in MONEY_COLUMNS),
}


def _percent(value: Any) -> Any:
    """Return a text such as 0.5% as a share; the rest as it is."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return float(value.strip()[:-1]) / 100.0
        except ValueError:
            return value
    return plain_number(value)


Amount = Annotated[Number, BeforeValidator(_percent)]
Confidence = Annotated[
    float,
    Field(strict=True, gt=0.5, lt=1),
    BeforeValidator(_percent),
    BeforeValidator(plain_number),
]


class Goal(Value):
    """The cheapest design whose measure keeps a target; or, without one, the best at each cost."""

    measure: str = Field(description="a KPI of the network")
    at_most: Amount | None = Field(None, description="what it may be: 0.005, or 0.5% of a share")
    at_least: Amount | None = Field(None, description="what it must be, where more is better")
    confidence: Confidence = sourced(LEVEL, "that the target is kept", "the usual level")

    @model_validator(mode="before")
    @classmethod
    def _percentages_are_of_shares(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("measure") in _NO_SHARES:
            for name in ("at_most", "at_least"):
                if str(data.get(name, "")).strip().endswith("%"):
                    text = "{name}: a percentage is for shares, and {measure} is none"
                    about = {"name": name, "measure": str(data.get("measure"))}
                    raise PydanticCustomError("goal", text, about)
        return data

    @model_validator(mode="after")
    def _one_target(self) -> "Goal":
        if self.at_most is not None and self.at_least is not None:
            raise PydanticCustomError("goal", "must have at_most, or at_least, or none for a front")
        return self

    @property
    def is_front(self) -> bool:
        """Whether all that is worth its cost is sought, not one design."""
        return self.at_most is None and self.at_least is None

    @property
    def target(self) -> float:
        """What the measure is held against; NaN for a front."""
        given = self.at_least if self.at_most is None else self.at_most
        return math.nan if given is None else given

    @property
    def sign(self) -> float:
        """1 where less of the measure is better, -1 where more is."""
        more = is_good_when_large(self.measure) if self.is_front else self.at_least is not None
        return -1.0 if more else 1.0

    def badness(self, values: Floats) -> Floats:
        """Return values of the measure as something of which less is better."""
        return self.sign * values

    def bound(self, values: Floats, level: float | None = None, candidates: int = 1) -> float:
        """Return what the mean is at most, or where more is better, at least.

        Args:
            values: of replications (n,).
            level: of confidence; the goal's unless given.
            candidates: whose bounds hold at once.
        """
        found = upper_bound(self.badness(values), level or self.confidence, candidates)
        return self.sign * float(found)

    def excess(self, bound: float) -> float:
        """Return by how much a bound is on the wrong side of the target, 0 or less if it is not;
        infinite where the measure is not defined."""
        found = self.sign * (bound - self.target)
        return math.inf if math.isnan(found) else found

    def __str__(self) -> str:
        """Return it in words."""
        if self.is_front:
            return f"{label_of(self.measure)} against cost"
        side = "at most" if self.at_least is None else "at least"
        return f"{label_of(self.measure)} {side} {amount(self.measure, self.target)}"


def amount(measure: str, value: float) -> str:
    """Return a value of a measure as people write it."""
    return Shown.of(_UNITS.get(measure, ""), [value]).text(value)
