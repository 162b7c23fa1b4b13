"""`explain`: from a run's tables to why its stations lose or delay."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from voltwin.explain.bad_hours import Hours
from voltwin.explain.coupled import (
    Joined,
    helping_network,
    is_coupled,
    joined_stations,
    network_gains,
    simulate_networks,
)
from voltwin.explain.evidence import Evidence, evidence
from voltwin.explain.explanation import Explanation, badness
from voltwin.explain.gains import Case, Gains, pair_gains, single_gains
from voltwin.explain.helping import ASK, helping
from voltwin.explain.in_force import Window, closed_by_hand_h
from voltwin.explain.overdue import hours_past_target
from voltwin.explain.resimulate import Outcome, Recipe, resimulate
from voltwin.explain.restraints import Restraints
from voltwin.explain.sentence import sentence
from voltwin.explain.site import Site
from voltwin.explain.tables import hourly_table, station_rows
from voltwin.explain.trouble import DELAYS, trouble
from voltwin.explain.verdict import LEAST, needs_pairs, verdict
from voltwin.scenario.checks import checked
from voltwin.scenario.derived import is_about
from voltwin.scenario.interventions import Observation, Truck
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station

MOST_STATIONS = 2000  # explained; the worst, if more are in trouble
_MOST_JOINED = 10  # by trucks, to be simulated together once per lever without being asked
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
        stations: ids of those that the explanation has rows for; all by default. Of all that
            lose or delay the worst 2,000 are explained, if there are more, and levers are tried
            where at least five vehicles are lost or late.
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
        hourly = hourly_table(by_station_hour, scenario)
    except ValueError as error:
        raise OtherNumbersError(str(error)) from None
    every = _cases(scenario, rows, hourly, until_s)
    cases = {number: every[number] for number in wanted}
    facts = {number: _facts(rows[number], case.evidence) for number, case in cases.items()}
    troubled = [number for number in wanted if cases[number].evidence.trouble]
    joined = joined_stations(scenario)
    worst = sorted(troubled, key=lambda number: badness(facts[number]), reverse=True)
    # Few vehicles tell nothing of a station: what would help them is tried when it is asked for.
    asked = {number for number in worst if stations is None and _few(cases[number])}
    if stations is None:
        asked |= {number for number, members in joined.items() if len(members) > _MOST_JOINED}
        asked |= set(joined if is_coupled(scenario) else ())
    tried = [number for number in worst if number not in asked]
    alone = [number for number in tried if number not in joined][:MOST_STATIONS]
    _probe(recipe, [cases[number] for number in alone[:_PROBED]])
    among = [number for number in tried if number in joined]
    parts = len(among) + bool(alone)
    if alone:
        found = _explained(
            recipe, [cases[number] for number in alone], partial(_part_of, progress, 0, parts)
        )
        for number, findings in zip(alone, found, strict=True):
            facts[number] |= findings
    for place, number in enumerate(among, start=parts - len(among)):
        told = partial(_part_of, progress, place, parts)
        network = Joined.of(recipe, number, joined[number])
        facts[number] |= _in_network(network, cases[number], told)
    for number in asked & set(worst):
        helps = (lambda gains, of: ASK) if number in joined else helping
        facts[number] |= _findings(cases[number], {}, {}, helps)
    return Explanation([facts[number] for number in wanted], coupled=is_coupled(scenario))


def _numbers(scenario: Scenario, stations: Sequence[str] | None) -> list[int]:
    """Return the numbers of stations given by their ids."""
    number = {station.id: i for i, station in enumerate(scenario.stations)}
    for name in stations or ():
        if name not in number:
            raise ValueError(f'"{name}" is no station{did_you_mean(name, number)}')
    return list(number.values()) if stations is None else [number[name] for name in stations]


def _cases(
    scenario: Scenario, rows: Sequence[Mapping[str, Any]], hourly: pa.Table, until_s: float
) -> list[Case]:
    """Return every station with what the tables say of it."""
    bays = [station.bays for station in scenario.stations]
    hours = Hours(hourly, bays, hours_past_target(scenario, until_s))
    bases = [_base(*of) for of in zip(rows, hours.overdue, strict=True)]
    sites = [Site.of(scenario, number) for number in range(len(scenario.stations))]
    window = Window.of(scenario, until_s)
    restraints = Restraints.of(scenario, sites, window, hours.column("grid_kwh"))
    means = hours.means([_trouble(base) == DELAYS for base in bases], restraints._asdict())
    return [
        Case(
            site,
            evidence(
                rows[number],
                {name: float(column[number]) for name, column in means.items()},
                site.station,
                scenario.target_wait,
                bases[number].overdue,
                closed_by_hand_h(scenario, site, window),
                moved=_moved(scenario, site.station),
            ),
            bases[number],
        )
        for number, site in enumerate(sites)
    ]


def _moved(scenario: Scenario, station: Station) -> bool:
    """Return whether trucks or observations move batteries of a station."""
    movers = (what for what in scenario.interventions if isinstance(what, Truck | Observation))
    return any(is_about(what, station) for what in movers)


def _few(case: Case) -> bool:
    return case.evidence.troubled < LEAST


def _base(row: Mapping[str, Any], overdue: int) -> Outcome:
    """Return what became of a station's vehicles in the run."""
    return Outcome(
        arrivals=row["arrivals"],
        swaps=row["swaps"],
        within_target=row["within_target"],
        lost=row["lost"],
        overdue=overdue,
        wait_s=(row["wait_mean_s"] or 0.0) * row["swaps"],
    )


def _trouble(base: Outcome) -> str | None:
    return trouble(base.swaps, base.lost, base.late, base.overdue)


def _probe(recipe: Recipe, cases: Sequence[Case]) -> None:
    """Refuse a run whose stations, simulated again as they were, come out otherwise."""
    again = resimulate(recipe, [case.site for case in cases])
    for case, outcome in zip(cases, again, strict=True):
        _refuse_others(case, outcome)


def _refuse_others(case: Case, outcome: Outcome | None) -> None:
    """Refuse a run of which a station, simulated again as it was, comes out otherwise."""
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


def _part_of(progress: Progress, place: int, places: int, done: float) -> None:
    progress((place + done) / places)


def _in_network(joined: Joined, case: Case, progress: Progress) -> dict[str, Any]:
    """Return what is found out about a station that affects others, with all of them."""
    (base,) = simulate_networks(joined, [case.site])
    _refuse_others(case, base and base.here)
    assert base is not None
    gains = network_gains(joined, case, base, progress)
    return _findings(case, gains, {}, helping_network)


def _findings(
    case: Case, single: Gains, pairs: Gains, helps: Callable[[Gains, Evidence], str] = helping
) -> dict[str, Any]:
    found = verdict(case.evidence, single, pairs)
    together = {levers: gain for levers, gain in pairs.items() if levers == found.levers}
    columns: dict[str, Any] = {
        "binds": found.binds,
        "sentence": sentence(_name(case), case.evidence, found, {**together, **single}, helps),
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


_MEASURED = ("saved", "in_time", "saved_network", "in_time_network", "wait_s")


_SHOWN = (
    *("bays_in_use", "charger_in_use", "idle_chargers", "queued", "ready"),
    *("held_by_grid", "held_by_price", "grid_use"),
    *("bay_out_h", "charger_out_h", "closed_by_hand_h"),
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
        "overdue": of.overdue,
    }
    if not of.trouble:
        return {**facts, "sentence": sentence(row["name"], of)}
    return {**facts, **{name: _or_null(getattr(of, name)) for name in _SHOWN}}


def _or_null(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value
