"""What economics allow by themselves, but not together with the rest of a scenario."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.season import QUARTER_S
from voltwin.scenario.tariff import PriceSeries

_TARIFF: Path = ("economics", "tariff")


def money_problems(scenario: Scenario) -> Iterator[Problem]:
    """Yield what does not go together."""
    if scenario.economics is None:
        for i, station in enumerate(scenario.stations):
            if station.rent_per_month is not None:
                text = "is given, but the scenario has no economics, which tell the currency"
                yield Problem(("stations", i, "rent_per_month"), text)
            if station.charge_when is not None:
                text = "is given, but the scenario has no economics, which tell the price of energy"
                yield Problem(("stations", i, "charge_when"), text)
    elif isinstance(scenario.economics.tariff, PriceSeries):
        yield from _covers_the_run(scenario.economics.tariff, scenario)


def _covers_the_run(series: PriceSeries, scenario: Scenario) -> Iterator[Problem]:
    start = scenario.start
    into_hour = start.minute * 60 + start.second  # slots begin at full local hours
    if (series.seconds_before(start) - into_hour) % QUARTER_S:
        field = "at_start" if series.at_start else "begins"
        text = "its steps must begin at the quarters of the scenario's local hours"
        yield Problem((*_TARIFF, field), text)
        return
    first = series.begin(start)
    try:
        last = first + timedelta(seconds=series.step * len(series.prices_per_kwh))
        begin = series.at(start)
        end = begin + timedelta(seconds=scenario.horizon)
    except OverflowError:
        yield Problem(_TARIFF, "its prices reach beyond the year 9999")
        return
    if begin < first or end > last:
        needed = f"{_text(begin, first)} to {_text(end, first)}"
        has = f"has prices from {_text(first, first)} to {_text(last, first)}"
        yield Problem(_TARIFF, f"{has}; the run needs them from {needed}")


def _text(moment: datetime, like: datetime) -> str:
    return f"{moment.astimezone(like.tzinfo):%Y-%m-%d %H:%M%z}"
