"""Weekly schedules of a scenario into runs of the core's `Step` table, equal ones shared."""

from collections.abc import Callable
from typing import TypeVar

from voltwin.scenario.opening_hours import Hours, opening_steps
from voltwin.scenario.tables.shelf import Shelf
from voltwin.scenario.weekly import Steps, Weekly, weekly_steps
from voltwin_core.calendar import Step
from voltwin_core.record import Table

Form = TypeVar("Form", Weekly, Hours)


class Schedules:
    """The weekly schedules of all stations, each worked out once."""

    def __init__(self) -> None:
        self._steps: Shelf[tuple[float, float]] = Shelf()
        self._spans: dict[str, tuple[int, int]] = {}

    def weekly(self, schedule: Weekly) -> tuple[int, int]:
        """Return (first step, steps) of values by the week."""
        return self._span(schedule, weekly_steps)

    def opening(self, hours: Hours) -> tuple[int, int]:
        """Return (first step, steps) of opening hours: 1 opens, 0 closes."""
        return self._span(hours, opening_steps)

    def _span(self, form: Form, steps_of: Callable[[Form], Steps]) -> tuple[int, int]:
        written = repr(form)  # of opening hours it is quoted, so it equals none of numbers
        if written not in self._spans:
            steps = steps_of(form)
            self._spans[written] = self._steps.put(steps), len(steps)
        return self._spans[written]

    def fill(self) -> Table[Step]:
        """Return all steps."""
        return Step.adopt(self._steps.fill(Step.dtype))
