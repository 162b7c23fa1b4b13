"""Measures: the KPIs that an experiment is about, columns of the table `total`."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from voltwin.experiment.rows import KEPT, KEPT_OF_FLEETS, PLACES
from voltwin.kpis.columns import COLUMNS, Description
from voltwin.kpis.money_columns import MONEY_COLUMNS, described
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario

# Service, waits, use, energy: what people ask first.
USUAL = (
    "lost_share",
    "within_target_share",
    "wait_mean_s",
    "wait_p95_s",
    "bay_utilisation",
    "charger_utilisation",
    "grid_kwh",
    "peak_kw",
)
USUAL_MONEY = ("cost", "margin")  # where a scenario has economics
USUALLY_KEPT = ("by_region", "by_hour")
Direction: TypeAlias = Literal["more", "less"]

# Of these, more is better.
_GOOD_WHEN_LARGE = {
    *("swaps", "within_target", "served_share", "within_target_share", "delivered_kwh"),
    *("mean_rack", "soh_mean", "soh_min", "revenue", "margin", "margin_per_swap"),
    *("trips", "trips_per_vehicle_day"),
}
# Of these, less is, by themselves. Of what is left, such as energy or use, it depends on what else
# changes; where the best is sought by one of them, less is.
_GOOD_WHEN_SMALL = {
    *("lost", "lost_closed", "lost_stockout", "lost_queue_full", "reneged", "diverted"),
    *("lost_share", "wait_mean_s", "wait_p50_s", "wait_p95_s", "wait_p99_s", "fade_kwh"),
    *("charger_suspended_share", "bay_out_share", "charger_out_share", "lost_revenue"),
    *("energy_cost", "energy_cost_per_kwh", "demand_charge", "demand_charge_month"),
    *("capital_cost", "rent", "cost", "cost_per_swap"),
    *("trips_cancelled", "stranded", "towed", "towed_kwh", "station_km", "station_km_share"),
}


def is_good_when_large(measure: str) -> bool:
    """Return whether more of a measure is better."""
    return measure in _GOOD_WHEN_LARGE


def better_of(measure: str) -> Direction | None:
    """Return which way a measure is better by itself; None where that cannot be said."""
    if measure in _GOOD_WHEN_LARGE:
        return "more"
    return "less" if measure in _GOOD_WHEN_SMALL else None


def measures_of(scenario: Scenario) -> dict[str, Description]:
    """Return name, unit and meaning of each KPI that a run of a scenario may be asked for."""
    found = {column.name: (column.name, column.unit, column.meaning) for column in COLUMNS}
    if scenario.economics:
        names = {column.name for column in MONEY_COLUMNS}
        about_money = described(scenario.economics.currency)
        found |= {about[0]: about for about in about_money if about[0] in names}
    return found


def usual_measures(scenario: Scenario) -> tuple[str, ...]:
    """Return the measures where none are named."""
    return (*USUAL, *(USUAL_MONEY if scenario.economics else ()))


def chosen_measures(scenario: Scenario, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Return the measures that are named, or the usual ones.

    Raises:
        ValueError: one is no KPI, or none is named.
    """
    if wanted is None:
        return usual_measures(scenario)
    for _, why in problems_of_measures(wanted, scenario):
        raise ValueError(f"measures: {why}")
    if not wanted:
        raise ValueError("measures: at least one is needed")
    return tuple(wanted)


def chosen_tables(scenario: Scenario, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Return the tables that are kept besides `total`, or the usual ones.

    Raises:
        ValueError: there is no such table, or it is not kept of runs of the scenario.
    """
    if wanted is None:
        return USUALLY_KEPT
    for _, why in problems_of_tables(wanted, scenario):
        raise ValueError(f"keep: {why}")
    return tuple(name for name in PLACES if name in wanted)


def all_tables(scenario: Scenario) -> list[str]:
    """Return all tables that may be kept of runs of a scenario."""
    return [*KEPT, *(KEPT_OF_FLEETS if scenario.fleet else ())]


def problems_of_tables(wanted: Sequence[str], scenario: Scenario) -> Iterator[tuple[int, str]]:
    """Yield which of these tables cannot be kept of runs of a scenario, by their place, and why."""
    for place, name in enumerate(wanted):
        if name in KEPT_OF_FLEETS and scenario.fleet is None:
            yield place, f'"{name}" is of vehicles that live in the city, and the scenario has none'
        elif name not in PLACES:
            yield place, f'"{name}" cannot be kept{did_you_mean(name, all_tables(scenario))}'


def problems_of_measures(wanted: Sequence[str], scenario: Scenario) -> Iterator[tuple[int, str]]:
    """Yield which of these are no measures of a scenario, by their place, and why."""
    known = measures_of(scenario)
    about_money = {column.name for column in MONEY_COLUMNS}
    for place, name in enumerate(wanted):
        if name in wanted[:place]:
            yield place, f'"{name}" stands twice'
        elif name in about_money and name not in known:
            yield place, f'"{name}" is about money, and the scenario has no economics'
        elif name not in known:
            yield place, f'"{name}" is no KPI of a network{did_you_mean(name, known)}'
