"""The plan of a sizing: a scenario, what may be added to it, and what is to be reached."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from voltwin.experiment.asked import Asked
from voltwin.experiment.measures import USUAL_MONEY
from voltwin.experiment.sizing.goal import Goal
from voltwin.scenario.economics import MOST_MONEY
from voltwin.scenario.errors import Problem
from voltwin.scenario.model import Name, Value, Whole, plain_number, sourced

_USUAL = ("within_target_share", "wait_mean_s")
Each = Literal["network", "region", "station"]
Paid = Annotated[float, Field(strict=True, gt=0, le=MOST_MONEY), BeforeValidator(plain_number)]


class Range(Value):
    """How many units of a resource may be added, and where they may differ."""

    each: Each = sourced(
        "region",
        "stations that get the same number of units: all, those of a region, or each its own",
        "a choice: one number for all costs most, one for each station takes longest",
    )
    most: Annotated[Whole, Field(ge=1, le=1000)] = Field(
        description="units added at each station of the group, at most"
    )


class UnitCosts(Value):
    """What a unit costs, where the scenario's economics do not say or something else is meant."""

    currency: Annotated[str, Field(min_length=1, max_length=20)] | None = Field(
        None, description="a label; that of the economics unless given"
    )
    charger: Paid | None = Field(None, description="[currency/year] of each")
    battery: Paid | None = Field(None, description="[currency/year] of each")
    bay: Paid | None = Field(None, description="[currency/year] of each")


class Confirmation(Value):
    """How designs that look right are looked at again, on replications new to the search."""

    candidates: Annotated[Whole, Field(ge=1, le=50)] = sourced(
        5, "designs that are looked at, at most", "a choice: the level is shared among them"
    )
    replications: Annotated[Whole, Field(ge=2, le=1_000_000)] = sourced(
        40, "of a candidate at the first look", "twice those of the search"
    )
    looks: Annotated[Whole, Field(ge=1, le=10)] = sourced(
        4, "at a candidate, each at twice as many replications", "up to eight times the first"
    )

    @property
    def most(self) -> int:
        """Replications of a candidate at the last look."""
        return int(self.replications * 2 ** (self.looks - 1))


class Sizing(Asked):
    """What is sought in a sizing.

    Sizing(
        scenario=voltwin.demo_city(stations=50, seed=7),
        levers={"chargers": {"each": "region", "most": 4}},
        goal={"measure": "lost_share", "at_most": "0.5%"},
    )

    A scenario may be given as the path of its file. What is made is known to be valid, and each
    lever to fit the scenario.

    Raises:
        ScenarioError: something is wrong; one line a problem.
    """

    name: str = Field("sizing", description="for people")
    levers: Annotated[dict[Name, Range], Field(min_length=1)] = Field(
        description="what may be added: chargers, batteries (or batteries.TYPE), bays"
    )
    goal: Goal = Field(description="what is to be reached")
    costs: UnitCosts = Field(UnitCosts(), description="of units; by the economics unless given")
    replications: Annotated[Whole, Field(ge=4, le=1_000_000)] = sourced(
        20,
        "of each design in the search",
        "a choice: enough to compare designs under the same draws",
    )
    trials: Annotated[Whole, Field(ge=1, le=100_000)] = sourced(
        120,
        "designs that the sampler proposes",
        "a choice: about a minute for 50 stations and a day",
    )
    most_levers: Annotated[Whole, Field(ge=1, le=200)] = sourced(
        40, "that screening keeps", "a choice: samplers learn little of more in some hundred trials"
    )
    confirmation: Confirmation = Field(Confirmation(), description="of what was found")

    @property
    def asked_measures(self) -> tuple[str, ...]:
        """The measures of tables, the goal's first."""
        usual = (*_USUAL, *(USUAL_MONEY if self.scenario.economics else ()))
        return tuple(dict.fromkeys([self.goal.measure, *(self.measures or usual)]))

    @property
    def currency(self) -> str:
        """What costs are in."""
        economics = self.scenario.economics
        return self.costs.currency or (economics.currency if economics else "currency")

    def _problems(self) -> Iterator[Problem]:
        from voltwin.experiment.sizing.sizing_checks import problems

        yield from super()._problems()
        yield from problems(self)

    def _problems_on_the_scenario(self) -> Iterator[Problem]:
        from voltwin.experiment.sizing.sizing_checks import problems_of_levers

        yield from problems_of_levers(self)
