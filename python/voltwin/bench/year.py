"""A year: whether it goes on as fast as it began, and what memory it takes.

Of the demo city some stations are simulated. Days are compared that are of one kind, Mondays, which
have the same profile; per arrival, as the days' factors differ.

As a process of its own it simulates for a while, log off, and tells its peak memory:

python -m voltwin.bench.year 5 31536000
"""

import subprocess
import sys
from functools import cache
from time import process_time

import numpy as np
import numpy.typing as npt

from voltwin.bench import networks
from voltwin.bench.networks import DAY_S, WEEK_S
from voltwin.bench.week import peak_mb
from voltwin.scenario import Scenario, demo_city, parameters
from voltwin.simulation import Simulation
from voltwin_core.station.cells import ARRIVALS

DAYS = 365
YEAR_S = DAYS * DAY_S

_STATIONS = 20
_FEW_STATIONS = 5
_ROUNDS = 5
_MONDAYS = 8  # compared, after the first, on which batteries begin full


@cache
def city(stations: int, horizon_s: float) -> Scenario:
    """Return a demo city of some stations."""
    return demo_city(stations=stations, seed=1).model_copy(update={"horizon": horizon_s})


def drift() -> tuple[float, str]:
    """Return the processor's time per arrival of the last Mondays of a year over the first."""
    seconds = np.min([_seconds_by_day(_STATIONS, DAYS) for _ in range(_ROUNDS)], axis=0)
    each = seconds / _arrivals_by_day(_STATIONS, DAYS)
    first, last = (1e9 * float(np.median(each[days])) for days in mondays(DAYS))
    return last / first, f"{first:.0f} ns per arrival on the first Mondays, {last:.0f} on the last"


def mondays(days: int) -> tuple[list[int], list[int]]:
    """Return the first and the last Mondays that are compared, of a run that begins on one."""
    all_of_them = list(range(0, days, 7))
    return all_of_them[1 : 1 + _MONDAYS], all_of_them[-_MONDAYS:]


def memory_ratio() -> tuple[float, str]:
    """Return the peak memory of a process that simulates a year over that of one for a week.

    What grows are the sums by hour and quarter of an hour that KPIs are made of, in proportion to
    stations and hours; what the process has without them is the same.
    """
    _peak(DAY_S)  # compiled from here on
    week, year = _peak(WEEK_S), _peak(YEAR_S)
    grown = (year - week) / _FEW_STATIONS
    return year / week, f"a week {week:.0f} MB, a year {grown:.1f} MB more for each station"


def _seconds_by_day(stations: int, days: int) -> npt.NDArray[np.float64]:
    engine = networks.kernel(parameters(city(stations, days * DAY_S)))
    times = [process_time()]
    for day in range(days):
        engine.advance((day + 1) * DAY_S)
        times.append(process_time())
    return np.diff(times)


def _arrivals_by_day(stations: int, days: int) -> npt.NDArray[np.int64]:
    engine = networks.kernel(parameters(city(stations, days * DAY_S)))
    engine.advance(days * DAY_S)
    counts, _ = engine.visits()
    by_hour = counts[:, : 24 * days, ARRIVALS].sum(axis=0)
    by_day: npt.NDArray[np.int64] = by_hour.reshape(days, 24).sum(axis=1)
    return by_day


def _peak(horizon_s: float) -> float:
    command = [sys.executable, "-m", "voltwin.bench.year", str(_FEW_STATIONS), str(horizon_s)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(stations: int, horizon_s: float) -> None:
    """Print the peak memory [MB] of a run, its KPIs read."""
    Simulation(city(stations, horizon_s), log=False).run().total  # noqa: B018 - it is made then
    print(f"{peak_mb():.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
