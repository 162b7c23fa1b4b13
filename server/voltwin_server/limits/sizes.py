"""How much simulation one request may ask for."""

import math
from datetime import timedelta

from voltwin.scenario.derived import whole_demand
from voltwin.scenario.expected import arrivals_between, expected_arrivals
from voltwin.scenario.scenario import Scenario
from voltwin_server.problems import TOO_MUCH, ProblemError
from voltwin_server.settings import MEBIBYTE, Limits

_DAY_S = 86_400.0
_A_DAY = 5.0  # visits of a vehicle of a fleet: a delivery rider swaps twice to five times a day


def check_size(
    scenario: Scenario,
    limits: Limits,
    *,
    until: float | None = None,
    replications: int = 1,
    variants: int = 1,
) -> None:
    """Refuse more simulation than a server is to take on at once.

    Args:
        scenario: that is simulated, or the largest of those that are.
        limits: of the server.
        until: where each run stops [s]; the scenario's horizon by default.
        replications: of each variant.
        variants: of the scenario, itself included.

    Raises:
        ProblemError: it is more than one of the limits.
    """
    stations = len(scenario.stations)
    check_stations(scenario, limits)
    _check("replications", replications, limits.replications)
    _check("variants", variants, limits.variants)
    days = min(until if until is not None else scenario.horizon, scenario.horizon) / _DAY_S
    total = stations * days * replications * variants
    if total > limits.station_days:
        raise ProblemError(
            TOO_MUCH,
            f"{stations:,} stations, {days:,.4g} days, {replications:,} replications and "
            f"{variants:,} variants are {total:,.0f} station days; {limits.station_days:,.0f} are "
            "allowed.",
        )
    visits = expected_visits(scenario, days * _DAY_S) * replications * variants
    if visits > limits.visits:
        how = ", if to all variants as to the largest" if variants > 1 else ""
        raise _too_many_visits(visits, limits.visits, how)


def check_what_if(scenario: Scenario, limits: Limits, *, until: float, pairs: int) -> None:
    """Refuse what is too much to be answered at once: others wait for the same process.

    Args:
        scenario: the base, or what a difference makes of it.
        limits: of the server.
        until: where each run stops [s].
        pairs: of replications.

    Raises:
        ProblemError: it is more than one of the limits.
    """
    check_size(scenario, limits, until=until, replications=pairs, variants=2)
    visits = expected_visits(scenario, until) * pairs * 2
    if visits > limits.what_if_visits:
        raise _too_many_visits(visits, limits.what_if_visits)


def check_looked_at(run_bytes: float, most_bytes: float) -> None:
    """Refuse to look through a run whose tables alone are more than all such runs may take.

    Raises:
        ProblemError: they are.
    """
    if run_bytes > most_bytes:
        raise ProblemError(
            TOO_MUCH,
            f"To look through the run of this twin takes {run_bytes / MEBIBYTE:,.0f} MiB of "
            f"memory; {most_bytes / MEBIBYTE:,.0f} are allowed.",
        )


def expected_visits(scenario: Scenario, until: float) -> float:
    """Return about how many times vehicles come to stations in a run, on the safe side.

    Args:
        scenario: that is simulated.
        until: where the run stops [s].
    """
    if scenario.fleet is not None:
        return scenario.fleet.vehicles * _A_DAY * until / _DAY_S
    demand = whole_demand(scenario)
    return math.fsum(expected_arrivals(scenario.stations, demand, until))


def visits_between(scenario: Scenario, begin: float, end: float) -> float:
    """Return about how many times vehicles come to stations in a part of a run.

    Args:
        scenario: that is simulated.
        begin: of the part [s].
        end: of the part [s].
    """
    if scenario.fleet is not None:
        return scenario.fleet.vehicles * _A_DAY * (end - begin) / _DAY_S
    demand, start = whole_demand(scenario), scenario.start
    since_monday = timedelta(
        days=start.weekday(), hours=start.hour, minutes=start.minute, seconds=start.second
    )
    week_s = since_monday.total_seconds()
    return math.fsum(arrivals_between(scenario.stations, demand, begin, end, week_s))


def _too_many_visits(visits: float, most: float, how: str = "") -> ProblemError:
    return ProblemError(
        TOO_MUCH,
        f"Vehicles would come to stations about {visits:,.3g} times in all{how}; {most:,.0f} are "
        "allowed: ask for fewer replications, a shorter time, or a smaller demand.",
    )


def check_made(made: int, more: int, limits: Limits) -> None:
    """Refuse to make more of a twin than is kept of one.

    Args:
        made: interventions and observations that have been made of it.
        more: that are to be made.
        limits: of the server.

    Raises:
        ProblemError: together they are more.
    """
    if made + more > limits.made_per_twin:
        raise ProblemError(
            TOO_MUCH,
            f"{made:,} interventions and observations have been made of the twin, {more:,} more "
            f"are sent; {limits.made_per_twin:,} are allowed. Keep its recipe (GET .../recipe), "
            "and go on with a new twin: of a scenario that begins where this one stands.",
        )


def check_stations(scenario: Scenario, limits: Limits) -> None:
    """Refuse a scenario with more stations than the server takes.

    Raises:
        ProblemError: it has.
    """
    _check("stations", len(scenario.stations), limits.stations)


def _check(what: str, given: int, most: int) -> None:
    if given > most:
        raise ProblemError(TOO_MUCH, f"{given:,} {what} are asked for; {most:,} are allowed.")
