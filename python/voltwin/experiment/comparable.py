"""Which scenarios may stand beside each other in one experiment."""

from collections.abc import Iterator, Mapping
from typing import Any

from voltwin.experiment.rows import PLACES
from voltwin.scenario.durations import format_duration
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.scenario import Scenario

# Fields of a scenario that runs must share to be paired.
_TIMES = ("start", "horizon", "warm_up")


def refuse_incomparable(base: Scenario, scenario: Scenario) -> None:
    """Refuse a variant whose runs cannot be paired with those of the base.

    Raises:
        ScenarioError: it has other times, or other KPIs, being with or without money.
    """
    lines = list(_problems(base, scenario))
    if lines:
        raise ScenarioError(lines)


def _problems(base: Scenario, scenario: Scenario) -> Iterator[str]:
    for field in _TIMES:
        one, other = getattr(base, field), getattr(scenario, field)
        if one != other:
            what = f"is {_said(other)}, that of the base {_said(one)}"
            yield f"{field}: {what}: runs of other times cannot be compared in pairs"
    own, others = _currency(base), _currency(scenario)
    if own != others:
        yield f"economics: {_in(others)}, and the base {_in(own)}: they cannot be compared"


def _said(value: Any) -> str:
    return format_duration(value) if isinstance(value, float) else str(value)


def _currency(scenario: Scenario) -> str | None:
    return scenario.economics.currency if scenario.economics else None


def _in(currency: str | None) -> str:
    return "is without money" if currency is None else f"counts in {currency}"


def other_places(base: Scenario, scenario: Scenario) -> list[str]:
    """Return the kept tables whose rows stand for other places in a scenario than in its base."""
    own, others = _places(base), _places(scenario)
    return [kept for kept in PLACES if own.get(kept) != others.get(kept)]


def _places(scenario: Scenario) -> Mapping[str, Any]:
    fleet = scenario.fleet
    return {
        "by_region": [(station.id, station.region) for station in scenario.stations],
        "by_station": [station.id for station in scenario.stations],
        "fleet": fleet is not None,
        "fleet_by_class": [of.id for of in fleet.classes] if fleet else [],
        "fleet_by_hour": fleet is not None,
    }
