"""How far a job is, as clients are told."""

from typing import Self

from pydantic import Field

from voltwin_server.jobs.progress import Progress as HowFar
from voltwin_server.models.common import Answer


class Progress(Answer):
    """How far what is not finished is."""

    done: int = Field(description="Replications that are finished.", examples=[12])
    wanted: int = Field(description="In all; where results decide, at most.", examples=[30])
    runs_per_s: float | None = Field(description="Of late [1/s]; null until it can be told.")
    left_s: float | None = Field(description="That the others take [s]; null if unknown.")
    waiting_for: str | None = Field(
        description="Why it does not go on now, such as a store that is away; null if it does."
    )

    @classmethod
    def of(cls, found: HowFar) -> Self:
        """Return what is told."""
        return cls(
            done=found.done,
            wanted=found.wanted,
            runs_per_s=found.runs_per_s,
            left_s=found.left_s,
            waiting_for=found.waiting_for,
        )
