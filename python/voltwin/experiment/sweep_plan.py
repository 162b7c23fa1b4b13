"""The plan of a sweep: a scenario, factors, a design, and what is asked of each variant."""

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from voltwin.arguments import valid_scenario
from voltwin.experiment.designs import Design, Grid, number_of_points, points_of
from voltwin.experiment.factors import Factor
from voltwin.experiment.measures import chosen_measures, chosen_tables
from voltwin.experiment.variant import Variant
from voltwin.scenario.durations import Duration
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.messages import problems_of
from voltwin.scenario.model import Name, Value, Whole, sourced
from voltwin.scenario.scenario import Scenario

Keep = Literal["by_region", "by_hour", "by_station"]


class Sweep(Value):
    """What is simulated in a sweep, and what is asked.

    Sweep(
        scenario=voltwin.demo_city(stations=50, seed=7),
        factors={"chargers": {"path": "stations[*].chargers", "add": [0, 1, 2]}},
        until="1d",
    )

    A scenario may be given as the path of its file; factors and design as objects, or as they
    stand in a file. What is made is known to be valid, and each factor to fit the scenario.

    Raises:
        ScenarioError: something is wrong; one line a problem.
    """

    name: str = Field("sweep", description="for people")
    scenario: Scenario = Field(description="that is varied: a file beside the plan, or all of it")
    seed: Annotated[Whole, Field(ge=0)] = sourced(
        1, "of all draws, the same for all variants: common random numbers", "as in a run"
    )
    replications: Annotated[Whole, Field(ge=1, le=10_000_000)] = sourced(
        5, "of each variant", "a choice: means to rank variants by, with intervals that are wide"
    )
    until: Annotated[Duration, Field(gt=0)] | None = Field(
        None, description="[s] where runs end; at the scenario's horizon unless given"
    )
    measures: Annotated[tuple[str, ...], Field(min_length=1)] | None = sourced(
        None, "KPIs that tables and figures are about", "service, use and energy; money if known"
    )
    keep: tuple[Keep, ...] = Field((), description="KPI tables of the measures kept besides total")
    factors: Annotated[dict[Name, Factor], Field(min_length=1)] = Field(
        description="what is varied, by name"
    )
    design: Design = sourced(Grid(), "which variants there are", "the simplest: all combinations")

    def __init__(self, **fields: Any) -> None:
        from voltwin.experiment.sweep_checks import checked

        if "scenario" in fields:
            fields["scenario"] = valid_scenario(fields["scenario"])
        try:
            super().__init__(**fields)
        except ValidationError as error:
            problems = problems_of(error, type(self), fields)
            raise ScenarioError.from_problems(problems, fields) from None
        checked(self)

    @property
    def until_s(self) -> float:
        """Where runs end [s]."""
        return self.scenario.horizon if self.until is None else self.until

    @property
    def asked_measures(self) -> tuple[str, ...]:
        """The measures, each once; the usual ones if none are named."""
        return chosen_measures(self.scenario, self.measures)

    @property
    def kept(self) -> tuple[str, ...]:
        """The KPI tables of which the measures are kept besides `total`."""
        return chosen_tables(self.keep)

    @property
    def most_variants(self) -> int:
        """How many variants there are, without making them; fewer, if points turn out equal."""
        return number_of_points(self.design, self.factors)

    def as_dict(self) -> dict[str, Any]:
        """Return all but the scenario as plain values, as they stand in a file."""
        return self.model_dump(
            mode="json", by_alias=True, exclude={"scenario"}, exclude_none=True, exclude_unset=True
        )


def variants_of(plan: Sweep) -> tuple[Variant, ...]:
    """Return the variants of a sweep in the order of its design, each with its levels.

    A name tells each factor's level in a few digits, or in full where two would be called the same.
    """
    points = list(points_of(plan.design, plan.factors, plan.seed))
    names = [_name(plan, point) for point in points]
    if len(set(names)) < len(names):
        names = [_name(plan, point, in_full=True) for point in points]
    return tuple(_variant(plan, name, point) for name, point in zip(names, points, strict=True))


def _name(plan: Sweep, point: tuple[Any, ...], *, in_full: bool = False) -> str:
    pairs = zip(plan.factors.items(), point, strict=True)
    return ", ".join(one.label(name, level, in_full=in_full) for (name, one), level in pairs)


def _variant(plan: Sweep, name: str, point: tuple[Any, ...]) -> Variant:
    levels = dict(zip(plan.factors, point, strict=True))
    factors = plan.factors.items()
    changes = tuple(change for each, one in factors for change in one.changes(levels[each]))
    return Variant(name, changes, levels)
