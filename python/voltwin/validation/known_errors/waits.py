"""Who comes while all bays are taken waits; and every wait, for a bay or a battery, is the time
from the arrival to the begin of the swap."""

from collections.abc import Iterator

from voltwin.validation.difference import Columns
from voltwin.validation.known_errors.runs import in_order, run
from voltwin.validation.laws import exponential, uniform
from voltwin.validation.network import Arrivals, Network, Site, Type
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict
from voltwin.validation.trust.worst import worst

SEED = 902
BAYS = 2
_STATIONS = {Effort.QUICK: 10, Effort.FULL: 100}


def busy(stations: int, days: int = 1) -> Network:
    """Return stations of two bays with swaps of 5 minutes, and 20 vehicles an hour."""
    kind = Type(capacity_kwh=60.0, curve=((0.0, 90.0), (1.0, 90.0)), arrival_soc=uniform(0.1, 0.3))
    site = Site(
        inventory=((0.9,) * 30,),
        ring=(60,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=20.0 / 3600.0),
        bays=BAYS,
        chargers=((60.0, 0.95),) * 20,
        swap_s=exponential(300.0),
        places=50,
    )
    return Network((kind,), (site,) * stations, horizon_s=days * 86400.0)


def looked_at(log: Columns) -> tuple[int, int, int, float]:
    """Return how many swaps there were, of how many the vehicle came while all bays were taken, how
    many of those state no wait, and by how much a wait is off at most [s]."""
    came: dict[int, tuple[float, bool]] = {}
    taken: dict[int, int] = {}
    swaps = short = without = 0
    off = 0.0
    for time, kind, station, vehicle, wait_s in in_order(
        log, ("time", "kind", "station", "vehicle", "wait_s")
    ):
        if kind == "arrival":
            came[vehicle] = time, taken.get(station, 0) == BAYS
        elif kind == "swap_begin":
            taken[station] = taken.get(station, 0) + 1
            since, was_short = came[vehicle]
            swaps, short = swaps + 1, short + was_short
            without += was_short and not wait_s > 0.0
            off = worst((off, abs(wait_s - (time - since))))
        elif kind == "swap_end":
            taken[station] -= 1
    return swaps, short, without, off


def found(effort: Effort) -> Iterator[Verdict]:
    """Yield whether those wait who have to, and for how long."""
    swaps, short, without, off = looked_at(run(busy(_STATIONS[effort]), SEED).log)
    yield none_of(
        "swaps without a wait, though all bays were taken",
        without,
        short,
        seed=SEED,
        of_what="such swaps",
    )
    yield none_of(
        "difference of waits from the rows of arrival and swap",
        off,
        swaps,
        unit="s",
        seed=SEED,
        of_what="swaps",
    )


CHECK = Check(
    "waits",
    "errors",
    "vehicles wait where bays are short, as long as their rows say",
    "docs/model.md, bays; the error: waits that are always 0",
    found,
)
