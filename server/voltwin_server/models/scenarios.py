"""Scenarios as clients send them and are told of them."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, model_validator

from voltwin.store.records import ScenarioRecord
from voltwin_server.models.common import Answer, Body, ChangeText, Text, examples
from voltwin_server.models.example_answers import SCENARIO_INFO, STATION, VALIDITY
from voltwin_server.models.example_scenario import CHANGES, ID

ScenarioFields = Annotated[
    dict[str, Any],
    Field(description="A scenario's fields as in its file (docs/scenario.md), naming no files."),
]


class OfScenario(Body):
    """Something about a scenario: one that is stored, or one given in full."""

    scenario_id: UUID | None = Field(default=None, description="Of a scenario that is stored.")
    scenario: ScenarioFields | None = Field(
        default=None, description="Instead of its id: a scenario's fields as in its file."
    )

    @model_validator(mode="after")
    def _is_about_one(self) -> Self:
        names = self.sources()
        if sum(getattr(self, name) is not None for name in names) != 1:
            raise ValueError(f"give one of {', '.join(names)}")
        return self

    @classmethod
    def sources(cls) -> tuple[str, ...]:
        """Return the fields one of which says what it is about."""
        return "scenario_id", "scenario"


Changes = Annotated[
    list[ChangeText],
    Field(
        min_length=1,
        max_length=1000,
        description="Made one after the other; each a path, one of = += -= *=, and a value.",
        examples=[CHANGES],
    ),
]


class NewChild(Body):
    """A scenario told by what is different about it."""

    name: Text = Field(description="For people.")
    changes: Changes

    model_config = examples({"name": "two more in the south", "changes": CHANGES})


class ScenarioInfo(Answer):
    """A scenario in the store."""

    id: UUID = Field(description="Its id.", examples=[ID])
    parent_id: UUID | None = Field(
        description="Of the scenario that it was derived from; null for one given in full."
    )
    name: str = Field(description="For people.", examples=["two stations"])
    changes: list[str] = Field(description="Of the parent.", examples=[CHANGES])
    digest: str = Field(description="Equal digests, equal scenarios.")
    stations: int = Field(description="How many there are.", examples=[2])
    created_at: datetime = Field(description="When it was stored.")

    model_config = examples(SCENARIO_INFO)

    @classmethod
    def of(cls, record: ScenarioRecord) -> Self:
        """Return what is told of a record."""
        return cls(
            id=record.id,
            parent_id=record.parent_id,
            name=record.name,
            changes=list(record.changes),
            digest=record.digest,
            stations=record.stations,
            created_at=record.created_at,
        )


class Validity(Answer):
    """A scenario that is valid, in few words."""

    name: str = Field(description="For people.", examples=["two stations"])
    stations: int = Field(description="How many there are.", examples=[2])
    regions: list[str] = Field(description="Of its stations.", examples=[["North", "South"]])
    start: datetime = Field(description="When simulated time begins.")
    horizon_s: float = Field(description="How long it is simulated [s].", examples=[86400.0])
    measures: list[str] = Field(description="KPIs that its runs have.", examples=[["lost_share"]])

    model_config = examples(VALIDITY)


class StationInfo(Answer):
    """A station of a scenario, and where it is."""

    id: str = Field(description="Its id.", examples=["north"])
    name: str = Field(description="For people; the id if it has none.", examples=["north"])
    region: str = Field(description="Empty if it has none.", examples=["North"])
    lon: float | None = Field(description="[degrees] east; null if it is nowhere.")
    lat: float | None = Field(description="[degrees] north; null if it is nowhere.")

    model_config = examples(STATION)
