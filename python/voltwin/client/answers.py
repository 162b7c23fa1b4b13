"""What a server tells of scenarios, runs and experiments, as records.

They have the names of the API (docs/server.md); what a newer server tells besides is left out.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from voltwin.store.records import Status


class Record(BaseModel):
    """Something that a server has told."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Progress(Record):
    """How far what is not finished is.

    Attributes:
        done: replications that are finished.
        wanted: in all; where results decide, at most.
        runs_per_s: of late [1/s]; None until it can be told.
        left_s: that the others take [s]; None if unknown.
        waiting_for: why it does not go on now; None if it does.
    """

    done: int
    wanted: int
    runs_per_s: float | None = None
    left_s: float | None = None
    waiting_for: str | None = None


class ScenarioInfo(Record):
    """A scenario in the store.

    Attributes:
        id: of the scenario.
        parent_id: of the scenario that it was derived from; None for one given in full.
        name: for people.
        changes: of the parent.
        digest: equal digests, equal scenarios.
        stations: how many there are.
        created_at: when it was stored.
    """

    id: UUID
    parent_id: UUID | None
    name: str
    changes: tuple[str, ...]
    digest: str
    stations: int
    created_at: datetime


class Ending(Record):
    """What ends on its own: where it is, why it failed, how far it is."""

    id: UUID
    status: Status
    error: str | None = None
    progress: Progress | None = None


class RunInfo(Ending):
    """Replications of a scenario.

    Attributes:
        id: of the run.
        scenario_id: of what is simulated.
        scenario_name: what that is called.
        experiment_id: of the experiment that it is a variant of.
        experiment_kind: what that is, such as "sweep"; a run alone: "replications".
        variant: its number in that experiment.
        status: where it is; the last three are final.
        seed: of all draws.
        replications: how many, numbered from 0.
        sim_start: when simulated time begins.
        sim_end: when it ends.
        created_at: when it was asked for.
        compute_time_ms: that it took [ms]; None until it has ended, and of a variant.
        error: why there is no result; None if there is, or may be.
        progress: how far it is; None when it has ended, or the server does not do it.
        waiting_before: jobs that have their turn before it; None if it does not wait for one.
    """

    scenario_id: UUID
    scenario_name: str
    experiment_id: UUID
    experiment_kind: str
    variant: int
    seed: int
    replications: int
    sim_start: datetime
    sim_end: datetime
    created_at: datetime
    compute_time_ms: float | None
    waiting_before: int | None


class ExperimentInfo(Ending):
    """A comparison or a sweep.

    Attributes:
        id: of the experiment.
        kind: what it is.
        name: for people.
        status: where it is; the last three are final.
        scenario_id: of the base.
        variants: how many, the base included.
        replications: of each variant; at most, where results decide.
        seed: of all draws.
        until_s: where runs end [s].
        by: who asked for it.
        asked_at: when.
        ended_at: when it ended; None if it has not.
        error: why there is no result; None if there is, or may be.
        tables: names of those that came out.
        progress: how far it is; None when it has ended.
    """

    kind: Literal["comparison", "sweep"]
    name: str
    scenario_id: UUID
    variants: int
    replications: int
    seed: int
    until_s: float
    by: str
    asked_at: datetime
    ended_at: datetime | None
    tables: tuple[str, ...]


class Effect(Record):
    """What a difference does to a KPI: paired differences with their 95 % interval.

    Attributes:
        name: of the KPI.
        unit: of it.
        meaning: of it, in words.
        n: pairs in which it is defined.
        base: mean without the difference; None where undefined, as for all that follow.
        value: mean with it.
        difference: value - base.
        low: lower end of its interval; None below two pairs.
        high: upper end of it.
        relative: difference / |base|; None where the base is 0.
    """

    name: str
    unit: str
    meaning: str
    n: int
    base: float | None
    value: float | None
    difference: float | None
    low: float | None
    high: float | None
    relative: float | None


class Effects(Record):
    """What is known so far of a difference.

    Attributes:
        pairs: that have been simulated.
        of: that will be.
        measures: the effect on each KPI.
    """

    pairs: int
    of: int
    measures: tuple[Effect, ...]

    def __getitem__(self, name: str) -> Effect:
        """Return the effect on a KPI.

        Raises:
            KeyError: it was not asked for.
        """
        for one in self.measures:
            if one.name == name:
                return one
        raise KeyError(f"{name!r} was not asked for; there are: {[m.name for m in self.measures]}")

    @property
    def table(self) -> pa.Table:
        """A row per KPI, with the columns of `Effect`."""
        return pa.Table.from_pylist([one.model_dump() for one in self.measures])
