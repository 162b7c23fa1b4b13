"""Weekly schedules: what is in force at the start, and what is a change."""

from tests.reference.small import HOUR_S, KEY, MONDAY, site

from voltwin.reference.run import Run
from voltwin.reference.weekly import changes, value_at_start
from voltwin.validation.network import Network, Steps, Type, parameters
from voltwin_core.calendar import WEEK_S


def followed(
    steps: Steps, first_hour: int = MONDAY, hours: float = 400.0
) -> list[tuple[float, float]]:
    """Return the value at the start, at time 0, and the changes after it."""
    shop = site(limit_kw=steps)
    run = Run(parameters(Network((Type(),), (shop,), hours * HOUR_S, first_hour)), KEY, log=False)
    return [(0.0, value_at_start(run, 0, len(steps))), *changes(run, 0, len(steps))]


def test_one_step_is_a_constant() -> None:
    assert followed(((0.0, 5.0),)) == [(0.0, 5.0)]


def test_changes_come_back_every_week_and_end_at_the_horizon() -> None:
    steps = ((HOUR_S, 1.0), (2 * HOUR_S, 2.0))
    both = [(HOUR_S, 1.0), (2 * HOUR_S, 2.0)]
    again = [(WEEK_S + time, value) for time, value in both]
    assert followed(steps, hours=337.5) == [(0.0, 2.0), *both, *again, (2 * WEEK_S + HOUR_S, 1.0)]


def test_a_change_at_the_start_has_happened_already() -> None:
    assert followed(((0.0, 7.0), (HOUR_S, 8.0)), hours=2.0) == [(0.0, 7.0), (HOUR_S, 8.0)]


def test_a_run_may_start_in_the_middle_of_the_week() -> None:
    steps = ((24 * HOUR_S, 1.0), (48 * HOUR_S, 2.0))
    assert followed(steps, first_hour=MONDAY + 30, hours=20.0) == [(0.0, 1.0), (18 * HOUR_S, 2.0)]


def test_a_step_to_the_value_in_force_is_no_change() -> None:
    steps = ((0.0, 1.0), (HOUR_S, 1.0), (2 * HOUR_S, 3.0), (3 * HOUR_S, 3.0))
    assert followed(steps, hours=100.0) == [(0.0, 1.0), (2 * HOUR_S, 3.0)]
    assert followed(((0.0, 1.0), (HOUR_S, 1.0))) == [(0.0, 1.0)]


def test_a_change_at_the_horizon_is_left_out() -> None:
    assert followed(((0.0, 1.0), (HOUR_S, 2.0)), hours=1.0) == [(0.0, 1.0)]
