"""Runs as clients ask for them and are told of them."""

from datetime import datetime
from typing import Literal, Self, get_args
from uuid import UUID

from pydantic import Field

from voltwin.experiment.plan import Kind
from voltwin.store.records import RunRecord, Status
from voltwin_server.models.common import (
    UNTIL,
    Answer,
    Measure,
    Replications,
    Seed,
    Table,
    Until,
    examples,
)
from voltwin_server.models.example_answers import EXPLANATION, KPIS, RUN
from voltwin_server.models.example_scenario import ID, SCENARIO
from voltwin_server.models.jobs import Progress
from voltwin_server.models.scenarios import OfScenario


class NewRun(OfScenario):
    """Replications of a scenario to be simulated."""

    seed: Seed = Field(default=1, description="Of all draws.")
    replications: Replications = Field(
        default=1, description="How many, independent of each other."
    )
    until: Until | None = Field(default=None, description=UNTIL)

    model_config = examples(
        {"scenario": SCENARIO, "replications": 4},
        {"scenario": SCENARIO, "seed": 7, "replications": 2, "until": "12h"},
    )


class RunInfo(Answer):
    """A run: replications of a scenario."""

    id: UUID = Field(description="Its id.", examples=[ID])
    scenario_id: UUID = Field(description="Of what is simulated.", examples=[ID])
    scenario_name: str = Field(description="What that is called.", examples=["two stations"])
    experiment_id: UUID = Field(
        description="Of the experiment that it is a variant of; a run alone has one to itself."
    )
    experiment_kind: Kind = Field(description="What that is; a run alone: replications.")
    variant: int = Field(description="Its number in that experiment.", examples=[0])
    status: Status = Field(description="Where it is; the last three are final.")
    seed: int = Field(description="Of all draws.", examples=[1])
    replications: int = Field(description="How many, numbered from 0.", examples=[4])
    sim_start: datetime = Field(description="When simulated time begins.")
    sim_end: datetime = Field(description="When it ends.")
    created_at: datetime = Field(description="When it was asked for.")
    compute_time_ms: float | None = Field(
        description="That it took [ms]; null until it has ended, and of a variant: those of an "
        "experiment are simulated together."
    )
    error: str | None = Field(description="Why there is no result; null if there is, or may be.")
    progress: Progress | None = Field(
        description="How far it is, of a variant its experiment as a whole; null when it has "
        "ended, or is not done by this server."
    )
    waiting_before: int | None = Field(
        description="Jobs that wait, too, and have their turn before: a run, or an experiment with "
        "all its variants. Null if it does not wait for its turn here.",
        examples=[None],
    )

    model_config = examples(RUN)

    @classmethod
    def of(
        cls,
        record: RunRecord,
        scenario_name: str,
        progress: Progress | None = None,
        waiting_before: int | None = None,
    ) -> Self:
        """Return what is told of a record."""
        kind = _experiment_kind(record)
        return cls(
            id=record.id,
            scenario_id=record.scenario_id,
            scenario_name=scenario_name,
            experiment_id=record.experiment_id,
            experiment_kind=kind,
            variant=record.variant,
            status=record.status,
            seed=record.seed,
            replications=record.replications,
            sim_start=record.sim_start,
            sim_end=record.sim_end,
            created_at=record.created_at,
            compute_time_ms=record.compute_time_ms if kind == "replications" else None,
            error=record.error,
            progress=progress,
            waiting_before=waiting_before,
        )


class Kpi(Measure):
    """A KPI of a run: its mean over replications with the interval of that, and each value."""

    n: int = Field(description="Replications in which it is defined.", examples=[4])
    mean: float | None = Field(description="Over these; null if there are none.", examples=[0.031])
    low: float | None = Field(description="Lower end of the 95 % interval; null below two.")
    high: float | None = Field(description="Upper end of it.")
    half_width: float | None = Field(description="Half of its width.", examples=[0.004])
    values: list[float | None] = Field(description="One a replication; null where undefined.")


def _experiment_kind(record: RunRecord) -> Kind:
    """Return what a run is a variant of; what `voltwin run` does is one replication, alone."""
    kind: Kind = record.about.get("kind", "replications")
    return kind if kind in get_args(Kind) else "replications"


RunTable = Literal["regions", "stations", "hours", "fleet", "vehicle-classes", "fleet-hours"]


class Kpis(Answer):
    """What a run has given for the network as a whole."""

    run_id: UUID = Field(description="Of the run.", examples=[ID])
    status: Status = Field(description="Of the run; RUNNING: more replications are to come.")
    replications: list[int] = Field(description="Numbers of those that are there.")
    measures: list[Kpi] = Field(description="The KPIs.")
    tables: list[RunTable] = Field(
        description="Which other results it has, by the last part of their paths: an experiment "
        "keeps what it is asked to, and only where vehicles live in the city there is a fleet."
    )

    model_config = examples(KPIS)


class Explanation(Answer):
    """Why stations lose or delay, and what would help."""

    until_s: float = Field(
        description="Up to where it is about, in simulated time from the start [s]: the end of a "
        "run, where a twin stood.",
        examples=[86_400.0],
    )
    summary: str = Field(description="What binds where, in a few sentences.")
    table: Table = Field(description="A row a station.")

    model_config = examples(EXPLANATION)
