"""What a store knows about scenarios and runs, besides their results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

AnyId: TypeAlias = UUID | str  # an id, or its text


class Status(StrEnum):
    """Where a run is. The last three are final."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def is_final(self) -> bool:
        """Whether a run that is here stays here."""
        return self in (Status.COMPLETED, Status.FAILED, Status.CANCELLED)


@dataclass(frozen=True)
class ScenarioRecord:
    """A scenario in a store.

    Attributes:
        id: of the scenario.
        parent_id: of the scenario that it was derived from; None for one given in full.
        name: for people.
        changes: of the parent, as texts such as "stations[*].chargers += 2"; empty without one.
        digest: of all that it says, hexadecimal: equal digests, equal scenarios.
        stations: how many there are.
        created_at: when it was stored, UTC.
    """

    id: UUID
    parent_id: UUID | None
    name: str
    changes: tuple[str, ...]
    digest: str
    stations: int
    created_at: datetime


@dataclass(frozen=True)
class RunRecord:
    """Replications of a scenario in a store: what is called a run there.

    Attributes:
        id: of the run, a UUID of version 7.
        scenario_id: of what is simulated.
        status: where it is.
        seed: of all draws.
        replications: how many, numbered from 0; where their number follows from what they give, the
            most, and at the end how many there were.
        sim_start: when simulated time begins, with the offset of its local time from UTC.
        sim_end: when it ends.
        experiment_id: of the experiment that the run is a variant of; its own id if it stands
            alone.
        variant: its number among the variants of the experiment.
        recipe: a digest of all that its numbers follow from (scenario, seed, end, engine, version,
            platform), hexadecimal: equal recipes, equal results as far as both have them.
        compute_time_ms: how long it took; None until it has ended, and of a variant of an
            experiment, as these are simulated together.
        error: why it failed.
        created_at: when it was asked for, UTC.
        about: what else is known, plain values: engine, version, platform, measures.
        warm_up_s: left out of KPIs [s]; so it is by queries over events.
    """

    id: UUID
    scenario_id: UUID
    status: Status
    seed: int
    replications: int
    sim_start: datetime
    sim_end: datetime
    experiment_id: UUID
    variant: int
    recipe: str
    created_at: datetime
    compute_time_ms: float | None = None
    error: str | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    warm_up_s: float = 0.0
