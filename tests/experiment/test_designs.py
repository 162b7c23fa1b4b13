"""Designs: which points there are, held against what each design promises."""

import itertools
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from voltwin.experiment.designs import (
    SOBOL_FACTORS,
    AnyDesign,
    Design,
    Point,
    number_of_points,
    points_of,
    problems_of_design,
)
from voltwin.experiment.factors import Factor

DESIGNS: TypeAdapter[AnyDesign] = TypeAdapter(Design)
SEED = 5


def factors(**fields: Any) -> dict[str, Factor]:
    """Return factors by their levels: a list, or a range."""
    return {
        name: Factor.model_validate({"path": name, "set": levels})
        for name, levels in fields.items()
    }


def points(design: Mapping[str, Any], of: Mapping[str, Factor], seed: int = SEED) -> list[Point]:
    return list(points_of(DESIGNS.validate_python(design), of, seed))


def problems(design: Mapping[str, Any], of: Mapping[str, Factor]) -> list[tuple[Any, str]]:
    found = problems_of_design(DESIGNS.validate_python(design), of)
    return [(path, text) for path, text in found]


def a_range(start: float, end: float, **more: Any) -> dict[str, Any]:
    return {"from": start, "to": end, **more}


LEVELS = st.lists(st.integers(0, 99), min_size=1, max_size=4, unique=True)
CONTINUOUS = factors(a=a_range(0, 1), b=a_range(-5, 5), c=a_range(1, 1000, scale="log"))
MIXED = factors(many=a_range(0, 1), few=["x", "y", "z"], counts=a_range(1, 5, whole=True))


# --- grids --------------------------------------------------------------------------------------


@given(st.lists(LEVELS, min_size=1, max_size=4))
def test_a_grid_is_every_combination_the_last_factor_changing_first(lists: list[list[int]]) -> None:
    of = factors(**{f"f{number}": levels for number, levels in enumerate(lists)})
    expected: list[Point] = [()]
    for levels in lists:
        expected = [(*point, level) for point in expected for level in levels]
    assert points({"kind": "grid"}, of) == expected
    assert number_of_points(DESIGNS.validate_python({"kind": "grid"}), of) == len(expected)


def test_a_grid_takes_points_from_the_range_or_the_design() -> None:
    of = factors(
        own=a_range(0, 1, points=2), designs=a_range(0, 1), whole=a_range(0, 9, whole=True)
    )
    grid = points({"kind": "grid", "points": 3}, of)
    assert [list(dict.fromkeys(levels)) for levels in zip(*grid, strict=True)] == [
        [0, 1],
        [0, 0.5, 1],
        [0, 5, 9],
    ]


def test_a_grid_of_a_range_without_points_is_refused() -> None:
    text = "a grid needs levels: give points, here or in the design"
    assert problems({"kind": "grid"}, MIXED) == [(("factors", "many", "set"), text)]


# --- Latin hypercubes and Sobol points ----------------------------------------------------------


@given(st.integers(1, 60), st.integers(0, 2**32))
def test_each_variant_of_a_latin_hypercube_has_its_own_part_of_each_range(
    variants: int, seed: int
) -> None:
    drawn = points({"kind": "latin_hypercube", "variants": variants, "seed": seed}, CONTINUOUS)
    a, b, c = (np.array(levels) for levels in zip(*drawn, strict=True))
    for share in (a, (b + 5) / 10, np.log(c) / np.log(1000)):
        parts = np.minimum(share * variants, variants - 1).astype(int)
        assert sorted(parts) == list(range(variants))


def test_levels_in_a_latin_hypercube_are_as_frequent_as_each_other() -> None:
    drawn = points({"kind": "latin_hypercube", "variants": 61}, MIXED)
    _, few, counts = (Counter(levels) for levels in zip(*drawn, strict=True))
    assert set(few) == {"x", "y", "z"}
    assert set(counts) == {1, 2, 3, 4, 5}
    assert max(few.values()) - min(few.values()) <= 1
    assert max(counts.values()) - min(counts.values()) <= 1


@settings(max_examples=20)
@given(st.integers(3, 9), st.integers(0, 2**32))
def test_sobol_points_are_balanced(power: int, seed: int) -> None:
    variants = 2**power
    of = factors(a=a_range(0, 1), b=a_range(0, 1), levels=["p", "q", "r", "s"])
    drawn = points({"kind": "sobol", "variants": variants, "seed": seed}, of)
    a, b, levels = zip(*drawn, strict=True)
    assert set(Counter(levels).values()) == {variants // 4}
    for shares in (a, b):  # one in each part, and
        assert sorted(int(share * variants) for share in shares) == list(range(variants))
    squares = Counter((int(2 * one), int(4 * other)) for one, other in zip(a, b, strict=True))
    assert set(squares.values()) == {variants // 8}  # as many in each rectangle of equal size


DRAWN = ["latin_hypercube", "sobol"]


@pytest.mark.parametrize("kind", DRAWN)
def test_points_follow_from_the_seed_of_the_design_or_the_plan(kind: str) -> None:
    own = {"kind": kind, "variants": 16, "seed": 3}
    plans = {"kind": kind, "variants": 16}
    assert points(own, MIXED, seed=1) == points(own, MIXED, seed=2) == points(plans, MIXED, seed=3)
    assert points(plans, MIXED, seed=1) != points(plans, MIXED, seed=2)


@pytest.mark.parametrize("kind", DRAWN)
def test_equal_points_stand_once(kind: str) -> None:
    of = factors(one=["p", "q"], other=a_range(1, 9, whole=True))
    drawn = points({"kind": kind, "variants": 16}, of)
    assert len(drawn) == len(set(drawn)) <= 16


@pytest.mark.parametrize("kind", DRAWN)
def test_more_variants_than_there_are_points_are_refused(kind: str) -> None:
    of = factors(one=["p", "q"], other=a_range(1, 3, whole=True))
    text = "given 8, and only 6 differ: take a grid"
    assert problems({"kind": kind, "variants": 8}, of) == [(("design", "variants"), text)]
    assert problems({"kind": kind, "variants": 4}, of) == []
    assert problems({"kind": kind, "variants": 8}, MIXED) == []


def test_sobol_points_have_no_more_factors_than_direction_numbers() -> None:
    from scipy.stats import qmc

    assert SOBOL_FACTORS == qmc.Sobol.MAXDIM
    one = factors(a=a_range(0, 1))["a"]
    many = {str(number): one for number in range(SOBOL_FACTORS + 1)}
    text = "Sobol points have at most 21,201 factors, not 21,202"
    assert problems({"kind": "sobol", "variants": 8}, many) == [(("design", "kind"), text)]
    assert problems({"kind": "latin_hypercube", "variants": 8}, many) == []


# --- lists --------------------------------------------------------------------------------------

NAMED = {
    "chargers": Factor.model_validate({"path": "a", "add": [0, 1, 2]}),
    "demand": Factor.model_validate({"path": "b", "multiply": a_range(0.5, 2)}),
    "policy": Factor.model_validate({"path": "c", "set": ["lose", "wait"]}),
}


def listed(*given: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "list", "points": list(given)}


def test_a_list_is_a_list_and_what_is_left_out_stays_as_it_is() -> None:
    design = listed(
        {"policy": "wait", "chargers": 2, "demand": 1.5}, {"policy": "lose", "demand": 0.5}
    )
    assert problems(design, NAMED) == []
    assert points(design, NAMED) == [(2, 1.5, "wait"), (0, 0.5, "lose")]


def test_what_is_wrong_with_a_list_is_told_by_point() -> None:
    design = listed(
        {"charger": 1, "policy": "wait"},
        {"chargers": 3, "policy": "wait"},
        {"chargers": 1},
        {"policy": "wait", "demand": 2},
        {"demand": 3, "policy": "wait"},
        {"policy": "wait", "demand": 2.0, "chargers": 0},
    )
    assert problems(design, NAMED) == [
        (("design", "points", 0, "charger"), 'is no factor; did you mean "chargers"?'),
        (
            ("design", "points", 1, "chargers"),
            "given 3, must be one of its levels; allowed: 0, 1, 2",
        ),
        (("design", "points", 2, "policy"), "is missing"),
        (("design", "points", 4, "demand"), "given 3, must be one of the numbers from 0.5 to 2"),
        (("design", "points", 5), "is the same as points[3]"),
    ]


@given(st.data())
def test_a_grid_written_as_a_list_is_the_grid(data: st.DataObject) -> None:
    of = factors(a=[1, 2, 3], b=["p", "q"], c=a_range(0, 2, whole=True))
    grid = points({"kind": "grid"}, of)
    order = data.draw(st.permutations(list(of)))
    as_list = [{name: point[list(of).index(name)] for name in order} for point in grid]
    assert (
        points(listed(*as_list), of) == grid == list(itertools.product([1, 2, 3], "pq", range(3)))
    )


# --- what is no design --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("design", "text"),
    [
        ("grid", "must be a mapping with a kind"),
        ({"variants": 8}, "must be a mapping with a kind"),
        ({"kind": "gird"}, "does not match any of the expected tags"),
        ({"kind": "grid", "points": 1}, "greater than or equal to 2"),
        ({"kind": "grid", "variants": 8}, "Extra inputs"),
        ({"kind": "latin_hypercube"}, "Field required"),
        ({"kind": "latin_hypercube", "variants": 0}, "greater than or equal to 1"),
        ({"kind": "latin_hypercube", "variants": 10**9}, "less than or equal to 1000000"),
        ({"kind": "latin_hypercube", "variants": 8, "seed": -1}, "greater than or equal to 0"),
        ({"kind": "sobol", "variants": 100}, "must be a power of two, such as 64 or 128"),
        ({"kind": "list", "points": []}, "at least 1 item"),
        ({"kind": "list", "points": [3]}, "valid dictionary"),
    ],
)
def test_what_is_no_design(design: object, text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        DESIGNS.validate_python(design)
