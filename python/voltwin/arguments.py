"""What functions of the public interface take, checked."""

import os
from os import PathLike

import numpy as np

from voltwin.scenario import Scenario, load
from voltwin.scenario.durations import format_duration, parse_duration
from voltwin.scenario.validated import validated

LEAST_S = 1.0  # of a run; nothing that is modelled takes less


def valid_scenario(scenario: Scenario | str | PathLike[str]) -> Scenario:
    """Return a scenario, validated, or the one in a file.

    Raises:
        ScenarioError: it is not valid, or the file holds none.
        TypeError: it is neither a scenario nor a path.
    """
    if isinstance(scenario, Scenario):
        return validated(scenario)
    if isinstance(scenario, str | PathLike):
        return load(scenario)
    raise TypeError(f"scenario: {scenario!r} is neither a scenario nor the path of one")


def whole(what: str, number: object) -> int:
    """Return a whole number of 0 or more.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < 0:
        raise ValueError(f"{what}: {number!r} is not a whole number of 0 or more")
    return int(number)


def end_of_run(until: float | str | None, horizon: float) -> float | None:
    """Return where to stop [s], None for the horizon [s].

    Raises:
        ValueError: it is no time from `LEAST_S` up to the horizon.
    """
    if until is None:
        return None
    end = parse_duration(until)
    if not LEAST_S <= end <= horizon:
        bounds = f"at least {format_duration(LEAST_S)} and at most the scenario's horizon"
        given, most = format_duration(end), format_duration(horizon)
        raise ValueError(f"until: {given} must be {bounds}, {most}")
    return end


def number_of_threads(threads: int | None) -> int:
    """Return how many threads share work; as many as there are processors by default.

    Raises:
        ValueError: it is no whole number of 1 or more.
    """
    if threads is None:
        return os.cpu_count() or 1
    if whole("threads", threads) == 0:
        raise ValueError("threads: at least one is needed")
    return int(threads)
