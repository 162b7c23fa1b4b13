"""Ageing: the published values, and that a loss does not depend on how time is cut."""

import math
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.shared import reference_cases

from voltwin.validation.physics_checks.ageing import (
    FIRST,
    cycled_loss_by_time,
    cycled_loss_by_use,
    cycled_soh,
    lfp,
    nmc,
    stored_loss,
)
from voltwin_core.ageing import (
    LEAST_SOH,
    calendar_loss,
    cycling_loss,
    graphite_v,
    grown,
    soh_after,
)


def blast_lite(what: str) -> list[dict[str, float]]:
    cases = cast("dict[str, list[dict[str, float]]]", reference_cases("blast_lite_lfp250Ah"))
    return cases[what]


def by_slopes(rate: float, power: float, amounts: list[float]) -> float:
    """Return the loss as BLAST-Lite takes it: by the slope at the begin of each step."""
    loss = rate * math.pow(amounts[0], power)
    for dx in amounts[1:]:
        loss += rate * power * math.pow(loss / rate, (power - 1.0) / power) * dx
    return loss


# --- published values -----------------------------------------------------------------------------


def test_storage_agrees_with_blast_lite() -> None:
    # Its slopes, taken at the begin of each step, overshoot by 2e-3 of the loss in a year.
    for case in blast_lite("storage"):
        law = lfp(case["T_C"])
        assert 1.0 - case["q"] == pytest.approx(stored_loss(case), rel=2.5e-3)
        assert case["kcal"] == pytest.approx(calendar_loss(law, FIRST, 0.0, 1.0, case["soc"]))
        assert case["Ua"] == pytest.approx(graphite_v(case["soc"]), rel=1e-13)


def test_cycling_agrees_with_blast_lite_after_1_3_and_5_years() -> None:
    # Why so near and no nearer stands in the check.
    for case in blast_lite("cycling"):
        assert 1.0 - case["q_t"] == pytest.approx(cycled_loss_by_time(case), rel=1e-2)
        assert 1.0 - case["q_EFC"] == pytest.approx(cycled_loss_by_use(case), rel=6e-3)
        assert case["q"] == pytest.approx(cycled_soh(case), abs=1.5e-4)


def test_schmalstieg_agrees_with_the_published_formulas() -> None:
    for case in reference_cases("schmalstieg2014_loss"):
        if case["kind"] == "cal":
            loss = calendar_loss(nmc(case["V"], case["T_K"]), FIRST, 0.0, case["days"], 0.5)
        else:
            cycles = case["Ah"] / (2.0 * 2.15)
            loss = cycling_loss(nmc(case["V"]), FIRST, 0.0, cycles, case["dod"], 1.0)
        assert loss == pytest.approx(case["loss"], rel=1e-12)


def test_small_steps_by_slopes_come_to_the_closed_form() -> None:
    steps = [1e-3] + [1e-2] * 36_500
    assert by_slopes(5e-4, 0.526, steps) == pytest.approx(grown(0.0, 5e-4, 0.526, 365.0), rel=2e-3)


# --- the law of growth ----------------------------------------------------------------------------

RATE, POWER = st.floats(1e-6, 1e-2), st.sampled_from([0.5, 0.526, 0.75, 0.828, 1.0])


@given(RATE, POWER, st.lists(st.floats(0.01, 400.0), min_size=1, max_size=10))
def test_a_loss_does_not_depend_on_how_time_is_cut(
    rate: float, power: float, parts: list[float]
) -> None:
    loss = 0.0
    for part in parts:
        loss = grown(loss, rate, power, part)
    assert loss == pytest.approx(grown(0.0, rate, power, math.fsum(parts)), rel=1e-12)


@given(st.floats(0.0, 0.4), RATE, POWER, st.floats(-1.0, 400.0))
def test_a_loss_never_falls(loss: float, rate: float, power: float, amount: float) -> None:
    grew = grown(loss, rate, power, amount)
    assert grew >= loss
    assert grew == loss or amount > 0.0


def test_no_battery_ages_below_the_least() -> None:
    assert soh_after(0.3, 0.4) == LEAST_SOH == 0.5
    assert soh_after(0.1, 0.05) == 1.0 - (0.1 + 0.05)


@given(st.floats(LEAST_SOH, 1.0))
def test_halves_of_what_is_lost_at_the_start_give_the_health_at_the_start(soh: float) -> None:
    half = 0.5 * (1.0 - soh)
    assert soh_after(half, half) == soh
