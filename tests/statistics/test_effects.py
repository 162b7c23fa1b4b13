import math
from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.statistics.tables import Floats

from voltwin.statistics.effects import Effects, effects
from voltwin.statistics.factors import Factor

RANDOM = np.random.default_rng
Label = tuple[str, str | None]


def grid(*sizes: int) -> tuple[list[Factor], list[tuple[int, ...]]]:
    """Return factors a, b, ... of a grid, and the levels of each variant."""
    cells = list(product(*(range(size) for size in sizes)))
    columns = zip(*cells, strict=True)
    factors = [Factor(name, tuple(c), False) for name, c in zip("abcd", columns, strict=False)]
    return factors, cells


def shares(found: Effects) -> dict[Label, float]:
    return {(term.factor, term.other): term.share for term in found.terms}


def classical(table: Floats) -> dict[Label, float]:
    """Return shares of a balanced grid from means over all other axes: the plain twin."""
    axes, centred = range(table.ndim), table - table.mean()

    def over(*kept: int) -> Floats:
        return np.asarray(centred.mean(axis=tuple(a for a in axes if a not in kept), keepdims=True))

    total = float(np.sum(centred**2))
    found: dict[Label, float] = {}
    for a in axes:
        one = np.broadcast_to(over(a), table.shape)
        found["abcd"[a], None] = float(np.sum(one**2)) / total
    for a, b in combinations(axes, 2):
        both = np.broadcast_to(over(a, b) - over(a) - over(b), table.shape)
        found["abcd"[a], "abcd"[b]] = float(np.sum(both**2)) / total
    return found


@given(st.lists(st.integers(2, 4), min_size=1, max_size=4), st.integers(0, 1000))
def test_in_a_grid_shares_are_those_of_classical_analysis(sizes: list[int], seed: int) -> None:
    factors, _ = grid(*sizes)
    table = RANDOM(seed).normal(size=sizes)
    if table.size < 3:
        return
    found = effects(factors, table.ravel())
    wanted = classical(table)
    assert shares(found) == pytest.approx(wanted, abs=1e-9)
    assert found.rest == pytest.approx(1.0 - sum(wanted.values()), abs=1e-9)


def test_a_measure_that_one_factor_makes_is_its_alone() -> None:
    factors, cells = grid(3, 2, 2)
    found = effects(factors, [float(cell[0] ** 2) for cell in cells])
    assert shares(found)["a", None] == pytest.approx(1.0)
    assert found.rest == pytest.approx(0.0, abs=1e-12)


def residual(model: dict[Label, list[Floats]], y: Floats) -> float:
    """Return the residual sum of squares with a constant, by NumPy's solver."""
    x = np.column_stack([np.ones(len(y)), *chain.from_iterable(model.values())])
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(left @ left)


def without(model: dict[Label, list[Floats]], label: Label) -> dict[Label, list[Floats]]:
    return {one: columns for one, columns in model.items() if one != label}


@given(st.integers(0, 1000), st.integers(25, 50))
def test_elsewhere_a_share_is_what_the_residual_grows_by_without_the_term(
    seed: int, n: int
) -> None:
    random = RANDOM(seed)
    x, z = random.random(size=(2, n))
    p = np.array([0.0, 1.0, *random.integers(0, 2, size=n - 2)])
    y = x + z * p + random.normal(size=n)
    mains: dict[Label, list[Floats]] = {
        ("x", None): [x, x**2],
        ("z", None): [z, z**2],
        ("p", None): [p],
    }
    pairs: dict[Label, list[Floats]] = {
        ("x", "z"): [x * z],
        ("x", "p"): [x * p],
        ("z", "p"): [z * p],
    }
    found = effects(
        [Factor.of(name, one.tolist()) for name, one in (("x", x), ("z", z), ("p", p))], y
    )
    total = residual({}, y)
    for model, terms in ((mains, mains), ({**mains, **pairs}, pairs)):
        for label in terms:
            more = residual(without(model, label), y) - residual(model, y)
            assert shares(found)[label] == pytest.approx(more / total, abs=1e-8)
    assert found.rest == pytest.approx(residual({**mains, **pairs}, y) / total)


@given(st.integers(0, 1000), st.floats(0.01, 100.0), st.floats(-100.0, 100.0))
def test_units_and_the_order_of_variants_do_not_matter(
    seed: int, scale: float, shift: float
) -> None:
    random = RANDOM(seed)
    levels = random.random(size=(2, 30))
    values = levels[0] + random.normal(size=30)
    order = random.permutation(30)
    one = effects([Factor.of(n, c.tolist()) for n, c in zip("xz", levels, strict=True)], values)
    turned = [Factor.of(n, c[order].tolist()) for n, c in zip("xz", -3.0 * levels, strict=True)]
    other = effects(turned, shift + scale * values[order])
    assert shares(one) == pytest.approx(shares(other), abs=1e-7)
    assert one.rest == pytest.approx(other.rest, abs=1e-7)


def test_of_a_half_fraction_interactions_in_pairs_cannot_be_told() -> None:
    # Four factors in 8 variants, d = a b c: every interaction equals another one.
    base = np.array(list(product([-1, 1], repeat=3)))
    columns = np.column_stack([base, base.prod(axis=1)])
    factors = [Factor.of(n, c.tolist()) for n, c in zip("abcd", columns.T, strict=True)]
    found = effects(factors, columns @ [1.0, 2.0, 3.0, 4.0] + columns[:, 0] * columns[:, 1])
    total = 1.0 + 4.0 + 9.0 + 16.0 + 1.0
    assert shares(found)["d", None] == pytest.approx(16.0 / total)
    assert found.rest == pytest.approx(1.0 / total)
    reasons = {(t.factor, t.other): t.reason for t in found.terms if t.other is not None}
    assert reasons["a", "b"] == "cannot be told from c x d"
    assert reasons["b", "d"] == "cannot be told from a x c"


def test_a_factor_and_its_copy_cannot_be_told_apart_and_others_can() -> None:
    random = RANDOM(5)
    x, z = random.random(size=(2, 40))
    names = {"x": x, "copy": 2.0 * x, "z": z}
    found = effects([Factor.of(n, v.tolist()) for n, v in names.items()], x + z)
    reasons = {term.factor: term.reason for term in found.terms if term.other is None}
    assert reasons == {"x": "cannot be told from copy", "copy": "cannot be told from x", "z": None}
    assert math.isnan(shares(found)["x", None])
    assert shares(found)["z", None] > 0.1


def test_few_variants_tell_main_effects_before_interactions() -> None:
    random = RANDOM(6)
    levels = random.random(size=(3, 9))
    factors = [Factor.of(n, c.tolist()) for n, c in zip("xyz", levels, strict=True)]
    found = effects(factors, levels[0])
    assert not math.isnan(shares(found)["x", None])
    assert {t.reason for t in found.terms if t.other is None} == {None}
    assert {t.reason for t in found.terms if t.other is not None} == {"too few variants"}
    assert found.rest == pytest.approx(0.0, abs=1e-12)


def test_as_many_coefficients_as_variants_tell_nothing() -> None:
    levels = RANDOM(7).random(size=(3, 7))
    factors = [Factor.of(n, c.tolist()) for n, c in zip("xyz", levels, strict=True)]
    found = effects(factors, RANDOM(8).normal(size=7))
    assert {term.reason for term in found.terms} == {"too few variants"}
    assert math.isnan(found.rest)


@pytest.mark.parametrize("variants", [0, 1, 2])
def test_two_variants_tell_nothing(variants: int) -> None:
    found = effects([Factor.of("x", list(range(variants)))], np.arange(float(variants)))
    assert [term.reason for term in found.terms] == ["too few variants"]
    assert math.isnan(found.rest)


def test_a_measure_that_does_not_vary_has_no_shares() -> None:
    factors, _ = grid(2, 2)
    found = effects(factors, np.full((4, 3), 0.1))
    assert {term.reason for term in found.terms} == {"the measure does not vary"}
    assert np.isnan([found.rest, found.noise, *shares(found).values()]).all()


def test_a_factor_that_does_not_vary_has_a_reason() -> None:
    found = effects([Factor.of("x", [1, 1, 1, 1]), Factor.of("z", [1, 1, 2, 2])], [1.0, 2, 4, 4])
    assert [term.reason for term in found.terms] == ["does not vary", None, "do not vary together"]
    assert found.rest == pytest.approx(1.0 - shares(found)["z", None])


def test_no_factors_explain_nothing() -> None:
    found = effects([], [1.0, 2.0, 4.0])
    assert found.terms == ()
    assert found.rest == pytest.approx(1.0)


def test_interactions_of_very_many_levels_are_left_out() -> None:
    random = RANDOM(9)
    factors = [Factor.of(n, [f"{i}" for i in random.integers(0, 40, size=200)]) for n in "ab"]
    found = effects(factors, random.normal(size=200))
    assert found.terms[2].reason == "more than 1000 combinations of levels"
    assert found.terms[0].share + found.terms[1].share + found.rest == pytest.approx(1.0, abs=0.2)


def test_a_variant_without_a_value_is_left_out() -> None:
    factors, cells = grid(3, 3)
    values = RANDOM(10).normal(size=(9, 4))
    spoiled = values.copy()
    spoiled[4] = np.nan
    rest = [Factor(f.name, tuple(np.delete(f.levels, 4).tolist()), False) for f in factors]
    assert effects(factors, spoiled) == effects(rest, np.delete(values, 4, axis=0))
    assert effects(factors, spoiled).variants == len(cells) - 1


def test_a_value_missing_in_one_replication_is_left_out_of_its_mean() -> None:
    factors, _ = grid(2, 2)
    runs = np.array([[1.0, 3.0], [5.0, 5.0], [7.0, np.nan], [8.0, 10.0]])
    assert shares(effects(factors, runs)) == pytest.approx(
        shares(effects(factors, [2.0, 5.0, 7.0, 9.0]))
    )


def test_chance_that_all_variants_share_is_no_noise() -> None:
    factors, cells = grid(3, 2)
    values = np.array([float(sum(cell)) for cell in cells])
    runs = values[:, np.newaxis] + RANDOM(11).normal(size=8)
    assert effects(factors, runs).noise == pytest.approx(0.0, abs=1e-12)


def test_noise_is_the_share_that_chance_brings() -> None:
    # Variants do not differ at all: on average all variance between their means is noise.
    factors, _ = grid(4, 5)
    found = [effects(factors, RANDOM(seed).normal(size=(20, 10))) for seed in range(60)]
    assert np.mean([one.noise for one in found]) == pytest.approx(1.0, abs=0.2)


def test_noise_of_a_full_table_is_that_of_the_two_way_analysis() -> None:
    factors, _ = grid(3, 2)
    runs = RANDOM(12).normal(size=(6, 5))
    both = runs - runs.mean(axis=0) - runs.mean(axis=1, keepdims=True) + runs.mean()
    mean_square = np.sum(both**2) / (5 * 4)
    total = np.sum((runs.mean(axis=1) - runs.mean()) ** 2)
    assert effects(factors, runs).noise == pytest.approx(5 * mean_square / 5 / total)


def test_one_replication_says_nothing_about_noise() -> None:
    factors, _ = grid(2, 2)
    assert math.isnan(effects(factors, [1.0, 2.0, 3.0, 5.0]).noise)


def test_every_variant_has_a_level_of_every_factor() -> None:
    factors, _ = grid(2, 2)
    with pytest.raises(ValueError, match="a has 4 levels for 5 variants"):
        effects(factors, np.arange(5.0))
    with pytest.raises(ValueError, match="variants, replications"):
        effects(factors, np.zeros((4, 2, 2)))
