"""Which KPIs an experiment is about."""

from collections.abc import Sequence

from voltwin.experiment.rows import KEPT
from voltwin.kpis.columns import COLUMNS
from voltwin.kpis.money_columns import MONEY_COLUMNS
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario

# Service, waits, use, energy: what people ask first.
_USUAL = (
    "lost_share",
    "served_share",
    "within_target_share",
    "wait_mean_s",
    "wait_p95_s",
    "bay_utilisation",
    "charger_utilisation",
    "grid_kwh",
    "peak_kw",
)
_USUAL_MONEY = ("cost", "margin")
# Of these, more is better; of all others, less.
_GOOD_WHEN_LARGE = {
    *("swaps", "within_target", "served_share", "within_target_share", "delivered_kwh"),
    *("mean_rack", "soh_mean", "soh_min", "revenue", "margin", "margin_per_swap"),
}


def is_good_when_large(measure: str) -> bool:
    """Return whether more of a measure is better."""
    return measure in _GOOD_WHEN_LARGE


def known_measures(scenario: Scenario) -> list[str]:
    """Return the names of all KPIs that runs of a scenario have."""
    money = MONEY_COLUMNS if scenario.economics else ()
    return [*(column.name for column in COLUMNS), *(column.name for column in money)]


def measures_of(scenario: Scenario, asked: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the measures asked for, or the usual ones.

    Raises:
        ValueError: there is no such KPI, or it is not known without economics.
    """
    if asked is None:
        return (*_USUAL, *(_USUAL_MONEY if scenario.economics else ()))
    known = known_measures(scenario)
    for name in asked:
        if name not in known:
            money = any(column.name == name for column in MONEY_COLUMNS)
            why = "; the scenario has no `economics`" if money else did_you_mean(name, known)
            raise ValueError(f'measures: there is no KPI "{name}"{why}')
    if not asked:
        raise ValueError("measures: at least one is needed")
    return tuple(dict.fromkeys(asked))


def kept_of(asked: Sequence[str]) -> tuple[str, ...]:
    """Return the tables to be kept besides `total`, in their usual order.

    Raises:
        ValueError: there is no such table, or it is not kept of runs.
    """
    for name in asked:
        if name not in KEPT:
            raise ValueError(f'keep: "{name}" cannot be kept{did_you_mean(name, KEPT)}')
    return tuple(name for name in KEPT if name in asked)
