"""What is wrong with the random faults of a station."""

import math
from collections.abc import Iterator

from voltwin.scenario.cut_off import check_range
from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.faults import Faults
from voltwin.scenario.mean_gap import mean_gap
from voltwin.scenario.station import Station

_MOST_FAULTS = 1e6  # of one charger or bay: they would take longer to simulate than its station


def fault_problems(path: Path, station: Station, horizon: float) -> Iterator[Problem]:
    """Yield the laws of faults that give no times, or too many.

    Args:
        path: of the station.
        station: with faults, or without.
        horizon: of the run [s].
    """
    for name in ("charger_faults", "bay_faults"):
        faults: Faults | None = getattr(station, name)
        if faults is None:
            continue
        for part, least in (("mtbf", math.ulp(0.0)), ("mttr", 0.0)):
            law = getattr(faults, part)
            try:
                check_range(law, least, math.inf)
            except ValueError:
                bound = "above 0 s" if least else "of 0 s or more"
                yield Problem((*path, name, part), f"gives (nearly) no time {bound}")
                return
        mean = mean_gap(faults.mtbf, horizon)
        if not mean * _MOST_FAULTS > horizon:
            text = f"is about {mean:.2g} s on average: above {_MOST_FAULTS:g} failures in the run"
            yield Problem((*path, name, "mtbf"), text)
