"""What each of several blocks of columns explains beside all the others, by least squares."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from voltwin.statistics.moments import Floats

SMALL = 1e-8  # of columns of length 1: what is shorter is rounding, and depends on the others


class Fit(NamedTuple):
    """Least squares of one measure on several blocks."""

    squares: tuple[float, ...]  # of each block: residual squares without it less those with it
    aliases: tuple[tuple[int, ...], ...]  # of each block: others with columns that depend on its
    rest: float  # residual sum of squares with all blocks
    rank: int  # degrees of freedom that all blocks take


def basis(columns: Floats, beside: Floats | None = None) -> Floats:
    """Return an orthonormal basis of what columns span beside a constant and other columns.

    Args:
        columns: (n, m), in any scale.
        beside: (n, r) orthonormal columns orthogonal to a constant.

    Returns:
        (n, d), d being 0 if there is nothing else.
    """
    centred = columns - columns.mean(axis=0)
    length = np.linalg.norm(centred, axis=0)
    varies = length > SMALL * np.linalg.norm(columns, axis=0)
    centred = centred[:, varies] / length[varies]
    if beside is not None:
        for _ in range(2):  # the second time removes the rounding of the first
            centred -= beside @ (beside.T @ centred)
    if centred.size == 0:
        return np.empty((len(columns), 0))
    u, s, _ = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(u[:, s > SMALL])


def fit(blocks: Sequence[Floats], values: Floats) -> Fit:
    """Return what blocks explain of the variance of values about their mean.

    One decomposition serves all blocks: with coefficients b_j of a block and C_jj their part of
    the inverse of X'X, the squares that go if the block goes are b_j' C_jj^-1 b_j. Seber and Lee
    (2003), Linear Regression Analysis, 2nd ed., section 4.3.

    Args:
        blocks: of orthonormal columns (n, d_j), each orthogonal to a constant; one may depend on
            others, and its squares are then not defined (see `aliases`).
        values: (n,).
    """
    columns = np.hstack([np.empty((len(values), 0)), *blocks])
    centred = values - values.mean()
    if columns.shape[1] == 0:
        nothing = len(blocks)
        return Fit((0.0,) * nothing, ((),) * nothing, float(centred @ centred), 0)
    u, s, vt = np.linalg.svd(columns, full_matrices=False)
    kept = s > SMALL * s[0]
    u, s, v = u[:, kept], s[kept], vt[kept].T
    found = u.T @ centred
    left = centred - u @ found
    inverse = v / s
    ends = np.cumsum([0, *(block.shape[1] for block in blocks)])
    parts = [slice(start, end) for start, end in pairwise(ends.tolist())]
    squares = tuple(_squares(inverse[part], found) for part in parts)
    return Fit(squares, _aliases(v, parts), float(left @ left), int(kept.sum()))


def _squares(inverse: Floats, found: Floats) -> float:
    """Return b' C^-1 b for b = inverse found, C = inverse inverse': a projection's length."""
    q = np.linalg.qr(inverse.T).Q
    return float(np.sum((q.T @ found) ** 2))


def _aliases(v: Floats, parts: Sequence[slice]) -> tuple[tuple[int, ...], ...]:
    """Return for each block the blocks (itself too) that some combination sets to zero with it."""
    null = np.eye(len(v)) - v @ v.T
    touched = np.abs(null) > SMALL**0.5
    return tuple(
        tuple(number for number, part in enumerate(parts) if touched[own, part].any())
        for own in parts
    )
