"""Homes of a class's vehicles, by weight: adding a vehicle moves no other."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_GOLDEN = 0.6180339887498949  # (sqrt 5 - 1) / 2: its multiples fill the unit interval evenly


def homes(weights: Sequence[float], vehicles: int) -> npt.NDArray[np.int64]:
    """Return the zone of each vehicle.

    Vehicle k takes the zone that holds the fraction of 1/2 + k x golden ratio, zones being laid
    side by side with their weights as widths. After n vehicles each zone has its share of them to
    within a few vehicles (Weyl's sequence with the golden ratio, of discrepancy O(log n / n)).
    """
    shares = np.cumsum(np.asarray(weights, np.float64))
    place = np.modf(0.5 + _GOLDEN * np.arange(vehicles))[0] * shares[-1]
    return np.asarray(np.searchsorted(shares, place, side="right"))
