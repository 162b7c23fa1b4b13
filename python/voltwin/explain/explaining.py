"""`explain`: from a run's tables to why its stations lose or delay."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from voltwin.explain.evidence import Evidence, bad_hours, evidence
from voltwin.explain.explanation import Explanation, badness
from voltwin.explain.gains import Case, Gains, pair_gains, single_gains
from voltwin.explain.resimulate import Outcome, Recipe, resimulate
from voltwin.explain.sentence import sentence
from voltwin.explain.tables import hourly_table, station_rows
from voltwin.explain.verdict import needs_pairs, verdict
from voltwin.scenario.checks import checked
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario

MOST_STATIONS = 2000  # explained; the worst, if more are in trouble
_PROBED = 10  # stations that must come out as in the run
_SINGLE_SHARE = 0.9  # of the work, about

Progress = Callable[[float], None]


class OtherNumbersError(ValueError):
    """The tables are not those of the recipe, or this version of Voltwin gives other numbers."""


def explain(
    scenario: Scenario,
    *,
    seed: int,
    replication: int,
    until_s: float,
    by_station: pa.Table,
    by_station_hour: pa.Table,
    stations: Sequence[str] | None = None,
    progress: Progress = lambda done: None,
) -> Explanation:
    """Return why stations lose or delay, and what the next unit of each resource would bring.

    Args:
        scenario: what was simulated.
        seed: of the run.
        replication: of the run.
        until_s: where the run ended [s].
        by_station: its KPI table of that name.
        by_station_hour: its KPI table of that name.
        stations: ids of those that the explanation has rows for; all by default. Of those that
            lose or delay the worst 2,000 are explained, if there are more.
        progress: called with the share of the work that is done, from 0 to 1.

    Raises:
        ScenarioError: the scenario is not valid.
        OtherNumbersError: the tables are not those of this run.
        ValueError: there is no station of an id.
    """
    recipe = Recipe(checked(scenario), seed, replication, until_s)
    wanted = _numbers(scenario, stations)
    try:
        rows = station_rows(by_station, scenario)
        means = bad_hours(hourly_table(by_station_hour, scenario), len(rows))
    except ValueError as error:
        raise OtherNumbersError(str(error)) from None
    cases = {number: _case(scenario, number, rows[number], means) for number in wanted}
    facts = {number: _facts(rows[number], case.evidence) for number, case in cases.items()}
    troubled = [number for number in wanted if cases[number].evidence.trouble]
    worst = sorted(troubled, key=lambda number: badness(facts[number]), reverse=True)
    explained = worst[:MOST_STATIONS]
    _probe(recipe, [cases[number] for number in explained[:_PROBED]])
    found = _explained(recipe, [cases[number] for number in explained], progress)
    for number, findings in zip(explained, found, strict=True):
        facts[number] |= findings
    return Explanation([facts[number] for number in wanted])


def _numbers(scenario: Scenario, stations: Sequence[str] | None) -> list[int]:
    """Return the numbers of stations given by their ids."""
    number = {station.id: i for i, station in enumerate(scenario.stations)}
    for name in stations or ():
        if name not in number:
            raise ValueError(f'"{name}" is no station{did_you_mean(name, number)}')
    return list(number.values()) if stations is None else [number[name] for name in stations]


def _case(
    scenario: Scenario, number: int, row: Mapping[str, Any], means: Mapping[str, Any]
) -> Case:
    station = scenario.stations[number]
    of_station = {name: float(column[number]) for name, column in means.items()}
    wait_s = (row["wait_mean_s"] or 0.0) * row["swaps"]
    return Case(
        station,
        evidence(row, of_station, station, scenario.target_wait),
        Outcome(row["arrivals"], row["swaps"], row["within_target"], row["lost"], wait_s),
    )


def _probe(recipe: Recipe, cases: Sequence[Case]) -> None:
    """Refuse a run whose stations, simulated again as they were, come out otherwise."""
    again = resimulate(recipe, [case.station for case in cases])
    for case, outcome in zip(cases, again, strict=True):
        if outcome is None or outcome[:-1] != case.base[:-1]:  # the wait is a sum of floats
            lost = "an empty ring" if outcome is None else f"{outcome.lost} lost"
            raise OtherNumbersError(
                f'station "{case.station.id}" simulated again gives {lost} instead of '
                f"{case.base.lost} of {case.base.arrivals}: the tables are of another run, or "
                "of another version of Voltwin"
            )


def _explained(recipe: Recipe, cases: Sequence[Case], progress: Progress) -> list[dict[str, Any]]:
    """Return what is found out about each case, as columns of the explanation."""
    single = single_gains(recipe, cases, lambda done: progress(_SINGLE_SHARE * done))
    open_ = [i for i, case in enumerate(cases) if needs_pairs(case.evidence, single[i])]
    tried = pair_gains(
        recipe,
        [cases[i] for i in open_],
        lambda done: progress(_SINGLE_SHARE + (1.0 - _SINGLE_SHARE) * done),
    )
    pairs = dict(zip(open_, tried, strict=True))
    progress(1.0)
    return [_findings(case, single[i], pairs.get(i, {})) for i, case in enumerate(cases)]


def _findings(case: Case, single: Gains, pairs: Gains) -> dict[str, Any]:
    found = verdict(case.evidence, single, pairs)
    together = {levers: gain for levers, gain in pairs.items() if levers == found.levers}
    columns: dict[str, Any] = {
        "binds": found.binds,
        "sentence": sentence(_name(case), case.evidence, found, {**together, **single}),
    }
    for levers, gain in {**single, **together}.items():
        lever = levers[0] if len(levers) == 1 else "pair"
        columns |= {f"{lever}_{field}": getattr(gain, field) for field in _MEASURED}
        if lever == "pair":
            columns |= {"pair": " and ".join(levers), "pair_battery_type": gain.battery_type}
            columns["pair_grid_kw"] = gain.grid_kw
        elif lever == "battery":
            columns["battery_type"] = gain.battery_type
        elif lever == "grid":
            columns["grid_kw"] = gain.grid_kw
    return columns


_MEASURED = ("saved", "in_time", "wait_s")


_SHOWN = (
    *("bays_in_use", "charger_in_use", "idle_chargers", "queued", "ready"),
    "held_by_grid",
)


def _name(case: Case) -> str:
    return case.station.name or case.station.id


def _facts(row: Mapping[str, Any], of: Evidence) -> dict[str, Any]:
    """Return the columns that are known without simulating anything again."""
    facts: dict[str, Any] = {
        **{name: row[name] for name in ("number", "station", "name", "arrivals", "lost")},
        **{name: row[name] for name in ("lost_share", "wait_mean_s")},
        "trouble": of.trouble,
        "late": of.late,
    }
    if not of.trouble:
        return {**facts, "sentence": sentence(row["name"], of)}
    return {**facts, **{name: _or_null(getattr(of, name)) for name in _SHOWN}}


def _or_null(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value
