import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.wording.shown import Shown, scale_of, with_half_width

SIZES = st.floats(1e-9, 1e9)


@pytest.mark.parametrize(
    ("mean", "half", "unit", "text"),
    [
        (0.0082, 0.00031, "1", "0.820 % ± 0.031"),
        (0.0082, 0.0004, "1", "0.82 % ± 0.04"),
        (112.3, 1.6, "s", "1.872 min ± 0.027"),
        (20.64, 0.3, "s", "20.64 s ± 0.30"),
        (1_229_000.0, 4000.0, "kWh", "1,229 MWh ± 4"),
        (360_808.0, 1024.0, "EUR", "360,808 EUR ± 1,024"),
        (3.0, None, "vehicles", "3.00 vehicles"),
        (0.0, 0.0, "kW", "0 kW ± 0"),
        (None, None, "s", "-"),
    ],
)
def test_digits_are_those_that_the_error_allows(
    mean: float | None, half: float | None, unit: str, text: str
) -> None:
    assert with_half_width(mean, half, unit) == text


@pytest.mark.parametrize(
    ("unit", "largest", "shown"),
    [
        ("1", 0.3, "%"),
        ("s", 99.0, "s"),
        ("s", 100.0, "min"),
        ("s", 7200.0, "h"),
        ("s", 1e6, "days"),
        ("kWh", 9000.0, "kWh"),
        ("kWh", 10_000.0, "MWh"),
        ("kW", 2e10, "TW"),
        ("batteries", 1e9, "batteries"),
    ],
)
def test_units_fit_the_largest_value(unit: str, largest: float, shown: str) -> None:
    assert scale_of(unit, largest).unit == shown


def test_shares_differ_by_points() -> None:
    shown = Shown.of("1", [-0.0041], 0.0004, of_differences=True)
    assert shown.text(-0.0041, signed=True) == "-0.41 points"
    assert shown.interval(-0.0045, -0.0037) == "-0.45 to -0.37 points"


def test_differences_are_written_finer_in_the_unit_of_the_levels() -> None:
    shown = Shown.of("s", [7200.0], 30.0)
    assert shown.text(7200.0) == "2.000 h"
    assert shown.for_error(0.4).number(1.8) == "0.00050"


def test_nothing_has_no_sign() -> None:
    assert Shown.of("s", [10.0], 1.0).number(-0.01, signed=True) == "0.0"


@pytest.mark.parametrize("value", [None, math.nan])
def test_what_is_not_defined_is_a_dash(value: float | None) -> None:
    assert Shown.of("s", [10.0]).text(value) == "-"


@given(mean=SIZES, part=st.floats(1e-4, 1.0), unit=st.sampled_from(["1", "s", "kWh", "EUR"]))
def test_what_is_written_is_right_to_a_part_of_the_error(
    mean: float, part: float, unit: str
) -> None:
    half = mean * part
    shown = Shown.of(unit, [mean], half)
    read = float(shown.number(mean).replace(",", "")) / shown.scale.factor
    rounding = 0.5 * 10.0**-6 / shown.scale.factor  # no number has more than six decimals
    assert abs(read - mean) <= max(0.2 * half, 1e-5 * mean, rounding) * (1.0 + 1e-9)


@given(half=st.floats(1e-5, 1e3))
def test_errors_have_one_digit_or_two(half: float) -> None:
    digits = Shown.of("x", [1e4 * half], half).number(half).replace(",", "").replace(".", "")
    if half < 10.0:
        assert 1 <= len(digits.lstrip("0")) <= 3  # three where 0.0995 becomes 0.100
