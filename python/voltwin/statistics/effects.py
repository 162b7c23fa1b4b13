"""What factors do to a measure: shares of its variance between the variants of a design."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from voltwin.statistics.factors import Factor
from voltwin.statistics.moments import Floats, moments
from voltwin.statistics.terms import (
    MOST_COLUMNS,
    TOO_FEW,
    Model,
    Term,
    interactions,
    main_terms,
)

LEAST_VARIANTS = 3  # two differ in one way only, whatever the factors


@dataclass(frozen=True)
class Effect:
    """A main effect of one factor, or an interaction of two, on one measure."""

    factor: str
    other: str | None  # None for a main effect
    degrees: int  # of freedom that it takes; pure chance gives it degrees / (variants - 1)
    share: float  # of the variance between variants; NaN where it cannot be told
    reason: str | None = None  # why it cannot


@dataclass(frozen=True)
class Effects:
    """Of all factors of a design on one measure."""

    terms: tuple[Effect, ...]  # main effects first, then interactions
    rest: float  # share that no term explains; NaN where it cannot be told
    noise: float  # share that chance in the replications brings; NaN without 2 of them
    variants: int  # that define the measure


def effects(factors: Sequence[Factor], values: npt.ArrayLike) -> Effects:
    """Return the shares of main effects and two-way interactions, and what they do not explain.

    Type II sums of squares: the share of a term is what it explains beside all terms of its
    own and of lower order. Levels are coded as levels, continuous factors as quadratic polynomials,
    whose interactions are products of the linear parts. In a balanced grid this is classical
    analysis of variance, and shares add to 1 with the rest; elsewhere what two terms explain
    alike is a share of neither. Montgomery (2017), Design and Analysis of Experiments, 9th ed.,
    chapter 5; Langsrud (2003), Statistics and Computing 13, doi:10.1023/A:1023260610025.

    A term has no share, but a reason, where other terms would explain the same, and where there
    are as many coefficients as variants, which fit anything. (Not so in a grid: interactions may
    take all that main effects leave, and each has its own.)

    Args:
        factors: of the design, each with a level for every variant.
        values: (variants, replications), or (variants,): NaN where undefined. Variants that no
            replication defines are left out.

    Raises:
        ValueError: A factor has not a level for every variant.
    """
    runs = _runs(factors, values)
    found = moments(runs.T)
    kept = found.n > 0
    y = found.mean[kept]
    if len(y) < LEAST_VARIANTS:
        return _nothing(factors, TOO_FEW, len(y))
    if moments(y).sd == 0.0:
        return _nothing(factors, "the measure does not vary", len(y))
    total = float(np.sum((y - y.mean()) ** 2))
    mains, pairs = main_terms(factors, kept), interactions(factors, kept)
    grid = _is_grid(factors, kept)
    first = Model.of(mains, y, grid)
    if pairs is None:
        told, second = first, _untold(factors, f"more than {MOST_COLUMNS} combinations of levels")
    else:
        model = Model.of([*mains, *pairs], y, grid)
        told = first if model.exhausted else model
        second = [_effect(model, term, total) for term in pairs]
    rest = math.nan if told.exhausted else told.fit.rest / total
    terms = (*(_effect(first, term, total) for term in mains), *second)
    return Effects(terms, rest, _noise(runs[kept]) / total, len(y))


def _effect(model: Model, term: Term, total: float) -> Effect:
    reason = model.untold(term)
    share = model.squares(term) / total if reason is None else math.nan
    return Effect(term.factor, term.other, term.columns.shape[1], share, reason)


def _nothing(factors: Sequence[Factor], reason: str, variants: int) -> Effects:
    """Return effects of which none can be told."""
    mains = [Effect(factor.name, None, 0, math.nan, reason) for factor in factors]
    return Effects((*mains, *_untold(factors, reason)), math.nan, math.nan, variants)


def _untold(factors: Sequence[Factor], reason: str) -> list[Effect]:
    """Return interactions of which none can be told."""
    return [
        Effect(one.name, other.name, 0, math.nan, reason) for one, other in combinations(factors, 2)
    ]


def _runs(factors: Sequence[Factor], values: npt.ArrayLike) -> Floats:
    table = np.asarray(values, dtype=np.float64)
    if table.ndim not in (1, 2):
        raise ValueError(f"values of shape {table.shape}, allowed: (variants, replications)")
    for factor in factors:
        factor.check(len(table))
    return table if table.ndim == 2 else table[:, np.newaxis]


def _is_grid(factors: Sequence[Factor], kept: npt.NDArray[np.bool_]) -> bool:
    """Return whether every combination of levels is there."""
    if not factors:
        return True
    index = np.stack([factor.groups.index[kept] for factor in factors])
    combined = math.prod(len(np.unique(row)) for row in index)
    return int(np.unique(index, axis=1).shape[1]) == combined


def _noise(runs: Floats) -> float:
    """Return the sum of squares between variants that chance in the replications brings.

    What a replication does to all variants alike (common random numbers) is taken off first. In a
    full table this is what the mean square of variants x replications, in a two-way analysis of
    variance, leads one to expect.
    """
    own = moments((runs - moments(runs).mean).T)
    variances = own.sd**2 / np.maximum(own.n, 1)
    return float(np.nansum(variances)) if np.isfinite(variances).any() else math.nan
