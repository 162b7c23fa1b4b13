"""Tables of gamma and beta quantiles against SciPy: the stated errors."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from scipy import special

from voltwin.scenario.distributions import AnyLaw, Beta, Gamma
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.quantile_tables import beta_table, gamma_table
from voltwin.scenario.tables.shelf import Shelf
from voltwin_core.distributions import Distribution, sample
from voltwin_core.normal import normal_quantile

Floats = npt.NDArray[np.float64]

FORMS = (0.1, 0.3, 0.5, 1.0, 1.7, 5.0, 50.0, 1000.0, 1e6)
UNIFORMS = special.ndtr(np.random.default_rng(2024).uniform(-8.2, 5.0, 400))


def read(law: AnyLaw) -> Floats:
    numbers: Shelf[float] = Shelf()
    laws = Laws(numbers)
    i = laws.put(law)
    table, values = Distribution.adopt(laws.fill()), numbers.fill(np.float64)
    return np.array([sample(table, values, i, u) for u in UNIFORMS.tolist()])


def stated(*forms: float) -> float:
    if min(forms) >= 1.0 and max(forms) <= 1000.0:
        return 2e-9
    return 1e-7 if min(forms) >= 0.3 else 3e-6


@pytest.mark.parametrize("form", FORMS)
def test_gamma_keeps_its_stated_error(form: float) -> None:
    x = read(Gamma(mean=form, shape=form))
    error = np.abs(special.gammainc(form, x) - UNIFORMS)
    assert error.max() <= stated(form)


@pytest.mark.parametrize("forms", list(itertools.product(FORMS, repeat=2)))
def test_beta_keeps_its_stated_error(forms: tuple[float, float]) -> None:
    a, b = forms
    x = read(Beta(a=a, b=b))
    if b >= 1.0:
        assert np.abs(special.betainc(a, b, x) - UNIFORMS).max() <= stated(a, b)
    within = 2e-8 if min(a, b) >= 0.5 else 2e-6
    assert np.abs(x - special.betaincinv(a, b, UNIFORMS)).max() <= within


@pytest.mark.parametrize("form", FORMS)
def test_upper_tail_of_gamma(form: float) -> None:
    beyond = special.ndtr(-np.linspace(5.0, 7.9, 50))
    x = np.array([_read_at(gamma_table(form, 1.0), -normal_quantile(p)) for p in beyond.tolist()])
    assert np.abs(special.gammaincc(form, x) / beyond - 1.0).max() <= 1e-6


def _read_at(pairs: Floats, z: float) -> float:
    """Read a table as the core does, written plainly: the cubic with these ends and slopes."""
    i = int((z + 8.5) * 32.0)
    (y0, m0), (y1, m1) = pairs[i], pairs[i + 1]
    r = (z + 8.5) * 32.0 - i
    cubic = np.polynomial.Polynomial(
        [y0, m0, -3.0 * y0 + 3.0 * y1 - 2.0 * m0 - m1, 2.0 * y0 - 2.0 * y1 + m0 + m1]
    )
    return float(cubic(r))


@pytest.mark.parametrize(
    "pairs",
    [gamma_table(form, 2.0) for form in FORMS]
    + [beta_table(a, b) for a, b in itertools.product(FORMS, repeat=2)],
)
def test_tables_never_fall(pairs: Floats) -> None:
    y, slope = pairs[:, 0], pairs[:, 1]
    rise = np.diff(y)
    assert np.isfinite(pairs).all()
    assert (rise >= 0.0).all()
    # Fritsch and Carlson: a cubic whose end slopes are within 0 and 3 rises is monotone.
    assert (slope >= 0.0).all()
    assert (slope[:-1] <= 3.0 * rise).all()
    assert (slope[1:] <= 3.0 * rise).all()
