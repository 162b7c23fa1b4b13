"""What a replication is, so that it can be simulated again anywhere."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from voltwin.store.records import RunRecord


@dataclass(frozen=True)
class Recipe:
    """A replication of a run.

    Attributes:
        run_id: of the run.
        scenario_id: of what is simulated.
        seed: of all draws.
        replication: its number.
        until_s: where it ends [s].
    """

    run_id: UUID
    scenario_id: UUID
    seed: int
    replication: int
    until_s: float

    @classmethod
    def of(cls, run: RunRecord, replication: int) -> Self:
        """Return a replication of a run."""
        until_s = (run.sim_end - run.sim_start).total_seconds()
        return cls(run.id, run.scenario_id, run.seed, replication, until_s)
