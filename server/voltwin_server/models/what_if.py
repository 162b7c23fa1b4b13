"""What a difference would change, as clients ask for it and are told."""

from uuid import UUID

from pydantic import Field

from voltwin_server.models.common import UNTIL, Answer, Measure, Seed, Until, examples
from voltwin_server.models.common import Replications as ReplicationCount
from voltwin_server.models.example_answers import EFFECTS
from voltwin_server.models.example_scenario import CHANGES, SCENARIO
from voltwin_server.models.experiments import MEASURES, Measures
from voltwin_server.models.scenarios import Changes, OfScenario


class WhatIf(OfScenario):
    """A difference to be tried on a scenario, or on that of a twin, at once."""

    twin_id: UUID | None = Field(
        default=None,
        description="Instead of a scenario: the twin's, with all that has been made of it.",
    )
    changes: Changes
    replications: ReplicationCount = Field(default=10, description="Pairs that are simulated.")
    seed: Seed | None = Field(
        default=None, description="Of all draws; 1 unless given, or that of the twin."
    )
    until: Until | None = Field(default=None, description=UNTIL)
    measures: Measures | None = Field(default=None, description=MEASURES)

    model_config = examples(
        {
            "scenario": SCENARIO,
            "changes": CHANGES,
            "replications": 6,
            "measures": ["lost_share", "wait_mean_s"],
        }
    )

    @classmethod
    def sources(cls) -> tuple[str, ...]:
        """Return the fields one of which says what it is about."""
        return (*super().sources(), "twin_id")


class Effect(Measure):
    """What a difference does to a KPI: paired differences with their 95 % interval."""

    n: int = Field(description="Pairs in which it is defined.", examples=[6])
    base: float | None = Field(description="Mean without it.", examples=[0.12])
    value: float | None = Field(description="Mean with it.", examples=[0.03])
    difference: float | None = Field(description="value - base.", examples=[-0.09])
    low: float | None = Field(description="Lower end of its interval; null below two pairs.")
    high: float | None = Field(description="Upper end of it.")
    relative: float | None = Field(description="difference / |base|; null where the base is 0.")


class Effects(Answer):
    """A line of the answer: what is known so far."""

    pairs: int = Field(description="That have been simulated.", examples=[2])
    of: int = Field(description="That will be, in the last line.", examples=[6])
    measures: list[Effect] = Field(description="One a KPI.")

    model_config = examples(EFFECTS)
