"""Newton cooling: published times, a slow twin in small steps, and small steps of Euler."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.core.shared import reference_cases
from tests.kpis.networks import Steps, rows

from voltwin.validation.physics_checks.slow_cooling import celsius_then, cool_at
from voltwin_core.calendar import Clock, Step
from voltwin_core.record import Table
from voltwin_core.thermal import cool_from, derating_at, temperature_after, warmed_by

SEVERAL = settings(max_examples=150, deadline=None)
HORIZON_S = 3.0 * 86400.0
PHASE_S = 2.0 * 86400.0 + 5.5 * 3600.0  # the run starts on a Wednesday at half past five
TIME = st.floats(0.0, HORIZON_S)
TAU = st.sampled_from([300.0, 1800.0, 7200.0, 40_000.0])


@st.composite
def ambients(draw: st.DrawFn) -> Steps:
    """Return a weekly schedule: constant, by the hour, or with a few changes anywhere."""
    kind = draw(st.sampled_from(["constant", "hourly", "uneven"]))
    warmth = st.integers(-10, 45).map(float)
    if kind == "constant":
        return ((0.0, draw(warmth)),)
    if kind == "hourly":
        middle, swing = draw(warmth), draw(st.floats(0.0, 15.0))
        return tuple(
            (3600.0 * h, middle + swing * math.sin(2.0 * math.pi * (h - 9) / 24.0))
            for h in range(168)
        )
    changes = draw(st.sets(st.integers(0, 604_799), min_size=2, max_size=9))
    return tuple((float(at), draw(warmth)) for at in sorted(changes))


def clock() -> Table[Clock]:
    return rows(Clock, [(0, 1800.0, PHASE_S, HORIZON_S)])


def after(ambient: Steps, tau: float, t0: float, celsius: float, t: float) -> float:
    return temperature_after(
        rows(Step, list(ambient)), 0, len(ambient), clock(), tau, t0, celsius, t
    )


def cool_by(ambient: Steps, tau: float, t0: float, celsius: float, start: float) -> float:
    return cool_later(ambient, tau, t0, celsius, t0, start)


def cool_later(
    ambient: Steps, tau: float, t0: float, celsius: float, t: float, start: float
) -> float:
    steps = rows(Step, list(ambient))
    return cool_from(steps, 0, len(ambient), clock(), tau, t0, celsius, t, start)


def slow_after(ambient: Steps, tau: float, t0: float, celsius: float, t: float) -> float:
    return celsius_then(ambient, PHASE_S, tau, t0, celsius, t)


def slow_cooled_at(ambient: Steps, tau: float, t0: float, celsius: float, start: float) -> float:
    return cool_at(ambient, PHASE_S, tau, t0, celsius, start, HORIZON_S)


def test_cool_down_takes_the_published_minutes() -> None:
    for case in reference_cases("cooldown_minutes"):
        tau = 60.0 * case["tau_min"]
        seconds = cool_by(((0.0, case["Ta"]),), tau, 0.0, case["T0"], case["Tth"])
        assert seconds / 60.0 == pytest.approx(case["minutes"], rel=1e-12)


@SEVERAL
@given(ambients(), TAU, TIME, st.floats(-20.0, 60.0), st.floats(0.0, 2.0 * 86400.0))
def test_temperature_is_its_slow_twin(
    ambient: Steps, tau: float, t0: float, celsius: float, ahead: float
) -> None:
    got = after(ambient, tau, t0, celsius, t0 + ahead)
    assert got == pytest.approx(slow_after(ambient, tau, t0, celsius, t0 + ahead), abs=1e-8)


def test_temperature_is_what_small_steps_of_euler_give() -> None:
    hourly = tuple((3600.0 * h, 20.0 + 8.0 * math.sin(h / 4.0)) for h in range(168))
    tau, dt, celsius = 5400.0, 0.5, 41.0
    values = np.array([value for _, value in hourly])
    for i in range(int(6.0 * 3600.0 / dt)):
        around = values[int((PHASE_S + i * dt) // 3600.0) % 168]
        celsius += (around - celsius) * dt / tau
    assert after(hourly, tau, 0.0, 41.0, 6.0 * 3600.0) == pytest.approx(celsius, abs=2e-3)


@SEVERAL
@given(ambients(), TAU, TIME, st.floats(-20.0, 60.0), st.floats(0.0, 9e4), st.floats(0.0, 9e4))
def test_reading_the_temperature_on_the_way_changes_nothing(
    ambient: Steps, tau: float, t0: float, celsius: float, first: float, second: float
) -> None:
    half_way = after(ambient, tau, t0, celsius, t0 + first)
    parts = after(ambient, tau, t0 + first, half_way, t0 + first + second)
    assert parts == pytest.approx(after(ambient, tau, t0, celsius, t0 + first + second), abs=1e-8)


@SEVERAL
@given(ambients(), TAU, TIME, st.floats(-20.0, 60.0), st.floats(10.0, 40.0))
def test_cool_down_is_its_slow_twin(
    ambient: Steps, tau: float, t0: float, celsius: float, start: float
) -> None:
    # Where an ambient just touches the start temperature, either answer would be right.
    assume(all(abs(around - start) > 1e-3 for _, around in ambient))
    got, expected = (
        cooled(ambient, tau, t0, celsius, start) for cooled in (cool_by, slow_cooled_at)
    )
    assert got == pytest.approx(expected, abs=1e-3)
    if math.isfinite(got):
        assert after(ambient, tau, t0, celsius, got) <= start + 1e-6


@SEVERAL
@given(ambients(), TAU, TIME, st.floats(-20.0, 60.0), st.floats(0.0, 1e5), st.floats(10.0, 40.0))
def test_cool_down_is_the_same_from_the_anchor_and_from_the_temperature_at_placement(
    ambient: Steps, tau: float, t0: float, celsius: float, waits: float, start: float
) -> None:
    """It may have cooled, and warmed again, while it waited."""
    assume(all(abs(around - start) > 1e-3 for _, around in ambient))
    t = t0 + waits
    then = after(ambient, tau, t0, celsius, t)
    assume(abs(then - start) > 1e-6)
    assert cool_later(ambient, tau, t0, celsius, t, start) == pytest.approx(
        slow_cooled_at(ambient, tau, t, then, start), abs=1e-3
    )


@SEVERAL
@given(ambients(), TAU, TIME, st.floats(-20.0, 30.0))
def test_a_battery_cool_enough_does_not_wait(
    ambient: Steps, tau: float, t0: float, celsius: float
) -> None:
    assert cool_by(ambient, tau, t0, celsius, 30.0) == t0


def test_a_hot_noon_is_waited_through() -> None:
    evening = PHASE_S + 4.0 * 3600.0
    ambient = ((0.0, 36.0), (evening, 20.0))
    cooled = cool_by(ambient, 1800.0, 0.0, 45.0, 30.0)
    then = after(ambient, 1800.0, 0.0, 45.0, 4.0 * 3600.0)
    assert then > 36.0
    assert cooled == pytest.approx(4.0 * 3600.0 + 1800.0 * math.log((then - 20.0) / 10.0))


@pytest.mark.parametrize("around", [30.5, 45.0])
def test_an_ambient_never_below_the_start_temperature_never_cools(around: float) -> None:
    assert cool_by(((0.0, around),), 1800.0, 0.0, 45.0, 30.0) == math.inf


def test_an_ambient_at_the_start_temperature_is_reached_by_rounding_alone() -> None:
    hourly = tuple((3600.0 * h, 30.0) for h in range(168))
    assert cool_by(hourly, 1800.0, 0.0, 45.0, 30.0) > 30.0 * 1800.0
    assert cool_by(hourly, 40_000.0, 0.0, 45.0, 30.0) >= HORIZON_S


def test_what_cools_after_the_horizon_never_cools() -> None:
    cold_after = PHASE_S + HORIZON_S + 7200.0
    ambient = ((0.0, 35.0), (cold_after, 0.0))
    assert cool_by(ambient, 1800.0, 0.0, 45.0, 30.0) == math.inf


# --- heat of charging, and power by temperature ---------------------------------------------------


@pytest.mark.parametrize(("seconds", "kwh"), [(60.0, 1.0), (1800.0, 30.0), (7200.0, 30.0)])
def test_warming_is_what_small_steps_give(seconds: float, kwh: float) -> None:
    tau_s, rise = 1800.0, 0.004  # K/kW^2
    kw, celsius, steps = 3600.0 * kwh / seconds, 0.0, 200_000  # above an ambient of 0
    for _ in range(steps):
        celsius += (rise * kw * kw - celsius) / tau_s * (seconds / steps)
    assert warmed_by(tau_s, rise, kwh, seconds) == pytest.approx(celsius, rel=1e-4)


def test_a_long_charge_warms_to_the_steady_rise_and_none_not_at_all() -> None:
    assert warmed_by(60.0, 0.01, 3000.0, 108_000.0) == pytest.approx(0.01 * 100.0**2, rel=1e-12)
    assert warmed_by(60.0, 0.01, 0.0, 0.0) == 0.0


@pytest.mark.parametrize(
    ("celsius", "factor"),
    [(-20.0, 0.2), (0.0, 0.2), (5.0, 0.6), (10.0, 1.0), (30.0, 1.0), (35.0, 0.75), (50.0, 0.5)],
)
def test_derating_is_linear_between_points_and_constant_beyond(
    celsius: float, factor: float
) -> None:
    points = np.array([9.0, 0.0, 0.2, 10.0, 1.0, 30.0, 1.0, 40.0, 0.5, 9.0])
    assert derating_at(points, 1, 4, celsius) == pytest.approx(factor, rel=1e-15)


def test_one_point_is_a_constant() -> None:
    assert [derating_at(np.array([20.0, 0.6]), 0, 1, c) for c in (0.0, 20.0, 40.0)] == [0.6] * 3


def test_a_battery_at_its_start_temperature_is_cool_enough_at_once() -> None:
    """Though rounding would put it above, in no time at all."""
    ambient, start = -6.15, 22.7
    assert ambient + (start - ambient) > start
    assert cool_by(((0.0, ambient),), 1800.0, 7.0, start, start) == 7.0
