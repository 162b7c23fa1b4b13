"""Distributions by inverse, against SciPy's quantiles."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats
from tests.kpis.networks import rows

from voltwin_core import draws
from voltwin_core.distributions import (
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    LOGNORMAL,
    NORMAL,
    TABLE,
    TABLE_LOW,
    TABLE_PAIRS,
    TABLE_STEP,
    TRIANGULAR,
    UNIFORM,
    Distribution,
    draw,
    sample,
    sample_all,
)
from voltwin_core.draws import AHEAD
from voltwin_core.normal import normal_quantile

SEVERAL = settings(max_examples=300, deadline=None)
LEAST, MOST = 2.0**-53, 1.0 - 2.0**-53  # of 52-bit uniforms
OPEN_UNIT = st.floats(LEAST, MOST)
NO_NUMBERS = np.zeros(0)


def value(
    u: float,
    kind: int,
    *parameters: float,
    cut: tuple[float, float] = (0.0, 1.0),
    moved: tuple[float, float] = (0.0, 1.0),
    numbers: npt.NDArray[np.float64] = NO_NUMBERS,
    used: tuple[int, int] = (0, 0),
) -> float:
    """Sample one law: `cut` is (low, span), `moved` (shift, scale), `used` (count, first)."""
    a, b, c = (*parameters, 0.0, 0.0, 0.0)[:3]
    laws = rows(Distribution, [(kind, *used, a, b, c, *cut, *moved)])
    return sample(laws, numbers, 0, u)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[float, float]:
    """Return (low, span): two quantiles between which the law is kept."""
    low = draw(st.floats(0.0, 0.9))
    return low, draw(st.floats(0.01, 1.0)) * (1.0 - low)


# --- closed forms ---------------------------------------------------------------------------------

LAWS = {
    "uniform": ((UNIFORM, -2.0, 5.0), stats.uniform(-2.0, 7.0)),
    "exponential": ((EXPONENTIAL, 300.0), stats.expon(scale=300.0)),
    "normal": ((NORMAL, 0.4, 0.15), stats.norm(0.4, 0.15)),
    "lognormal": ((LOGNORMAL, 0.3, 0.8), stats.lognorm(0.8, scale=math.exp(0.3))),
    "triangular": ((TRIANGULAR, 1.0, 2.5, 7.0), stats.triang(0.25, 1.0, 6.0)),
    "triangular, mode low": ((TRIANGULAR, 1.0, 1.0, 3.0), stats.triang(0.0, 1.0, 2.0)),
    "triangular, mode high": ((TRIANGULAR, 1.0, 3.0, 3.0), stats.triang(1.0, 1.0, 2.0)),
}


@pytest.mark.parametrize(("law", "reference"), LAWS.values(), ids=LAWS)
@SEVERAL
@given(u=OPEN_UNIT)
def test_closed_form_is_the_quantile(law: tuple[Any, ...], reference: Any, u: float) -> None:
    assert value(u, *law) == pytest.approx(reference.ppf(u), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("law", "reference"), LAWS.values(), ids=LAWS)
@SEVERAL
@given(u=OPEN_UNIT, cut=cuts())
def test_a_law_cut_off_is_what_lies_between_two_quantiles(
    law: tuple[Any, ...], reference: Any, u: float, cut: tuple[float, float]
) -> None:
    low, span = cut
    got, q = value(u, *law, cut=cut), min(low + span * u, MOST)
    assert got == pytest.approx(reference.ppf(q), rel=1e-9, abs=1e-9)
    assert reference.ppf(low) - 1e-9 <= got <= reference.ppf(min(low + span, 1.0)) + 1e-9


@pytest.mark.parametrize("law", [law for law, _ in LAWS.values()], ids=LAWS)
@SEVERAL
@given(u=OPEN_UNIT, cut=cuts(), shift=st.floats(-1e3, 1e3), scale=st.floats(-10.0, 10.0))
def test_a_law_is_shifted_and_scaled_after_it_is_cut(
    law: tuple[Any, ...], u: float, cut: tuple[float, float], shift: float, scale: float
) -> None:
    expected = shift + scale * value(u, *law, cut=cut)
    assert value(u, *law, cut=cut, moved=(shift, scale)) == expected


@pytest.mark.parametrize("law", [law for law, _ in LAWS.values()], ids=LAWS)
@SEVERAL
@given(first=OPEN_UNIT, second=OPEN_UNIT)
def test_a_larger_uniform_gives_no_smaller_value(
    law: tuple[Any, ...], first: float, second: float
) -> None:
    low, high = sorted((first, second))
    rounding = 1e-14 * (1.0 + abs(value(high, *law)))
    assert value(low, *law) <= value(high, *law) + rounding


@pytest.mark.parametrize("law", [law for law, _ in LAWS.values()], ids=LAWS)
@pytest.mark.parametrize("u", [LEAST, MOST])
@pytest.mark.parametrize("cut", [(0.0, 1.0), (0.5, 0.5), (1.0 - 2.0**-53, 2.0**-53)])
def test_the_ends_of_a_law_are_finite(
    law: tuple[Any, ...], u: float, cut: tuple[float, float]
) -> None:
    assert math.isfinite(value(u, *law, cut=cut))


@SEVERAL
@given(OPEN_UNIT)
def test_a_fixed_law_is_its_number(u: float) -> None:
    assert value(u, FIXED, 90.0) == 90.0


# --- numbers and tables ---------------------------------------------------------------------------


@SEVERAL
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20).map(sorted), OPEN_UNIT)
def test_empirical_takes_each_number_equally_often(values: list[float], u: float) -> None:
    numbers = np.array([-1.0, -2.0, *values, 1e9])
    got = value(u, EMPIRICAL, numbers=numbers, used=(len(values), 2))
    assert got == values[math.floor(u * len(values))]


def test_empirical_frequencies() -> None:
    uniforms = (np.arange(3000) + 0.5) / 3000
    numbers = np.array([5.0, 7.0, 7.0, 8.0])
    got = [value(u, EMPIRICAL, numbers=numbers, used=(4, 0)) for u in uniforms]
    assert [got.count(x) for x in (5.0, 7.0, 8.0)] == [750, 1500, 750]


def quantile_table(law: Any) -> npt.NDArray[np.float64]:
    """Return pairs of a law's quantile and its slope per step, over the normal quantile."""
    z = TABLE_LOW + TABLE_STEP * np.arange(TABLE_PAIRS)
    values = np.where(z < 0.0, law.ppf(stats.norm.cdf(z)), law.isf(stats.norm.sf(z)))
    slopes = TABLE_STEP * stats.norm.pdf(z) / law.pdf(values)
    return np.column_stack([values, slopes]).ravel()


TABLED = {
    "gamma": stats.gamma(4.0, scale=20.0),
    "gamma, skew": stats.gamma(1.5, scale=1.0),
    "beta": stats.beta(2.0, 5.0),
    "beta, wide": stats.beta(1.2, 1.1),
}


@pytest.mark.parametrize("law", TABLED.values(), ids=TABLED)
def test_table_gives_the_quantiles_of_gamma_and_beta(law: Any) -> None:
    numbers = np.concatenate([[99.0, 98.0, 97.0], quantile_table(law)])
    uniforms = np.concatenate(
        [np.linspace(1e-3, 1.0 - 1e-3, 997), [1e-12, 1e-9, 1e-6, 1.0 - 1e-6, 1.0 - 1e-9]]
    )
    got = [value(u, TABLE, numbers=numbers, used=(TABLE_PAIRS, 3)) for u in uniforms]
    assert got == pytest.approx(law.ppf(uniforms), rel=1e-6, abs=1e-9 * law.std())


@pytest.mark.parametrize("law", TABLED.values(), ids=TABLED)
def test_table_reaches_the_last_uniforms(law: Any) -> None:
    numbers = quantile_table(law)
    least = value(LEAST, TABLE, numbers=numbers, used=(TABLE_PAIRS, 0))
    most = value(MOST, TABLE, numbers=numbers, used=(TABLE_PAIRS, 0))
    assert least == pytest.approx(law.ppf(LEAST), rel=1e-5)
    assert most == pytest.approx(law.isf(LEAST), rel=1e-5)


@SEVERAL
@given(z=st.floats(-8.2, 8.2))
def test_table_of_a_cubic_is_exact(z: float) -> None:
    """Cubic Hermite interpolation gives back cubics: y(z) = z^3 - 2 z, slopes included."""
    knots = TABLE_LOW + TABLE_STEP * np.arange(TABLE_PAIRS)
    pairs = np.column_stack([knots**3 - 2.0 * knots, TABLE_STEP * (3.0 * knots**2 - 2.0)])
    u = special.ndtr(z)
    at = normal_quantile(min(u, MOST))
    got = value(u, TABLE, numbers=pairs.ravel(), used=(TABLE_PAIRS, 0))
    assert got == pytest.approx(at**3 - 2.0 * at, rel=1e-11, abs=1e-11)


# --- draws ----------------------------------------------------------------------------------------


def drawn(laws: Any, i: int, stream: int, ordinal: int) -> float:
    key: Any = np.uint64(draws.run_key(1, 0))
    entity: Any = np.uint64(draws.entity_key("station", "a"))
    return draw(laws, NO_NUMBERS, i, key, stream, entity, ordinal)


def test_a_draw_is_a_sample_at_the_uniform_of_its_name() -> None:
    laws = rows(
        Distribution,
        [
            (UNIFORM, 0, 0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0),
            (EXPONENTIAL, 0, 0, 60.0, 0.0, 0.0, 0.0, 1.0, 5.0, 1.0),
            (FIXED, 0, 0, 7.5, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0),
        ],
    )
    for ordinal in range(100):
        u = drawn(laws, 0, draws.SWAP_TIME, ordinal)
        assert drawn(laws, 1, draws.SWAP_TIME, ordinal) == sample(laws, NO_NUMBERS, 1, u)
        assert drawn(laws, 2, draws.SWAP_TIME, ordinal) == 7.5


@SEVERAL
@given(
    st.sampled_from([law for law, _ in LAWS.values()]),
    cuts(),
    st.lists(OPEN_UNIT, min_size=AHEAD, max_size=AHEAD),
)
def test_several_at_once_are_what_each_is_alone(
    law: Any, cut: tuple[float, float], us: list[float]
) -> None:
    kind, *parameters = law
    a, b, c = (*parameters, 0.0, 0.0, 0.0)[:3]
    laws = rows(Distribution, [(kind, 0, 0, a, b, c, *cut, 2.0, 3.0)])
    uniforms, values = np.array([0.5, *us]), np.full(AHEAD + 2, -1.0)
    sample_all(laws, NO_NUMBERS, 0, uniforms, 1, values, 2)
    assert values[2:].tolist() == [sample(laws, NO_NUMBERS, 0, u) for u in us]
    assert values[:2].tolist() == [-1.0, -1.0]
