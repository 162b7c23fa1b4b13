"""Charging: closed forms against published times, fine quadrature and each other."""

import csv
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.core.shared import reference_cases, shared_file
from tests.kpis.networks import rows

from voltwin.validation.physics_checks.slow_charging import seconds_between
from voltwin_core.charging import (
    Knot,
    held_until,
    least_time_to,
    may_reach,
    peak_power,
    piece_ahead,
    power_at,
    soc_after,
    soc_held,
    time_to,
)
from voltwin_core.record import Table

SEVERAL = settings(max_examples=200, deadline=None)
Curve = list[tuple[float, float]]
# Without those so near 0 that their differences are no normal numbers, which have but a few bits.
SOC = st.floats(0.0, 1.0).map(lambda soc: soc if soc > 1e-290 else 0.0)
KWH = st.sampled_from([5.0, 52.6, 100.0])
FIRST = 1  # the curve stands behind a knot of another one


def table(curve: Curve) -> Table[Knot]:
    return rows(Knot, [(0.5, 1e6), *curve, (0.4, 1e-6)])


def seconds_to(curve: Curve, kwh: float, u: float, soc: float, target: float) -> float:
    return time_to(table(curve), FIRST, len(curve), kwh, u, soc, target)


def soc_then(
    curve: Curve, kwh: float, u: float, soc: float, seconds: float, target: float
) -> float:
    return soc_after(table(curve), FIRST, len(curve), kwh, u, soc, seconds, target)


def power(curve: Curve, soc: float) -> float:
    return power_at(table(curve), FIRST, len(curve), soc)


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    """Return any curve: several knots, steep, flat and nearly flat pieces, ends inside [0, 1]."""
    socs = sorted(draw(st.sets(st.integers(0, 1000), min_size=2, max_size=7)))
    powers = [draw(st.floats(1.0, 300.0))]
    for _ in socs[1:]:
        near = [powers[-1] * f for f in (1.0, 1.0 + 1e-15, 1.0 - 1e-13, 1.0 + 1e-9, 0.999999)]
        powers.append(draw(st.one_of(st.floats(1.0, 300.0), st.sampled_from(near))))
    return [(soc / 1000.0, kw) for soc, kw in zip(socs, powers, strict=True)]


# --- published times ------------------------------------------------------------------------------


def test_constant_power_and_taper_take_the_published_minutes() -> None:
    for case in reference_cases("cp_taper_minutes"):
        curve = [(0.0, case["P"]), (case["s_tr"], case["P"]), (1.0, 0.0)]
        seconds = seconds_to(curve, case["E"] / case["eta"], case["P"], case["s0"], case["s1"])
        assert seconds / 60.0 == pytest.approx(case["minutes"], rel=1e-12)


def test_the_measured_curve_of_a_leaf_takes_the_published_minutes() -> None:
    with shared_file("data/leaf_dc_charge_curve_nrel_hive.csv").open(encoding="utf-8") as file:
        curve = [(float(row["soc"]) / 100.0, float(row["kw"])) for row in csv.DictReader(file)]
    for case in reference_cases("leaf_curve_minutes"):
        seconds = seconds_to(curve, case["E_kwh"], 1e9, case["s0"], case["s1"])
        assert seconds / 60.0 == pytest.approx(case["minutes_exact"], rel=1e-12)


def test_flat_power_takes_energy_over_power() -> None:
    curve = [(0.0, 50.0), (1.0, 50.0)]
    assert seconds_to(curve, 100.0, 80.0, 0.2, 0.7) == pytest.approx(3600.0, rel=1e-15)
    assert seconds_to(curve, 100.0, 25.0, 0.2, 0.7) == pytest.approx(7200.0, rel=1e-15)


# --- time_to --------------------------------------------------------------------------------------


@SEVERAL
@given(curves(), KWH, st.floats(0.5, 400.0), SOC, SOC)
def test_time_is_the_integral_over_the_power(
    curve: Curve, kwh: float, u: float, soc: float, target: float
) -> None:
    assume(soc < target)
    expected = seconds_between(tuple(curve), kwh, u, soc, target)
    assert seconds_to(curve, kwh, u, soc, target) == pytest.approx(expected, rel=1e-9)


@SEVERAL
@given(
    st.sampled_from([60.0, 100.0, 120.0, 150.0]),
    st.sampled_from([5.0, 10.0, 12.0]),
    st.sampled_from([0.5, 0.7, 0.8]),
    st.one_of(st.integers(15, 59).map(float), st.floats(13.0, 59.0)),
)
@example(100.0, 10.0, 0.7, 54.0)
def test_a_charger_below_the_peak_is_flat_until_the_taper_falls_below_it(
    top: float, low: float, knee: float, u: float
) -> None:
    slope = (1.0 - knee) / (top - low)
    hours = (knee + slope * (top - u) - 0.2) / u + slope * math.log(u / low)
    curve = [(0.0, top), (knee, top), (1.0, low)]
    got = seconds_to(curve, 52.6, u, 0.2, 1.0)
    assert got == pytest.approx(3600.0 * 52.6 * hours, rel=1e-12)


@SEVERAL
@given(
    st.sampled_from([5.0, 10.0, 12.0]),
    st.sampled_from([60.0, 100.0, 150.0]),
    st.sampled_from([0.3, 0.5, 0.7]),
    st.one_of(st.integers(15, 59).map(float), st.floats(13.0, 59.0)),
)
def test_a_charger_below_the_peak_is_flat_once_the_curve_rises_above_it(
    low: float, top: float, knee: float, u: float
) -> None:
    slope = knee / (top - low)
    hours = slope * math.log(u / low) + (1.0 - slope * (u - low)) / u
    got = seconds_to([(0.0, low), (knee, top), (1.0, top)], 52.6, u, 0.0, 1.0)
    assert got == pytest.approx(3600.0 * 52.6 * hours, rel=1e-12)


@SEVERAL
@given(curves(), st.floats(0.5, 400.0), SOC, SOC, SOC)
def test_times_of_parts_add_up(curve: Curve, u: float, a: float, b: float, c: float) -> None:
    a, b, c = sorted((a, b, c))
    parts = seconds_to(curve, 52.6, u, a, b) + seconds_to(curve, 52.6, u, b, c)
    assert parts == pytest.approx(seconds_to(curve, 52.6, u, a, c), rel=1e-9, abs=1e-9)


@SEVERAL
@given(curves(), st.floats(0.5, 400.0), st.floats(1.0, 4.0), SOC, SOC)
def test_a_larger_set_point_is_no_slower(
    curve: Curve, u: float, factor: float, soc: float, target: float
) -> None:
    slow, fast = (seconds_to(curve, 52.6, kw, soc, target) for kw in (u, factor * u))
    assert fast <= slow * (1.0 + 1e-12)


@SEVERAL
@given(curves(), SOC, SOC)
def test_without_power_it_never_ends_unless_it_has_ended(
    curve: Curve, soc: float, target: float
) -> None:
    expected = math.inf if soc < target else 0.0
    assert seconds_to(curve, 52.6, 0.0, soc, target) == expected
    assert soc_then(curve, 52.6, 0.0, soc, 1e6, target) == soc


@SEVERAL
@given(curves(), st.floats(0.0, 400.0), SOC, SOC)
def test_a_target_reached_already_takes_no_time(
    curve: Curve, u: float, soc: float, below: float
) -> None:
    target = min(soc, below)
    assert seconds_to(curve, 52.6, u, soc, target) == 0.0
    assert soc_then(curve, 52.6, u, soc, 100.0, target) == soc


@SEVERAL
@given(st.floats(-16.0, -2.0), st.sampled_from([-1.0, 1.0]), st.floats(0.0, 0.999), st.floats(0, 1))
def test_nearly_flat_pieces_do_not_cancel(
    exponent: float, sign: float, soc: float, share: float
) -> None:
    x = sign * 10.0**exponent  # the power rises by the factor 1 + x over the piece
    curve, target = [(0.0, 50.0), (1.0, 50.0 * (1.0 + x))], soc + share * (1.0 - soc)
    p0, p1 = 50.0 * (1.0 + x * soc), 50.0 * (1.0 + x * target)
    # By the trapezoid of 1/P, with the next term of its error taken off.
    integral = (target - soc) * (1.0 / p0 + 1.0 / p1) / 2.0
    error = (target - soc) ** 3 / 12.0 * 2.0 * (50.0 * x) ** 2 / p0**3
    expected = 3600.0 * 52.6 * (integral - error)
    got = seconds_to(curve, 52.6, 1e9, soc, target)
    assert got == pytest.approx(expected, rel=1e-12 + abs(x) ** 3)
    assert soc_then(curve, 52.6, 1e9, soc, got, 1.0) == pytest.approx(target, rel=1e-12)


# --- soc_after ------------------------------------------------------------------------------------


@SEVERAL
@given(curves(), KWH, st.floats(0.5, 400.0), SOC, SOC)
def test_after_the_time_to_a_state_the_state_is_reached(
    curve: Curve, kwh: float, u: float, soc: float, state: float
) -> None:
    assume(soc < state)
    seconds = seconds_to(curve, kwh, u, soc, state)
    assert soc_then(curve, kwh, u, soc, seconds, 1.0) == pytest.approx(state, rel=1e-10)


@SEVERAL
@given(curves(), st.floats(0.5, 400.0), SOC, st.floats(0.0, 50_000.0), SOC)
def test_soc_never_passes_the_target(
    curve: Curve, u: float, soc: float, seconds: float, target: float
) -> None:
    got = soc_then(curve, 52.6, u, soc, seconds, target)
    assert soc <= got <= max(soc, target)
    if soc < target and seconds >= seconds_to(curve, 52.6, u, soc, target):
        assert got == target


def test_where_rounding_puts_the_fall_to_the_set_point_beyond_the_end_the_end_is_reached() -> None:
    """The power falls below the set-point in the last bits of the piece."""
    soc, end, least = 0.16647982494663566, 0.8019600192980972, 1.91740402935738
    u = 1.9174040293573855
    assert soc + (end - soc) * ((u - 85.0) / (least - 85.0)) > end
    assert soc_then([(soc, 85.0), (end, least)], 52.6, u, soc, 1e9, end) == end


@SEVERAL
@given(curves(), st.floats(0.5, 400.0), SOC, st.lists(st.floats(0.0, 20_000.0), min_size=2))
def test_soc_does_not_fall_with_time(
    curve: Curve, u: float, soc: float, seconds: list[float]
) -> None:
    socs = [soc_then(curve, 52.6, u, soc, t, 1.0) for t in sorted(seconds)]
    assert all(a <= b + 1e-15 for a, b in zip(socs, socs[1:], strict=False))


@SEVERAL
@given(curves(), st.floats(0.5, 400.0), SOC, st.floats(0.0, 9000.0), st.floats(0.0, 9000.0))
def test_charging_in_two_parts_is_charging_in_one(
    curve: Curve, u: float, soc: float, first: float, second: float
) -> None:
    half_way = soc_then(curve, 52.6, u, soc, first, 1.0)
    parts = soc_then(curve, 52.6, u, half_way, second, 1.0)
    assert parts == pytest.approx(soc_then(curve, 52.6, u, soc, first + second, 1.0), rel=1e-10)


@SEVERAL
@given(curves(), st.floats(1.0, 400.0), SOC)
def test_soc_rises_at_the_power_of_its_place(curve: Curve, u: float, soc: float) -> None:
    rise = soc_then(curve, 52.6, u, soc, 1e-3, 2.0) - soc
    slope = min(u, power(curve, soc)) / (3600.0 * 52.6)
    steepest = max(abs(p1 - p0) / (s1 - s0) for (s0, p0), (s1, p1) in pairwise(curve))
    assert rise == pytest.approx(slope * 1e-3, abs=slope * 1e-3 * 1e-6 * steepest + 4e-16)


# --- power ----------------------------------------------------------------------------------------


@SEVERAL
@given(curves(), st.floats(-0.5, 1.5))
def test_power_is_linear_between_knots_and_constant_beyond(curve: Curve, soc: float) -> None:
    socs, powers = zip(*curve, strict=True)
    assert power(curve, soc) == pytest.approx(float(np.interp(soc, socs, powers)), rel=1e-12)


@SEVERAL
@given(curves())
def test_power_at_a_knot_is_the_power_of_the_knot(curve: Curve) -> None:
    assert [power(curve, soc) for soc, _ in curve] == [kw for _, kw in curve]


@SEVERAL
@given(curves(), SOC, SOC)
def test_peak_power_is_the_largest_on_the_way(curve: Curve, soc: float, until: float) -> None:
    soc, until = sorted((soc, until))
    socs, powers = zip(*curve, strict=True)
    dense = np.interp(np.linspace(soc, until, 20_001), socs, powers)
    peak = peak_power(table(curve), FIRST, len(curve), soc, until)
    assert peak >= dense.max() * (1.0 - 1e-15)
    near_knots = [kw for s, kw in curve if soc <= s <= until]
    assert peak == pytest.approx(max(dense.max(), *near_knots, 0.0), rel=1e-12)


def sure_until(curve: Curve, u: float, soc: float, target: float) -> float:
    """Return up to which SoC a charge anchored at `soc` surely draws `u`."""
    return held_until(*piece_ahead(table(curve), FIRST, len(curve), soc, target), u)


def test_a_charge_is_held_as_far_as_its_piece_of_the_curve_is_above_the_set_point() -> None:
    falling = [(0.0, 80.0), (0.8, 80.0), (1.0, 8.0)]
    assert sure_until(falling, 20.0, 0.1, 1.0) == pytest.approx(0.8, abs=1e-8)
    assert sure_until(falling, 20.0, 0.1, 0.5) == pytest.approx(0.5, abs=1e-8)
    crossing = 0.8 + 0.2 * (80.0 - 20.0) / (80.0 - 8.0)
    assert sure_until(falling, 20.0, 0.85, 1.0) == pytest.approx(crossing, abs=1e-8)
    assert sure_until(falling, 90.0, 0.1, 1.0) < 0.0
    rising = [(0.2, 30.0), (0.6, 90.0)]
    assert sure_until(rising, 20.0, 0.3, 1.0) == pytest.approx(0.6, abs=1e-8)
    assert sure_until(rising, 20.0, 0.1, 1.0) == pytest.approx(0.2, abs=1e-8)
    assert sure_until(rising, 20.0, 0.7, 1.0) == pytest.approx(1.0, abs=1e-8)
    assert sure_until(rising, 60.0, 0.5, 1.0) < 0.0  # it is, but not sure from the piece's begin on


PART = st.floats(0.0, 1.0)


@SEVERAL
@given(curves(), KWH, SOC, st.one_of(PART, st.sampled_from([1.0 - 1e-8, 1.0])), PART, PART, PART)
def test_as_long_as_a_charge_is_surely_held_its_soc_is_that_of_the_closed_forms_bit_for_bit(
    curve: Curve, kwh: float, before: float, below: float, whole: float, on: float, time: float
) -> None:
    u, target = max(0.5, below * power(curve, before)), before + whole * (1.0 - before)
    if before < target and before < (until := sure_until(curve, u, before, target)):
        soc = before + on * (until - before)
        seconds = 1.1 * time * 3600.0 * kwh * (until - soc) / u
        reached = soc_held(3600.0 * kwh, u, soc, seconds)
        if reached < until:
            assert reached == soc_then(curve, kwh, u, soc, seconds, target)
            assert power(curve, reached) >= u


@SEVERAL
@given(curves(), KWH, st.floats(0.5, 400.0), SOC, SOC, st.floats(0.0, 1.1))
def test_a_target_is_reached_no_sooner_than_at_the_set_point_to_the_last_bit(
    curve: Curve, kwh: float, u: float, soc: float, target: float, part: float
) -> None:
    assume(soc < target)
    whole, kws = seconds_to(curve, kwh, u, soc, target), 3600.0 * kwh
    assert 0.0 < least_time_to(kws, u, soc, target) <= whole
    assert may_reach(kws, u, soc, whole, target)
    if not may_reach(kws, u, soc, part * whole, target):
        assert part * whole < whole
    alone = kws * (target - soc) / u
    assert not may_reach(kws, u, soc, 0.999 * alone, target)
