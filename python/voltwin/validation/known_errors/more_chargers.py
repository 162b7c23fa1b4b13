"""More chargers help a station that has too few, replication by replication."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from voltwin.validation.known_errors.runs import LOST, rows, run
from voltwin.validation.laws import uniform
from voltwin.validation.network import Arrivals, Network, Site, Type
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict
from voltwin_core.station.parameters import LOSE

SEED = 901
CHARGERS = (1, 4, 10)
_STATIONS = {Effort.QUICK: 20, Effort.FULL: 200}


def saturated(chargers: int, stations: int) -> Network:
    """Return equal stations where 20 vehicles come an hour, and a charger charges one of them."""
    kind = Type(capacity_kwh=60.0, curve=((0.0, 60.0), (1.0, 60.0)), arrival_soc=uniform(0.1, 0.3))
    site = Site(
        inventory=((0.9,) * 12,),
        ring=(20,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=20.0 / 3600.0),
        bays=2,
        chargers=((60.0, 1.0),) * chargers,
        places=4,
        policy=LOSE,
    )
    return Network((kind,), (site,) * stations, horizon_s=2 * 86400.0)


def lost_with(chargers: int, stations: int) -> npt.NDArray[np.int64]:
    """Return how many are lost at each station. Arrivals are the same with any number of chargers:
    draws belong to arrivals."""
    log = run(saturated(chargers, stations), SEED).log
    return np.bincount(log["station"][rows(log, *LOST)], minlength=stations)


def compared(effort: Effort) -> Iterator[Verdict]:
    """Yield, for each step to more chargers, at how many stations as many are lost."""
    stations = _STATIONS[effort]
    lost = {chargers: lost_with(chargers, stations) for chargers in CHARGERS}
    for few, more in pairwise(CHARGERS):
        yield none_of(
            f"stations that lose as many with {more} chargers as with {few}",
            int(np.count_nonzero(lost[more] >= lost[few])),
            stations,
            seed=SEED,
            of_what="stations, 2 days each",
        )


CHECK = Check(
    "more-chargers",
    "errors",
    "a saturated station loses fewer with 4 chargers than with 1, and fewer with 10",
    "docs/model.md, charge queue; the error: one battery charged after the other",
    compared,
)
