"""Twins as clients ask for them and are told of them."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from voltwin_server.models.commands import MOMENT, Did, MomentGiven
from voltwin_server.models.common import MOST_SEED, Answer, Body, Seed, Text, examples
from voltwin_server.models.example_scenario import ID, SCENARIO
from voltwin_server.models.example_twins import DID, SNAPSHOT, STATIONS_NOW, TWIN
from voltwin_server.models.scenarios import ScenarioFields
from voltwin_server.twins.known import Known
from voltwin_server.twins.record import OriginKind
from voltwin_server.twins.snapshots import Snapshot

_SOURCES = ("scenario", "run", "snapshot", "recipe")


class From(Body):
    """What a twin is made from: one of scenario, run, snapshot and recipe."""

    scenario: UUID | ScenarioFields | None = Field(
        default=None, description="Id of a stored scenario, or a scenario's fields as in its file."
    )
    run: UUID | None = Field(default=None, description="Id of a run.")
    replication: Annotated[int, Field(strict=True, ge=0, le=MOST_SEED)] = Field(
        default=0, description="Of the run."
    )
    snapshot: UUID | None = Field(default=None, description="Id of a twin's snapshot.")
    recipe: dict[str, Any] | None = Field(
        default=None, description="A recipe, as `GET /api/twins/{twin_id}/recipe` returns it."
    )

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        given = [name for name in _SOURCES if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give one of {', '.join(_SOURCES)}")
        if self.replication and self.run is None:
            raise ValueError("replication: is of a run")
        return self


class NewTwin(Body):
    """A twin to be made."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"from": {"scenario": SCENARIO}, "seed": 1, "name": "the city today"}]
        }
    )

    origin: From = Field(alias="from", description="What it is made from.")
    name: Text | None = Field(
        default=None, description="For people; that of the scenario unless given."
    )
    seed: Seed | None = Field(
        default=None, description="Of all draws, where it is made from a scenario; else 1."
    )

    @model_validator(mode="after")
    def _has_seed_of_its_own(self) -> Self:
        if self.seed is not None and self.origin.scenario is None:
            raise ValueError("seed: only a twin of a scenario is given one; others have theirs")
        return self


class NewFork(Body):
    """A twin that shares the past of another one."""

    at: MomentGiven | None = Field(
        default=None, description=f"{MOMENT} Where the other one stands, unless given."
    )
    name: Text | None = Field(default=None, description="For people; the other one's unless given.")

    model_config = examples({"name": "what if it rains"}, {"at": "2h"})


class NewName(Body):
    """Another name for a twin."""

    name: Text = Field(description="For people.")

    model_config = examples({"name": "the city today"})


class MadeFrom(Answer):
    """What a twin was made from."""

    kind: OriginKind = Field(description="Of it.", examples=["scenario"])
    id: UUID | None = Field(description="Of it; null for what was sent in full.", examples=[ID])
    at_s: float | None = Field(
        description="Where the twin began to be one of its own [s]; null for the start."
    )


class TwinInfo(Answer):
    """A twin, and where it is."""

    id: UUID = Field(description="Its id.", examples=[ID])
    name: str = Field(description="For people.", examples=["the city today"])
    by: str = Field(description="Who made it: the name of the token.", examples=["ann"])
    created_at: datetime = Field(description="When it was made.")
    origin: MadeFrom = Field(description="What it was made from.")
    seed: int = Field(description="Of all draws.", examples=[1])
    stations: int = Field(description="How many there are.", examples=[2])
    vehicles: int = Field(description="Of its fleet; 0 without one.", examples=[0])
    start: datetime = Field(description="When simulated time begins.")
    horizon_s: float = Field(description="Where simulated time ends [s].", examples=[86400.0])
    state: Literal["playing", "paused", "asleep"] = Field(
        description="Asleep: it stands, and is not in memory until somebody wants it."
    )
    now_s: float = Field(description="Where it stands [s].", examples=[3600.0])
    wanted_speed: float = Field(description="At which it is to play [simulated s/s].")
    speed: float = Field(description="At which it plays; 0 while it does not.")
    late: bool = Field(description="Whether the simulation cannot follow.")
    commands: int = Field(description="Number of the last command.", examples=[3])
    watchers: int = Field(description="How many watch it.", examples=[1])
    bytes: int = Field(description="That it has in memory.", examples=[31457280])

    model_config = examples(TWIN)

    @classmethod
    def of(cls, known: Known) -> Self:
        """Return what is told of a twin."""
        record, report = known.record, known.report
        made_from = record.origin
        return cls(
            id=record.id,
            name=record.name,
            by=record.by,
            created_at=record.created_at,
            origin=MadeFrom(kind=made_from.kind, id=made_from.id, at_s=made_from.at_s),
            seed=record.seed,
            stations=record.stations,
            vehicles=record.vehicles,
            start=record.start,
            horizon_s=record.horizon_s,
            state=known.state,
            now_s=report.now,
            wanted_speed=report.wanted_speed,
            speed=report.speed,
            late=report.late,
            commands=report.number,
            watchers=len(known.watchings),
            bytes=report.bytes,
        )


class SnapshotInfo(Answer):
    """A snapshot of a twin: what it was, to be made a twin of again."""

    id: UUID = Field(description="Its id.", examples=[ID])
    twin_id: UUID = Field(description="Of the twin.", examples=[ID])
    by: str = Field(description="Who took it.", examples=["ann"])
    created_at: datetime = Field(description="When it was taken.")
    now_s: float = Field(description="Where the twin stood [s].", examples=[3600.0])

    model_config = examples(SNAPSHOT)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """Return what is told of a snapshot."""
        return cls(
            id=snapshot.id,
            twin_id=snapshot.twin.id,
            by=snapshot.by,
            created_at=snapshot.created_at,
            now_s=snapshot.now,
        )


class Journal(Answer):
    """What has been done to a twin, in order."""

    items: list[Did] = Field(description="Those of this page.")
    next: int | None = Field(description="`after` of the next page; null at the end.")

    model_config = examples({"items": [DID], "next": None})


class StationsNow(Answer):
    """What is seen of the stations of a twin where it stands."""

    now_s: float = Field(description="Where that is [s].", examples=[3600.0])
    stations: list[str] = Field(description="Their ids, in the order of all columns.")
    columns: dict[str, list[float | None]] = Field(
        description="One value a station: open (1 or 0), batteries ready, charging, waiting; bays "
        "busy and out of order, chargers out of order, vehicles in the queue; swaps, and vehicles "
        "lost, since the start; power_kw [kW]; limit_kw, the grid limit in force [kW], null where "
        "there is none."
    )

    model_config = examples(STATIONS_NOW)
