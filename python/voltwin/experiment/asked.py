"""What plans that people write have in common: a scenario, draws, an end, measures; and checks."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, ValidationError

from voltwin.arguments import end_of_run, valid_scenario
from voltwin.experiment.measures import problems_of_measures
from voltwin.scenario.durations import Duration
from voltwin.scenario.errors import Problem, ScenarioError
from voltwin.scenario.messages import problems_of
from voltwin.scenario.model import Value, Whole, sourced
from voltwin.scenario.scenario import Scenario


class Asked(Value):
    """A plan as it is asked for. What is made is known to be valid, and to fit its scenario.

    Raises:
        ScenarioError: something is wrong; one line a problem.
    """

    name: str = Field("experiment", description="for people")
    scenario: Scenario = Field(description="that is varied: a file beside the plan, or all of it")
    seed: Annotated[Whole, Field(ge=0)] = sourced(
        1, "of all draws, the same for all variants: common random numbers", "as in a run"
    )
    until: Annotated[Duration, Field(gt=0)] | None = Field(
        None, description="[s] where runs end; at the scenario's horizon unless given"
    )
    measures: Annotated[tuple[str, ...], Field(min_length=1)] | None = sourced(
        None, "KPIs that tables and figures are about", "service, use and energy; money if known"
    )

    def __init__(self, **fields: Any) -> None:
        if "scenario" in fields:
            fields["scenario"] = valid_scenario(fields["scenario"])
        try:
            super().__init__(**fields)
        except ValidationError as error:
            problems = problems_of(error, type(self), fields)
            raise ScenarioError.from_problems(problems, fields) from None
        found = list(self._problems()) or list(self._problems_on_the_scenario())
        if found:
            raise ScenarioError.from_problems(found, self)

    @property
    def until_s(self) -> float:
        """Where runs end [s]."""
        return self.scenario.horizon if self.until is None else self.until

    def as_dict(self) -> dict[str, Any]:
        """Return all but the scenario as plain values, as they stand in a file."""
        return self.model_dump(
            mode="json", by_alias=True, exclude={"scenario"}, exclude_none=True, exclude_unset=True
        )

    def _problems(self) -> Iterator[Problem]:
        """Yield what stands against the plan by itself."""
        try:
            end_of_run(self.until, self.scenario.horizon)
        except ValueError as error:
            yield Problem(("until",), str(error).removeprefix("until: "))
        for place, text in problems_of_measures(self.measures or (), self.scenario):
            yield Problem(("measures", place), text)

    def _problems_on_the_scenario(self) -> Iterator[Problem]:
        """Yield what shows when what is asked is tried on the scenario."""
        yield from ()
