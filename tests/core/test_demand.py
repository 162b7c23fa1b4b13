"""Arrivals: the time-changed process, against a slow twin. `voltwin validate --only demand` holds
whole runs against the laws of Poisson (tests/validation/demand_checks)."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.tables import readable
from tests.kpis.networks import rows

from voltwin_core.calendar import Clock
from voltwin_core.demand import (
    POISSON,
    RENEWAL,
    TRACE,
    Demand,
    Source,
    SourceState,
    Surge,
    draw_arrival_again,
    first_arrival,
    next_arrival,
    room_for_gaps,
    walk_again,
)
from voltwin_core.distributions import (
    EXPONENTIAL,
    FIXED,
    LOGNORMAL,
    NEVER,
    NORMAL,
    UNIFORM,
    Distribution,
    draw,
)
from voltwin_core.draws import (
    ARRIVAL_GAP,
    DAY_FACTOR,
    HOUR_JITTER,
    entity_key,
    run_key,
    uniform,
)
from voltwin_core.record import as_array

SEVERAL = settings(max_examples=100, deadline=None)
WEEK = 168
DAYS_S = 86400.0
MONDAY_HOUR = 24 * 20_150  # local hours since 1970; a day, not a Monday, which nothing here needs
FLAT = [1.0] * WEEK
RUSH = [0.2 if h % 24 < 6 else 3.0 if h % 24 in (8, 17, 18) else 1.0 for h in range(WEEK)]

LAWS = [
    (UNIFORM, 0, 0, 0.5, 1.5, 0.0, 0.0, 1.0, 0.0, 1.0),
    (LOGNORMAL, 0, 0, 0.0, 0.4, 0.0, 0.0, 1.0, 0.0, 1.0),
    (EXPONENTIAL, 0, 0, 700.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0),
    (NORMAL, 0, 0, 0.0, 300.0, 0.0, 0.0, 1.0, 0.0, 1.0),
    (FIXED, 0, 0, 450.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0),
]
DAYS, HOURS, EXPONENTIAL_GAP, NORMAL_GAP, FIXED_GAP = range(len(LAWS))

Steps = list[tuple[float, float]]


def a_key(value: int) -> Any:
    return np.uint64(value)


def run(seed: int, replication: int = 0) -> Any:
    return a_key(run_key(seed, replication))


def source(
    name: str = "north", *, per_hour: float = 6.0, day: int = NEVER, jitter: int = NEVER
) -> dict[str, Any]:
    """Return a Poisson source of the profile at 0, without surges."""
    fields = dict.fromkeys(Source.dtype.names or (), 0)
    return fields | {
        "key": entity_key("station", name),
        "kind": POISSON,
        "base_per_s": per_hour / 3600.0,
        "day_factor": day,
        "hour_jitter": jitter,
        "gap": NEVER,
    }


def demand(
    *sources: dict[str, Any],
    profile: list[float] = FLAT,
    surges: Steps | None = None,
    trace: list[float] | None = None,
    horizon_s: float = 2.0 * DAYS_S,
    first_hour: int = MONDAY_HOUR,
    phase_s: float = 0.0,
) -> Demand:
    """Return the demand of these sources; week_phase_s is not read by it."""
    clock = rows(Clock, [(first_hour, phase_s, 0.0, horizon_s)])
    return Demand(
        clock=clock,
        sources=rows(Source, [tuple(s.values()) for s in sources]),
        states=SourceState.table(len(sources)),
        surges=rows(Surge, surges or []),
        distributions=rows(Distribution, LAWS),
        numbers=np.array(profile + (trace or [])),
        gaps=room_for_gaps(len(sources)),
    )


def arrivals(of: Demand, key: Any, i: int = 0) -> list[float]:
    """Return all arrivals of a source before the horizon."""
    found = []
    t = first_arrival(of, key, i)
    while t < readable(of.clock)[0].horizon_s:
        found.append(t)
        t = next_arrival(of, key, i)
    return found


# --- the slow twin --------------------------------------------------------------------------------


def rate_at(of: Demand, key: Any, i: int, t: float) -> float:
    """The rate just after t, factor by factor [1/s]."""
    this, clock = readable(of.sources)[i], readable(of.clock)[0]
    hour = clock.first_hour + math.floor((clock.phase_s + t) / 3600.0)
    rate = this.base_per_s * float(of.numbers[this.profile + (hour + 72) % WEEK])
    named = (this.day_factor, DAY_FACTOR, hour // 24), (this.hour_jitter, HOUR_JITTER, hour)
    for law, stream, ordinal in named:
        if law != NEVER:
            rate *= draw(of.distributions, of.numbers, law, key, stream, this.key, ordinal)
    steps = [readable(of.surges)[this.first_surge + n] for n in range(this.surges)]
    factors = [step.factor for step in steps if step.at_s <= t]
    return rate * (factors[-1] if factors else 1.0)


def cumulated(of: Demand, key: Any, i: int = 0) -> Callable[[list[float]], npt.NDArray[Any]]:
    """Return the expected number of arrivals up to a time, as a function."""
    this, clock = readable(of.sources)[i], readable(of.clock)[0]
    steps = (readable(of.surges)[this.first_surge + n].at_s for n in range(this.surges))
    end = clock.horizon_s + 7200.0
    hours = np.arange(0.0, end + 7200.0, 3600.0) - clock.phase_s
    edges = sorted({0.0, *(t for t in (*hours, *steps) if 0.0 < t < end)})
    rates = [rate_at(of, key, i, t) for t in edges[:-1]]
    total = np.concatenate([[0.0], np.cumsum(np.diff(edges) * rates)])
    return lambda times: np.interp(times, edges, total)


def unit_arrivals(of: Demand, key: Any, count: int, i: int = 0) -> npt.NDArray[np.float64]:
    """Return the arrivals of the Poisson process of rate 1 that is behind a source."""
    name = readable(of.sources)[i].key
    gaps = [-math.log(uniform(key, ARRIVAL_GAP, name, n)) for n in range(count)]
    return np.cumsum(gaps)


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    horizon = draw(st.sampled_from([7200.0, DAYS_S, 3.0 * DAYS_S + 1234.5]))
    times = draw(st.sets(st.integers(-100, 40), max_size=5))
    steps = [(1350.0 * at, draw(st.sampled_from([0.0, 0.5, 1.0, 4.0]))) for at in sorted(times)]
    this = source(
        per_hour=draw(st.sampled_from([0.0, 0.3, 5.0, 40.0])),
        day=draw(st.sampled_from([NEVER, DAYS])),
        jitter=draw(st.sampled_from([NEVER, HOURS])),
    )
    skipped = draw(st.integers(0, len(steps)))
    return demand(
        this | {"first_surge": skipped, "surges": len(steps) - skipped},
        profile=draw(st.lists(st.sampled_from([0.0, 0.5, 2.0]), min_size=WEEK, max_size=WEEK)),
        surges=steps,
        horizon_s=horizon,
        first_hour=draw(st.integers(400_000, 500_000)),
        phase_s=float(draw(st.integers(0, 3599))),
    )


@SEVERAL
@given(demands(), st.integers(0, 2**64 - 1).map(a_key))
def test_arrivals_are_those_of_rate_one_in_changed_time(of: Demand, key: Any) -> None:
    times, expected = arrivals(of, key), cumulated(of, key)
    assert times == sorted(times)
    units = unit_arrivals(of, key, len(times) + 1)
    assert expected(times) == pytest.approx(units[:-1], rel=1e-9, abs=1e-9)
    assert units[-1] >= expected([readable(of.clock)[0].horizon_s])[0] * (1.0 - 1e-9)


@SEVERAL
@given(demands(), st.integers(0, 2**64 - 1).map(a_key), st.floats(0.0, 1.0))
def test_surges_told_on_the_way_are_those_known_from_the_start(
    of: Demand, key: Any, share: float
) -> None:
    now = share * readable(of.clock)[0].horizon_s
    steps, source = readable(of.surges), readable(of.sources)[0]
    fewer = sum(steps[source.first_surge + n].at_s < now for n in range(source.surges))
    sources = as_array(of.sources).copy()
    sources["surges"] = fewer
    told_later = of._replace(sources=Source.adopt(sources), states=SourceState.table(1))
    found, t = [], first_arrival(told_later, key, 0)
    while t < now:
        found.append(t)
        t = next_arrival(told_later, key, 0)
    whole = of._replace(states=told_later.states)
    t = walk_again(whole, key, 0)
    while t < readable(of.clock)[0].horizon_s:
        found.append(t)
        t = next_arrival(whole, key, 0)
    assert found == arrivals(of, key)


@SEVERAL
@given(
    demands(),
    st.integers(0, 2**64 - 1).map(a_key),
    st.integers(0, 2**64 - 1).map(a_key),
    st.floats(0.0, 1.0, exclude_max=True),
)
def test_arrivals_drawn_again_are_those_of_the_other_key_from_then_on(
    of: Demand, key: Any, other: Any, share: float
) -> None:
    """Numbers go on; changed time, with its factors of day and hour, is that of the other key."""
    now = share * readable(of.clock)[0].horizon_s
    t = first_arrival(of, key, 0)
    while t < now:
        t = next_arrival(of, key, 0)
    first, times = int(readable(of.states)[0].ordinal), []
    t = draw_arrival_again(of, other, 0, now)
    while t < readable(of.clock)[0].horizon_s:
        times.append(t)
        t = next_arrival(of, other, 0)
    expected = cumulated(of, other)
    name = readable(of.sources)[0].key
    numbers = range(first, first + len(times))
    units = np.cumsum([-math.log(uniform(other, ARRIVAL_GAP, name, n)) for n in numbers])
    assert expected(times) - expected([now]) == pytest.approx(units, rel=1e-9, abs=1e-9)
    assert all(t >= now for t in times)


@pytest.mark.parametrize("kind", [TRACE, RENEWAL])
def test_what_is_no_poisson_stream_keeps_the_arrival_that_is_due(kind: int) -> None:
    this = source() | {"kind": kind, "gap": EXPONENTIAL_GAP, "first_trace": WEEK, "traced": 2}
    of = demand(this, trace=[500.0, 900.0])
    due = first_arrival(of, run(1), 0)
    assert draw_arrival_again(of, run(2), 0, 100.0) == due
    after = next_arrival(of, run(2), 0)
    law, number = (of.distributions, of.numbers, EXPONENTIAL_GAP), readable(of.sources)[0].key
    gap = draw(*law, run(2), ARRIVAL_GAP, number, 1)
    assert after == (900.0 if kind == TRACE else due + gap)


# --- what depends on what -------------------------------------------------------------------------


def test_a_surge_to_come_leaves_earlier_arrivals_as_they_are() -> None:
    this = source(per_hour=20.0, day=DAYS, jitter=HOURS)
    plain = arrivals(demand(this, profile=RUSH), run(5))
    surge_at = 100_000.0
    surged = arrivals(demand(this | {"surges": 1}, profile=RUSH, surges=[(surge_at, 2.5)]), run(5))
    before = [t for t in plain if t < surge_at]
    assert len(before) > 100
    assert surged[: len(before)] == before
    assert surged[len(before)] >= surge_at
    assert surged[len(before) :] != plain[len(before) :]


def test_a_longer_run_has_the_same_arrivals_and_more() -> None:
    this = source(day=DAYS, jitter=HOURS)
    short, long = (arrivals(demand(this, horizon_s=days * DAYS_S), run(6)) for days in (2.3, 7.0))
    assert long[: len(short)] == short
    assert long[len(short)] >= 2.3 * DAYS_S


def test_other_sources_change_nothing() -> None:
    this = source("north", day=DAYS, jitter=HOURS)
    alone = arrivals(demand(this), run(7))
    of = demand(source("south"), this, source("west", per_hour=60.0))
    assert arrivals(of, run(7), 1) == alone
    assert arrivals(of, run(7), 0) != arrivals(of, run(7), 1)


def test_sources_drawn_in_turns_are_as_if_drawn_alone() -> None:
    of = demand(source("north", jitter=HOURS), source("south", per_hour=9.0), horizon_s=DAYS_S)
    alone = [arrivals(of, run(8), i) for i in (0, 1)]
    turns = [[first_arrival(of, run(8), i)] for i in (0, 1)]
    for n in range(200):
        turns[n % 3 % 2].append(next_arrival(of, run(8), n % 3 % 2))
    for times, expected in zip(turns, alone, strict=True):
        within = [t for t in times if t < DAYS_S]
        assert within == expected[: len(within)]


@pytest.mark.parametrize("other", [run(9, 1), run(10, 0)])
def test_another_seed_or_replication_has_other_arrivals(other: Any) -> None:
    of = demand(source())
    assert not set(arrivals(of, run(9, 0))) & set(arrivals(of, other))


def test_the_day_factor_holds_from_midnight_to_midnight() -> None:
    """Seen by its draw alone: from 05:30 on the first local day lasts another 18.5 hours."""
    this = source(per_hour=50.0, day=DAYS)
    of = demand(this, first_hour=MONDAY_HOUR + 5, phase_s=1800.0, horizon_s=3.0 * DAYS_S)
    times = np.array(arrivals(of, run(11)))
    units = unit_arrivals(of, run(11), len(times))
    slopes = np.diff(units) / np.diff(times) * 3600.0 / 50.0
    midnights = 18.5 * 3600.0 + DAYS_S * np.arange(3)
    same_day = np.searchsorted(midnights, times[1:]) == np.searchsorted(midnights, times[:-1])
    for day in range(4):
        inside = same_day & (np.searchsorted(midnights, times[1:]) == day)
        name = MONDAY_HOUR // 24 + day, this["key"]
        factor = draw(
            of.distributions, of.numbers, DAYS, run(11), DAY_FACTOR, a_key(name[1]), name[0]
        )
        assert slopes[inside] == pytest.approx(factor, rel=1e-6)


def test_the_hour_jitter_holds_for_each_local_hour() -> None:
    this = source(per_hour=200.0, jitter=HOURS)
    of = demand(this, phase_s=1234.0, horizon_s=6 * 3600.0)
    times = np.array(arrivals(of, run(12)))
    units, hours = unit_arrivals(of, run(12), len(times)), (times + 1234.0) // 3600.0
    slopes = np.diff(units) / np.diff(times) * 3600.0 / 200.0
    for hour in range(7):
        inside = (hours[1:] == hour) & (hours[:-1] == hour)
        key, ordinal = a_key(this["key"]), MONDAY_HOUR + hour
        factor = draw(of.distributions, of.numbers, HOURS, run(12), HOUR_JITTER, key, ordinal)
        assert slopes[inside] == pytest.approx(factor, rel=1e-5)


# --- no arrivals, and arrivals that are given -----------------------------------------------------


def test_without_a_rate_nothing_arrives() -> None:
    assert first_arrival(demand(source(per_hour=0.0)), run(1), 0) == math.inf
    assert first_arrival(demand(source(), profile=[0.0] * WEEK), run(1), 0) == math.inf
    stopped = demand(source() | {"surges": 1}, surges=[(0.0, 0.0)])
    assert first_arrival(stopped, run(1), 0) == math.inf
    assert next_arrival(stopped, run(1), 0) == math.inf


def test_a_trace_arrives_as_given() -> None:
    trace = [0.0, 0.0, 17.25, 17.25, 9000.0, 1e6]
    this = source() | {"kind": TRACE, "first_trace": WEEK + 2, "traced": 4}
    of = demand(this, trace=trace)
    assert arrivals(of, run(1)) == trace[2:5]
    assert next_arrival(demand(this | {"traced": 0}, trace=trace), run(1), 0) == math.inf
    assert first_arrival(demand(this | {"traced": 0}, trace=trace), run(1), 0) == math.inf


def test_renewal_gaps_follow_their_law_the_first_from_time_0() -> None:
    this = source() | {"kind": RENEWAL, "gap": EXPONENTIAL_GAP}
    of = demand(this, horizon_s=2 * DAYS_S)
    gaps = np.diff([0.0, *arrivals(of, run(1))])
    expected = [
        draw(
            of.distributions,
            of.numbers,
            EXPONENTIAL_GAP,
            run(1),
            ARRIVAL_GAP,
            a_key(this["key"]),
            n,
        )
        for n in range(len(gaps))
    ]
    assert gaps == pytest.approx(expected, rel=1e-6)


def test_renewal_gaps_below_zero_are_zero() -> None:
    of = demand(source() | {"kind": RENEWAL, "gap": NORMAL_GAP}, horizon_s=DAYS_S)
    times = arrivals(of, run(1))
    assert times == sorted(times)
    assert np.mean(np.diff(times) == 0.0) == pytest.approx(0.5, abs=0.1)


def test_renewal_of_fixed_gaps_is_a_time_table() -> None:
    of = demand(source() | {"kind": RENEWAL, "gap": FIXED_GAP}, horizon_s=1800.0)
    assert arrivals(of, run(1)) == [450.0, 900.0, 1350.0]
