"""Comparisons and sweeps as clients ask for them and are told of them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from voltwin.store.records import Status
from voltwin_server.models.common import (
    UNTIL,
    Answer,
    Replications,
    Seed,
    Text,
    Until,
    examples,
)
from voltwin_server.models.example_answers import EXPERIMENT
from voltwin_server.models.example_scenario import CHANGES, ID, SCENARIO
from voltwin_server.models.jobs import Progress
from voltwin_server.models.scenarios import Changes, OfScenario

Kept = Literal["by_region", "by_hour", "by_station", "fleet", "fleet_by_class", "fleet_by_hour"]
Measures = Annotated[list[Text], Field(min_length=1, max_length=100)]
MEASURES = "KPIs that it is about; the usual ones unless given."


class NewComparison(OfScenario):
    """Variants to be held against a scenario, on the same random numbers."""

    variants: dict[Text, Changes] = Field(
        min_length=1, description="By name: what is different about each."
    )
    replications: Replications = Field(default=30, description="Of each variant and the base.")
    best: Text | None = Field(default=None, description="KPI by which the best of all is sought.")
    indifference: Text | None = Field(
        default=None,
        description="Difference of it too small to matter, such as 0.5%: as many replications are "
        "done as finding the best with 95 % probability takes.",
    )
    seed: Seed = Field(default=1, description="Of all draws.")
    until: Until | None = Field(default=None, description=UNTIL)
    measures: Measures | None = Field(default=None, description=MEASURES)
    keep: list[Kept] | None = Field(
        default=None, description="Tables to be kept besides the total."
    )

    model_config = examples(
        {
            "scenario": SCENARIO,
            "variants": {"two more": CHANGES, "one bay more": ["stations[*].bays += 1"]},
            "replications": 5,
            "measures": ["lost_share", "wait_mean_s"],
        }
    )


class NewSweep(OfScenario):
    """A design of experiments: factors of a scenario, and which variants there are."""

    name: Text = Field(default="sweep", description="For people.")
    factors: dict[Text, dict[str, Any]] = Field(
        min_length=1, description="What is varied, by name; docs/experiments.md shows how."
    )
    design: dict[str, Any] | None = Field(
        default=None, description="Which variants there are: grid unless given, naming no file."
    )
    replications: Replications = Field(default=5, description="Of each variant.")
    seed: Seed = Field(default=1, description="Of all draws, and of points that are drawn.")
    until: Until | None = Field(default=None, description=UNTIL)
    measures: Measures | None = Field(default=None, description=MEASURES)
    keep: list[Kept] = Field(default=[], description="Tables to be kept besides the total.")

    model_config = examples(
        {
            "scenario": SCENARIO,
            "name": "chargers and batteries",
            "factors": {
                "chargers": {"path": "stations[*].chargers", "add": [0, 1, 2]},
                "batteries": {"path": "stations[*].batteries", "multiply": [1, 1.5]},
            },
            "replications": 3,
            "measures": ["lost_share"],
        }
    )


class ExperimentInfo(Answer):
    """A comparison or a sweep."""

    id: UUID = Field(description="Its id.", examples=[ID])
    kind: Literal["comparison", "sweep"] = Field(description="What it is.")
    name: str = Field(description="For people.", examples=["two stations"])
    status: Status = Field(description="Where it is; the last three are final.")
    scenario_id: UUID = Field(description="Of the base.", examples=[ID])
    variants: int = Field(description="How many, the base included.", examples=[3])
    replications: int = Field(description="Of each variant; at most, where results decide.")
    seed: int = Field(description="Of all draws.", examples=[1])
    until_s: float = Field(description="Where runs end [s].", examples=[86400.0])
    by: str = Field(description="Who asked for it.", examples=["local"])
    asked_at: datetime = Field(description="When.")
    ended_at: datetime | None = Field(description="When it ended; null if it has not.")
    error: str | None = Field(description="Why there is no result; null if there is, or may be.")
    tables: list[str] = Field(
        description="Names of the tables that came out.", examples=[["differences", "means"]]
    )
    progress: Progress | None = Field(description="How far it is; null when it has ended.")

    model_config = examples(EXPERIMENT)
