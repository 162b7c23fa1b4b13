"""Values set field by field are found right, and wrong, as by validation of the whole scenario."""

from typing import Any

from hypothesis import given, settings
from tests.scenario.changes.random_changes import (
    PATHS,
    RICH,
    Path,
    as_changes,
    changes_of_paths,
    fully_validated,
    text_of,
)

from voltwin.scenario import Scenario, ScenarioError
from voltwin.scenario.changes import Change, changed, changes_between, levels_of


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


def test_what_stands_somewhere_set_there_changes_nothing() -> None:
    counts = (".chargers", ".batteries", "[long]", "[short]")  # of which levels tell the number
    levels = dict(level for path in PATHS for level in levels_of(RICH, text_of(path)))
    plain = {place: level for place, level in levels.items() if not place.endswith(counts)}
    assert len(plain) > 200
    for place, level in plain.items():
        assert changed(RICH, [Change(place, "=", level)]) == RICH, place
