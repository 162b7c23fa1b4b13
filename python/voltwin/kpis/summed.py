"""Counting and adding up by cell."""

from typing import cast

import numpy as np
import numpy.typing as npt

from voltwin.kpis.cells import Floats, Integers

Index = tuple[npt.NDArray[np.integer], ...]


def counted(index: Index, shape: tuple[int, ...]) -> Integers:
    """Return how many entries each cell has; `index` has one array per axis of `shape`."""
    cell = np.ravel_multi_index(index, shape)
    return np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)


def summed(index: Index, weight: Floats, shape: tuple[int, ...]) -> Floats:
    """Return the sum of the weights of each cell, added in the order of the entries."""
    cell = np.ravel_multi_index(index, shape)
    total = np.bincount(cell, weight, minlength=int(np.prod(shape)))
    return cast(Floats, total.reshape(shape))
