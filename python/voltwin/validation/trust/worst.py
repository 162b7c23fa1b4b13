"""The worst of many deviations. What is no number is worst of all: no limit may let it pass.

Python's `max` passes over NaN unless it comes first; every comparison with it is false.
"""

from collections.abc import Iterable

import numpy as np


def worst(deviations: Iterable[float]) -> float:
    """Return the largest of some deviations; NaN if one of them is.

    Raises:
        ValueError: there is none.
    """
    found = np.fromiter(deviations, np.float64)
    if not len(found):
        raise ValueError("there is no case")
    return float(np.max(found))
