"""Scenarios with changes: what a variant of an experiment runs."""

from collections.abc import Iterable
from typing import Any

from voltwin.scenario.changes.arithmetic import after, is_unlimited
from voltwin.scenario.changes.change import Change
from voltwin.scenario.changes.fresh import fresh
from voltwin.scenario.changes.levers import is_lever, quantity, units_of
from voltwin.scenario.changes.paths import parse_path
from voltwin.scenario.changes.places import ABSENT, Place, places_of
from voltwin.scenario.changes.setting import raw, set_field, set_values
from voltwin.scenario.changes.units import Units
from voltwin.scenario.changes.written import written
from voltwin.scenario.checks import checked
from voltwin.scenario.derived import is_about
from voltwin.scenario.errors import Problem, ScenarioError
from voltwin.scenario.interventions import AnyIntervention, DemandSurge, Truck
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station


def changed(scenario: Scenario, changes: Iterable[Change]) -> Scenario:
    """Return a copy of a scenario with changes, made one after the other.

    Each change leads to values that are allowed by themselves; whether any contradict is looked at
    when all are made.

    Args:
        scenario: valid, as `load` and `validated` return it; it stays as it is.
        changes: in order; a path that means several places changes each.

    Raises:
        ScenarioError: a path leads nowhere, an operation is not for what stands there, or the
            result is no valid scenario; one line a problem.
        TypeError: it is no scenario.
    """
    if not isinstance(scenario, Scenario):
        raise TypeError(f"{scenario!r} is no scenario")
    copy = fresh(scenario)
    for change in changes:
        make(copy, change)
    return checked(copy)


def make(scenario: Scenario, change: Change) -> None:
    """Make one change of a scenario, all values of which are then allowed by themselves.

    Raises:
        ScenarioError: it cannot be made; it may have been in part.
    """
    values: list[tuple[Place, Any]] = []
    places = places_of(scenario, parse_path(change.path))
    if change.operation != "=" and all(map(is_unlimited, places)):
        text = f"is unlimited, which {change.operation} does not change; set it with ="
        raise ScenarioError([f"{change.path}: {text}"])
    for place in places:
        if is_lever(place, change.operation, change.value):
            for units in units_of(place, change.operation, change.value, scenario):
                _add(scenario, place, units)
        else:
            values.append((place, after(place, change.operation, change.value)))
    set_values(scenario, values)


def levels_of(scenario: Scenario, path: str) -> list[tuple[str, Any]]:
    """Return each place that a path means, and what stands there now.

    Of chargers and batteries that is their number; of other parts what stands in a file, durations
    as seconds. Set there with `=` it changes nothing, but where chargers or batteries are given in
    several parts.

    Args:
        scenario: a valid one.
        path: as of a change.

    Raises:
        ScenarioError: it leads nowhere.
    """
    return [_level(place) for place in places_of(scenario, parse_path(path))]


def _level(place: Place) -> tuple[str, Any]:
    if place.value is ABSENT:
        raise ScenarioError([f"{place.text}: there is none yet"])
    number = quantity(place)
    return place.text, written(place.value) if number is None else number


def _add(scenario: Scenario, place: Place, units: Units) -> None:
    """Set what units make of a station, and of the interventions about it."""
    station = place.owner
    assert isinstance(station, Station)
    path, problems = place.steps[:2], list[Problem]()
    for name, value in units.fields.items():
        if value != getattr(station, name):
            problems += set_field(station, name, raw(value), path)
    script = [_followed(what, station, units) for what in scenario.interventions]
    kept = [what for what in script if _about_any(what)]
    if any(a is not b for a, b in zip(script, scenario.interventions, strict=True)):
        problems += set_field(scenario, "interventions", raw(kept), ())
    if problems:
        raise ScenarioError.from_problems(problems, scenario)


def _followed(what: AnyIntervention, station: Station, units: Units) -> AnyIntervention:
    if isinstance(what, DemandSurge | Truck) or not is_about(what, station):
        return what
    return units.follow(what)


def _about_any(what: AnyIntervention) -> bool:
    """Return whether an intervention about chargers or bays is about any at all: it is about none
    if it was about all of a station without one."""
    return () not in (getattr(what, "charger", None), getattr(what, "bay", None))
