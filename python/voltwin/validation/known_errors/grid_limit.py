"""The grid limit binds at every instant: what all chargers of a station draw, by the rows of the
log, and what they may draw up to the next row, on any part of the curve to come."""

import math
from collections.abc import Iterator

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
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin_core.calendar import HOUR_S, WEEK_S
from voltwin_core.station.parameters import ADMIT, SHARE

SEED = 903
RULES = {"admit": ADMIT, "share": SHARE}
LIMITS: Steps = tuple(
    (QUARTER_S * n, 90.0 + 60.0 * (n * 7 % 5)) for n in range(int(WEEK_S / QUARTER_S))
)
_STATIONS = {Effort.QUICK: 6, Effort.FULL: 60}
_ROUNDING = 1e-12  # relative: of sums of powers


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


def other_limits(network: Network, log: Columns) -> tuple[int, int]:
    """Return how many changes of a limit the log tells, and how many are not those of the week."""
    phase_s = week_phase_s(network.first_hour, network.phase_s)
    changes = [
        (time, power_kw)
        for time, kind, power_kw in in_order(log, ("time", "kind", "power_kw"))
        if kind == "limit"
    ]
    by_week = (LIMITS[int((phase_s + time) % WEEK_S // QUARTER_S)][1] for time, _ in changes)
    others = (kw != wanted for (_, kw), wanted in zip(changes, by_week, strict=True))
    return len(changes), sum(others)


def verdicts_on(network: Network, log: Columns, case: str) -> Iterator[Verdict]:
    """Yield what a log says of the limits of a network, and of what is drawn under them."""
    changes, others = other_limits(network, log)
    yield none_of(
        "changes to another limit than that of the week",
        others,
        changes,
        case=case,
        seed=SEED,
        of_what="changes",
    )
    replay = Replay(parameters(network)).read(log)
    load = replay.load
    yield at_most(
        "largest draw, as a share of the limit",
        load.largest if load.near else math.nan,  # of a limit that nobody is near nothing is said
        1.0 + _ROUNDING,
        case=case,
        sample=Sample(SEED, f"{load.instants:,} instants, {load.near:,} near the limit"),
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
