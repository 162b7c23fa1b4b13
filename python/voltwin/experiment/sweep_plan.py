"""The plan of a sweep: a scenario, factors, a design, and what is asked of each variant."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from voltwin.experiment.asked import Asked
from voltwin.experiment.designs import Design, Grid, number_of_points, points_of
from voltwin.experiment.factors import Factor
from voltwin.experiment.measures import chosen_measures, chosen_tables
from voltwin.experiment.variant import Variant
from voltwin.scenario.errors import Problem
from voltwin.scenario.model import Name, Whole, sourced

Keep = Literal["by_region", "by_hour", "by_station", "fleet", "fleet_by_class", "fleet_by_hour"]


class Sweep(Asked):
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
    replications: Annotated[Whole, Field(ge=1, le=10_000_000)] = sourced(
        5, "of each variant", "a choice: means to rank variants by, with intervals that are wide"
    )
    keep: tuple[Keep, ...] = Field((), description="KPI tables of the measures kept besides total")
    factors: Annotated[dict[Name, Factor], Field(min_length=1)] = Field(
        description="what is varied, by name"
    )
    design: Design = sourced(Grid(), "which variants there are", "the simplest: all combinations")

    @property
    def asked_measures(self) -> tuple[str, ...]:
        """The measures, each once; the usual ones if none are named."""
        return chosen_measures(self.scenario, self.measures)

    @property
    def kept(self) -> tuple[str, ...]:
        """The KPI tables of which the measures are kept besides `total`."""
        return chosen_tables(self.scenario, self.keep)

    @property
    def most_variants(self) -> int:
        """How many variants there are, without making them; fewer, if points turn out equal."""
        return number_of_points(self.design, self.factors)

    def _problems(self) -> Iterator[Problem]:
        from voltwin.experiment.sweep_checks import problems

        yield from super()._problems()
        yield from problems(self)

    def _problems_on_the_scenario(self) -> Iterator[Problem]:
        from voltwin.experiment.sweep_checks import problems_of_factors

        yield from problems_of_factors(self)


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
