"""Designs of a sweep: which points, a level of each factor, are simulated.

A grid has every combination. A Latin hypercube has the range of each factor in as many equal parts
as there are variants, and every part once (McKay, Beckman and Conover 1979,
doi:10.1080/00401706.1979.10489755). Sobol points, scrambled, fill space more evenly (Sobol 1967,
doi:10.1016/0041-5553(67)90144-9; Owen 1998, doi:10.1006/jcom.1998.0487). A list is a list.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from voltwin.experiment.factors import Factor
from voltwin.experiment.levels import level_text
from voltwin.experiment.ranges import MOST_POINTS, Points, Range
from voltwin.scenario.errors import Problem
from voltwin.scenario.model import Name, Value, Whole
from voltwin.scenario.names import did_you_mean

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Factors: TypeAlias = Mapping[str, Factor]
Point: TypeAlias = tuple[Any, ...]  # a level of each factor, in their order

SOBOL_FACTORS = 21_201  # direction numbers are known for (Joe and Kuo 2008, doi:10.1137/070709359)
_KINDS = "grid, latin_hypercube, sobol, list"

Variants = Annotated[Whole, Field(ge=1, le=MOST_POINTS)]
DesignSeed = Annotated[Whole, Field(ge=0)]


class Grid(Value):
    """Every combination of the factors' levels."""

    kind: Literal["grid"] = "grid"
    points: Points | None = Field(None, description="levels of a range that gives none itself")


class LatinHypercube(Value):
    """Points of which each has its own part of the range of every factor."""

    kind: Literal["latin_hypercube"] = "latin_hypercube"
    variants: Variants = Field(description="how many points")
    seed: DesignSeed | None = Field(None, description="of the points; the plan's unless given")


class Sobol(Value):
    """Scrambled Sobol points; a power of two of them, as only so many are balanced."""

    kind: Literal["sobol"] = "sobol"
    variants: Variants = Field(description="how many points, a power of two")
    seed: DesignSeed | None = Field(None, description="of the points; the plan's unless given")

    @model_validator(mode="after")
    def _is_balanced(self) -> Self:
        below = 1 << (self.variants.bit_length() - 1)
        if below != self.variants:
            text = "variants must be a power of two, such as {below} or {above}"
            nearest = {"below": below, "above": 2 * below}
            raise PydanticCustomError("balance", text, nearest)
        return self


class Listed(Value):
    """Points as they are given; in a plan's file also `file`: a table, a column a factor."""

    kind: Literal["list"] = "list"
    points: Annotated[tuple[dict[Name, Any], ...], Field(min_length=1, max_length=MOST_POINTS)] = (
        Field(description="levels by factor; one that is left out stays as it is")
    )


def _with_kind(value: Any) -> Any:
    if isinstance(value, Grid | LatinHypercube | Sobol | Listed):
        return value
    if not isinstance(value, Mapping) or "kind" not in value:
        raise ValueError(f"must be a mapping with a kind, one of {_KINDS}")
    return value


AnyDesign: TypeAlias = Grid | LatinHypercube | Sobol | Listed
Design = Annotated[AnyDesign, Field(discriminator="kind"), BeforeValidator(_with_kind)]


def problems_of_design(design: AnyDesign, factors: Factors) -> Iterator[Problem]:
    """Yield what stands against a design of these factors."""
    match design:
        case Grid():
            for name, factor in factors.items():
                if isinstance(factor.values, Range) and factor.values.count(design.points) is None:
                    text = "a grid needs levels: give points, here or in the design"
                    yield Problem(("factors", name, factor.way), text)
        case Listed():
            yield from _problems_of_list(design, factors)
        case Sobol() | LatinHypercube():
            if isinstance(design, Sobol) and len(factors) > SOBOL_FACTORS:
                text = f"Sobol points have at most {SOBOL_FACTORS:,} factors, not {len(factors):,}"
                yield Problem(("design", "kind"), text)
            different = _different(factors)
            if different is not None and design.variants > different:
                text = f"given {design.variants:,}, and only {different:,} differ: take a grid"
                yield Problem(("design", "variants"), text)


def number_of_points(design: AnyDesign, factors: Factors) -> int:
    """Return how many points a design has that nothing stands against; at most so many, where some
    may turn out to be equal."""
    match design:
        case Grid():
            return math.prod(_grid_count(factor, design) for factor in factors.values())
        case Listed():
            return len(design.points)
        case _:
            return design.variants


def points_of(design: AnyDesign, factors: Factors, seed: int) -> Iterator[Point]:
    """Yield the points of a design that nothing stands against, each once.

    Args:
        design: that is wanted.
        factors: by name.
        seed: of points drawn by a design without a seed of its own.
    """
    match design:
        case Grid():
            yield from itertools.product(*(_grid_levels(one, design) for one in factors.values()))
        case Listed():
            yield from (_listed_point(given, factors) for given in design.points)
        case _:
            drawn = seed if design.seed is None else design.seed
            shares = _shares(design, len(factors), drawn)
            of_each = list(factors.values())
            yield from _once(
                tuple(factor.at(share) for factor, share in zip(of_each, row, strict=True))
                for row in shares.tolist()
            )


def _shares(
    design: LatinHypercube | Sobol, dimensions: int, seed: int
) -> "npt.NDArray[np.float64]":
    """Return points of the unit cube, shape (points, dimensions)."""
    import numpy as np
    from scipy.stats import qmc

    rng = np.random.default_rng(seed)
    if isinstance(design, Sobol):
        return qmc.Sobol(dimensions, rng=rng).random_base2(design.variants.bit_length() - 1)
    return qmc.LatinHypercube(dimensions, rng=rng).random(design.variants)


def point_key(point: Point) -> tuple[str, ...]:
    """Return what equal points have in common."""
    return tuple(level_text(level) for level in point)


def _once(points: Iterable[Point]) -> Iterator[Point]:
    """Yield points, equal ones once: they would give the same numbers."""
    seen = set()
    for point in points:
        key = point_key(point)
        if key not in seen:
            seen.add(key)
            yield point


def _different(factors: Factors) -> int | None:
    """Return how many different points there can be, None if without bound."""
    counts = [
        factor.values.count(None) if isinstance(factor.values, Range) else len(factor.values)
        for factor in factors.values()
        if not (isinstance(factor.values, Range) and not factor.values.whole)
    ]
    return math.prod(count or 1 for count in counts) if len(counts) == len(factors) else None


def _grid_count(factor: Factor, design: Grid) -> int:
    if isinstance(factor.values, Range):
        return factor.values.count(design.points) or 0
    return len(factor.values)


def _grid_levels(factor: Factor, design: Grid) -> tuple[Any, ...]:
    values = factor.values
    return values.levels(design.points) if isinstance(values, Range) else values


def _listed_point(given: Mapping[str, Any], factors: Factors) -> Point:
    return tuple(
        factor.level(given[name]) if name in given else factor.left_out()
        for name, factor in factors.items()
    )


def _problems_of_list(design: Listed, factors: Factors) -> Iterator[Problem]:
    first: dict[tuple[str, ...], int] = {}
    for number, given in enumerate(design.points):
        place = ("design", "points", number)
        wrong = list(_problems_of_point(given, factors))
        yield from (Problem((*place, *path), text) for path, text in wrong)
        if not wrong:
            key = point_key(_listed_point(given, factors))
            if key in first:
                yield Problem(place, f"is the same as points[{first[key]}]")
            first.setdefault(key, number)


def _problems_of_point(given: Mapping[str, Any], factors: Factors) -> Iterator[Problem]:
    from voltwin.scenario.messages import shown

    for name in given:
        if name not in factors:
            yield Problem((name,), f"is no factor{did_you_mean(name, factors)}")
    for name, factor in factors.items():
        try:
            if name in given:
                factor.level(given[name])
            else:
                factor.left_out()
        except ValueError as error:
            said = f"given {shown(given[name])}, " if name in given else ""
            yield Problem((name,), f"{said}{error}")
