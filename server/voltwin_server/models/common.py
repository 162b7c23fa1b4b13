"""What bodies and answers have in common."""

from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from voltwin_server.models.example_answers import TABLE

T = TypeVar("T")

MOST_SEED = 2**53 - 1  # the largest whole number that every reader of JSON keeps exactly
MOST_OF_PAGE = 1000

Text = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
ChangeText = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
Seed = Annotated[int, Field(strict=True, ge=0, le=MOST_SEED)]
Replications = Annotated[int, Field(strict=True, ge=1, le=MOST_SEED)]
Until = (
    Annotated[float, Field(strict=True, gt=0)]
    | Annotated[str, StringConstraints(min_length=1, max_length=50)]
)
UNTIL = 'Where runs end, [s] or such as "1d 6h"; at the scenario\'s horizon unless given.'

Limit = Annotated[int, Query(ge=1, le=MOST_OF_PAGE, description="How many at most.")]
Before = Annotated[UUID | None, Query(description="Only those that are older than this one.")]
Id = Annotated[UUID, Path(description="Its id.")]
ReplicationOf = Annotated[int, Query(ge=0, le=MOST_SEED, description="Number of the replication.")]


def examples(*values: Any) -> ConfigDict:
    """Return the configuration of a body or an answer with examples."""
    return ConfigDict(json_schema_extra={"examples": list(values)})


class Body(BaseModel):
    """What clients send. Unknown fields are refused, and so are NaN and infinity."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Answer(BaseModel):
    """What clients are answered."""

    model_config = ConfigDict(frozen=True)


class Page(Answer, Generic[T]):
    """Some of a list, the newest first."""

    items: list[T] = Field(description="Those of this page.")
    next: UUID | None = Field(description="`before` of the next page; null at the end.")


class Measure(Answer):
    """What a number is: its name, its unit, its meaning."""

    name: str = Field(description="As in the KPI tables.", examples=["lost_share"])
    unit: str = Field(description="1 for shares; empty for none.", examples=["1"])
    meaning: str = Field(description="In words.", examples=["lost / arrivals"])


Cell = str | int | float | bool | None


class Column(Measure):
    """A column of a table, its values from the first row to the last; null where undefined."""

    values: list[Cell] = Field(description="One a row.", examples=[[0.031, 0.004]])
    half_widths: list[float | None] | None = Field(
        default=None,
        description="Of the 95 % intervals, where values are means over replications.",
        examples=[[0.002, 0.001]],
    )


class Table(Answer):
    """A table, column by column."""

    rows: int = Field(description="How many.", examples=[2])
    columns: list[Column] = Field(description="In their order.")

    model_config = examples(TABLE)


Format = Literal["arrow", "parquet"]
