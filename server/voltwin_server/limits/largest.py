"""The variant of an experiment to whose stations most vehicles would come, found without making all
of them."""

from collections.abc import Iterable, Sequence

from voltwin.scenario.changes import Change, changed
from voltwin.scenario.changes.paths import parse_path
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import ARRIVALS, Station
from voltwin_server.limits.sizes import expected_visits

Changes = Sequence[Change]
# What is read to tell how many vehicles come: of a scenario, and of each station.
_OF_SCENARIO = {"demand", "fleet", "interventions", "stations"}
_OF_STATION = {"id", "region", "profile", "multiplier", *ARRIVALS}


def largest(base: Scenario, choices: Iterable[Iterable[Changes]], until: float) -> Scenario:
    """Return the variant for which each choice is made for the most vehicles by itself; if these do
    not go together, the largest for which one is.

    Of changes that have nothing to do with how many vehicles come none is tried.

    Args:
        base: the scenario that is varied.
        choices: made one after the other for each variant; each has some alternatives.
        until: where runs end [s].

    Returns:
        the variant; the base itself, if no choice has to do with vehicles.
    """
    chosen = [
        max(some, key=lambda changes: _size(_made(base, changes), until))
        for some in map(list, choices)
        if any(map(_matter, some))
    ]
    together = _made(base, [change for changes in chosen for change in changes])
    if together is not None:
        return together
    alone = [one for one in (_made(base, changes) for changes in chosen) if one is not None]
    return max(alone, key=lambda one: _size(one, until), default=base)


def _matter(changes: Changes) -> bool:
    """Return whether changes may have to do with how many vehicles come."""
    return any(map(_matters, changes))


def _matters(change: Change) -> bool:
    first, *others = parse_path(change.path)
    if first != "stations":
        return first in _OF_SCENARIO
    field = next((step for step in others if isinstance(step, str)), None)
    return field is None or field in _OF_STATION or field not in Station.model_fields


def _size(scenario: Scenario | None, until: float) -> tuple[float, int]:
    return (expected_visits(scenario, until), len(scenario.stations)) if scenario else (0.0, 0)


def _made(base: Scenario, changes: Changes) -> Scenario | None:
    """Return a variant; None if there is none, as choices do not go together: nobody runs it."""
    try:
        return changed(base, changes) if _matter(changes) else base
    except ScenarioError:
        return None
