"""Values that change by the hour of the week: grid limit, opening hours, ambient temperature."""

from collections.abc import Iterator

from voltwin.reference.run import Run
from voltwin_core.calendar import step_at, step_time, step_value


def value_at_start(run: Run, first: int, count: int) -> float:
    """Return the value in force at the start of the run."""
    return value_at(run, first, count, 0.0)


def value_at(run: Run, first: int, count: int, t: float) -> float:
    """Return the value in force at `t` [s]."""
    steps, clock = run.parameters.steps, run.parameters.clock
    return step_value(steps, first, count, step_at(steps, first, count, clock, t))


def changes(run: Run, first: int, count: int) -> Iterator[tuple[float, float]]:
    """Yield (time [s], new value) of every change after the start and before the horizon.

    A step to the value that is already in force is no change.
    """
    steps, clock = run.parameters.steps, run.parameters.clock
    k = step_at(steps, first, count, clock, 0.0)
    in_force = step_value(steps, first, count, k)
    while (time := step_time(steps, first, count, clock, k + 1)) < run.horizon_s:
        k += 1
        value = step_value(steps, first, count, k)
        if value != in_force:
            in_force = value
            yield time, value
