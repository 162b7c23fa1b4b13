"""Measures: the KPIs that an experiment is about, columns of the table `total`."""

from collections.abc import Iterator, Sequence

from voltwin.kpis.columns import COLUMNS, Description
from voltwin.kpis.money_columns import MONEY_COLUMNS, described
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario

USUAL = (
    "lost_share",
    "within_target_share",
    "wait_mean_s",
    "wait_p95_s",
    "charger_utilisation",
    "grid_kwh",
    "peak_kw",
)
USUAL_MONEY = ("margin",)  # where a scenario has economics


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
