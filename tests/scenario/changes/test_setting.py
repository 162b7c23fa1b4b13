"""Values set field by field are found right, and wrong, as by validation of the whole scenario."""

from typing import Any

from hypothesis import given, settings
from tests.scenario.changes.random_changes import (
    RICH,
    Path,
    as_changes,
    changes_of_paths,
    fully_validated,
)

from voltwin.scenario import Scenario, ScenarioError
from voltwin.scenario.changes import changed, changes_between


def outcome(make: Any) -> Scenario | tuple[str, ...]:
    try:
        made = make()
    except ScenarioError as error:
        return error.lines
    assert isinstance(made, Scenario)
    return made


@settings(max_examples=200)
@given(changes_of_paths())
def test_a_changed_scenario_is_the_one_that_is_validated_as_a_whole(
    changes: list[tuple[Path, Any]],
) -> None:
    """The same scenario, or the same errors in the same words."""
    wanted = outcome(lambda: fully_validated(RICH, changes))
    assert outcome(lambda: changed(RICH, as_changes(changes))) == wanted


@settings(max_examples=60)
@given(changes_of_paths())
def test_the_changes_between_two_scenarios_make_the_one_the_other(
    changes: list[tuple[Path, Any]],
) -> None:
    other = outcome(lambda: fully_validated(RICH, changes))
    if isinstance(other, Scenario):
        assert changed(RICH, changes_between(RICH, other)) == other
        assert changed(other, changes_between(other, RICH)) == RICH
