"""What a notebook shows of a scenario."""

from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from voltwin.scenario.durations import format_duration

if TYPE_CHECKING:
    from voltwin.scenario.economics import Economics
    from voltwin.scenario.scenario import Scenario

_TARIFFS = {
    "flat": "one price",
    "time_of_use": "prices by time of use",
    "price_series": "a series of prices",
}


def scenario_html(scenario: "Scenario") -> str:
    """Return what a scenario is made of, in a few lines."""
    lines = (
        f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>"
        for name, value in _facts(scenario)
    )
    return f"<h4>{escape(scenario.name)}</h4><table>{''.join(lines)}</table>"


def _facts(scenario: "Scenario") -> Iterable[tuple[str, str]]:
    regions = {station.region for station in scenario.stations if station.region}
    within = f" in {len(regions):,} regions" if len(regions) > 1 else ""
    yield "start", f"{scenario.start:%a %Y-%m-%d %H:%M %z}"
    yield "horizon", format_duration(scenario.horizon)
    yield "stations", f"{len(scenario.stations):,}{within}"
    if scenario.fleet:
        yield "vehicles", f"{scenario.fleet.vehicles:,}"
        yield "zones", f"{len(scenario.fleet.zones):,}"
    yield "battery types", ", ".join(kind.id for kind in scenario.battery_types)
    if scenario.interventions:
        counts = Counter(what.kind for what in scenario.interventions)
        yield "interventions", ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
    if scenario.economics:
        yield "economics", ", ".join(_prices(scenario.economics))


def _prices(economics: "Economics") -> Iterable[str]:
    yield f"in {economics.currency}"
    yield f"{economics.price_per_swap:g} per swap"
    yield f"{economics.price_per_kwh:g} per kWh"
    yield f"energy at {_TARIFFS[economics.tariff.kind]}"
