"""The grid limit binds at every instant: what all chargers of a station draw, by the rows of the
log, and what they may draw up to the next row, on any part of the curve to come.

The limit is that of the week which the scenario has, not what the model says of it; and each of its
changes has to be told, at its time.
"""

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from voltwin.validation.difference import Columns
from voltwin.validation.known_errors.runs import in_order, run
from voltwin.validation.laws import uniform
from voltwin.validation.network import (
    QUARTER_S,
    Arrivals,
    Network,
    Site,
    Steps,
    Type,
    parameters,
    week_phase_s,
)
from voltwin.validation.replay import Replay
from voltwin.validation.replay.load import Load
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin.validation.trust.worst import worst
from voltwin_core.calendar import HOUR_S, WEEK_S
from voltwin_core.station.parameters import ADMIT, SHARE

SEED = 903
RULES = {"admit": ADMIT, "share": SHARE}
LIMITS: Steps = tuple(
    (QUARTER_S * n, 90.0 + 60.0 * (n * 7 % 5)) for n in range(int(WEEK_S / QUARTER_S))
)
_STATIONS = {Effort.QUICK: 6, Effort.FULL: 60}
_ROUNDING = 1e-12  # relative: of sums of powers
_NEAR = 0.9  # of the limit


def limited(rule: int, stations: int) -> Network:
    """Return stations of eight chargers that could draw far more than the limit, which changes
    every quarter of an hour."""
    kind = Type(
        capacity_kwh=60.0,
        curve=((0.0, 30.0), (0.3, 80.0), (0.7, 80.0), (1.0, 10.0)),
        arrival_soc=uniform(0.05, 0.3),
    )
    site = Site(
        inventory=((0.3,) * 8 + (0.9,) * 8,),
        ring=(60,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=10.0 / HOUR_S),
        bays=2,
        chargers=((80.0, 0.94), (60.0, 0.96)) * 4,
        places=20,
        limit_kw=LIMITS,
        grid_rule=rule,
    )
    return Network((kind,), (site,) * stations, horizon_s=86400.0)


def found(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on both rules that share a limit."""
    for case, rule in RULES.items():
        network = limited(rule, _STATIONS[effort])
        yield from verdicts_on(network, run(network, SEED).log, case)


def changes_due(network: Network) -> list[tuple[float, float]]:
    """Return when the limit of a run of up to a week changes [s], and to what [kW]."""
    phase_s = week_phase_s(network.first_hour, network.phase_s)
    by_time = (((at_s - phase_s) % WEEK_S, kw) for at_s, kw in LIMITS)
    return sorted((at_s, kw) for at_s, kw in by_time if 0.0 < at_s < network.horizon_s)


def wrong_changes(network: Network, log: Columns) -> tuple[int, int]:
    """Return how many changes are due at all stations, and how many of them the log lacks, or has
    beside them: told for another time or another limit, one is both."""
    due = changes_due(network)
    wanted = Counter((s, *change) for s in range(len(network.sites)) for change in due)
    told = Counter(
        (station, time, kw)
        for time, kind, station, kw in in_order(log, ("time", "kind", "station", "power_kw"))
        if kind == "limit"
    )
    return wanted.total(), (wanted - told).total() + (told - wanted).total()


def limits_at(network: Network, times: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return the limits of the week that are in force at some times of the run [kW]."""
    phase_s = week_phase_s(network.first_hour, network.phase_s)
    quarters = (phase_s + np.asarray(times)) % WEEK_S // QUARTER_S
    limits = np.array([kw for _, kw in LIMITS])
    return limits[quarters.astype(np.int64)]


def shares_drawn(network: Network, load: Load) -> npt.NDArray[np.float64]:
    """Return what was drawn as a share of the limit of the week: at all instants that have rows,
    and at each at which the limit changes, whether it has rows or not."""
    due = [at_s for at_s, _ in changes_due(network)]
    found = []
    for times, drawn in map(load.of_station, range(len(network.sites))):
        at = np.union1d(times, due)
        found.append(drawn[np.searchsorted(times, at, "right") - 1] / limits_at(network, at))
    return np.concatenate(found)


def verdicts_on(network: Network, log: Columns, case: str) -> Iterator[Verdict]:
    """Yield what a log says of the limits of a network, and of what is drawn under them."""
    changes, wrong = wrong_changes(network, log)
    yield none_of(
        "changes of the limit that are missing, or not those of the week",
        wrong,
        changes,
        case=case,
        seed=SEED,
        of_what="changes",
    )
    replay = Replay(parameters(network)).read(log)
    shares = shares_drawn(network, replay.load)
    near = int(np.sum(shares >= _NEAR))
    yield at_most(
        "largest draw, as a share of the limit",
        # of a limit that nobody is near nothing is said
        worst(shares) if near else math.nan,
        1.0 + _ROUNDING,
        case=case,
        sample=Sample(SEED, f"{len(shares):,} instants, {near:,} near the limit"),
    )
    yield none_of(
        "rows after which more may be drawn, or that break a rule",
        len(replay.problems),
        len(log["time"]),
        case=case,
        seed=SEED,
        of_what="rows",
        why=next(iter(replay.problems), ""),
    )


CHECK = Check(
    "grid-limit",
    "errors",
    "the grid limit binds at every instant, under both rules that share it",
    "docs/model.md, grid limit and set-points; the error: a limit that is only logged",
    found,
)
