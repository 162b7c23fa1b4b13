"""How much simulation one request may ask for."""

from voltwin.scenario.scenario import Scenario
from voltwin_server.problems import TOO_MUCH, ProblemError
from voltwin_server.settings import Limits

_DAY_S = 86_400.0


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
        scenario: that is simulated, or the base of what is.
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


def check_stations(scenario: Scenario, limits: Limits) -> None:
    """Refuse a scenario with more stations than the server takes.

    Raises:
        ProblemError: it has.
    """
    _check("stations", len(scenario.stations), limits.stations)


def _check(what: str, given: int, most: int) -> None:
    if given > most:
        raise ProblemError(TOO_MUCH, f"{given:,} {what} are asked for; {most:,} are allowed.")
