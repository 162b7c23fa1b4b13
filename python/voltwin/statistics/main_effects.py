"""Means by the level of a factor, and by the levels of two."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin.statistics.factors import Factor, Groups
from voltwin.statistics.intervals import Intervals, mean_interval
from voltwin.statistics.levels import LEVEL
from voltwin.statistics.moments import Floats, Integers, divided


@dataclass(frozen=True)
class MainEffect:
    """Of one factor on measures, level by level, whatever the other factors are."""

    groups: Groups
    variants: Integers  # (levels,) variants at this level
    runs: Integers  # (levels, ...) runs that define the measure
    mean: Intervals  # of (levels, ...): the mean of the measure at this level
    effect: Intervals  # of (levels, ...): that mean less the mean of all variants


@dataclass(frozen=True)
class TwoWay:
    """Means of measures by the levels of two factors."""

    groups: Groups
    other: Groups
    variants: Integers  # (levels, levels of the other)
    mean: Floats  # (levels, levels of the other, ...); NaN where no run has both


def main_effect(factor: Factor, values: npt.ArrayLike, level: float = LEVEL) -> MainEffect:
    """Return means by level, a continuous factor's by five ranges with equally many variants.

    Each replication gives a mean over the variants of a level, and these means are the sample of
    a t interval: variants of one replication share random numbers and are not independent,
    replications are. The interval of `effect` is the narrower one, since what a replication does to
    all variants is gone from it. Both are about these variants, whatever else one might
    have drawn; where other factors are not balanced over levels, their effects are in it.

    Args:
        factor: with a level for every variant.
        values: (variants, replications, ...), NaN where undefined.
        level: of confidence, between 0 and 1.

    Raises:
        ValueError: The factor has not a level for every variant, or `level` is not allowed.
    """
    table = _table(values, factor)
    groups = factor.bins()
    mean, runs = _means(groups.members, table)
    overall, _ = _means(np.ones((1, len(table)), dtype=np.bool_), table)
    return MainEffect(
        groups=groups,
        variants=groups.members.sum(axis=1),
        runs=runs.sum(axis=1),
        mean=mean_interval(np.moveaxis(mean, 1, 0), level),
        effect=mean_interval(np.moveaxis(mean - overall, 1, 0), level),
    )


def two_way(factor: Factor, other: Factor, values: npt.ArrayLike) -> TwoWay:
    """Return means by the levels of two factors, continuous ones by five ranges.

    Each is the mean over replications of the mean over variants, as in `main_effect`.

    Args:
        factor: with a level for every variant, as `other`.
        other: the second factor.
        values: (variants, replications, ...), NaN where undefined.

    Raises:
        ValueError: A factor has not a level for every variant.
    """
    table = _table(values, factor, other)
    one, two = factor.bins(), other.bins()
    cells = (one.members[:, np.newaxis] & two.members).reshape(-1, len(table))
    mean = np.asarray(mean_interval(np.moveaxis(_means(cells, table)[0], 1, 0)).mean)
    shape = (len(one.labels), len(two.labels))
    return TwoWay(one, two, cells.sum(axis=1).reshape(shape), mean.reshape(shape + mean.shape[1:]))


def _table(values: npt.ArrayLike, *factors: Factor) -> Floats:
    table = np.asarray(values, dtype=np.float64)
    if table.ndim < 2:
        raise ValueError(f"values of shape {table.shape}, allowed: (variants, replications, ...)")
    for factor in factors:
        factor.check(len(table))
    return table


def _means(members: npt.NDArray[np.bool_], table: Floats) -> tuple[Floats, Integers]:
    """Return means over the variants of each group (groups, replications, ...), and how many."""
    defined = ~np.isnan(table)
    weights = members.astype(np.float64)
    sums = np.tensordot(weights, np.where(defined, table, 0.0), axes=1)
    counts = np.tensordot(members.astype(np.int64), defined.astype(np.int64), axes=1)
    return divided(sums, counts), counts
