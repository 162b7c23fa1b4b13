"""Longitudes and latitudes as kilometres on a plane, for maps of a city or a country."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

KM_PER_DEGREE = 111.195  # of latitude, on a sphere of the Earth's mean radius, 6371.0088 km
_LEAST_COSINE = 0.02  # beyond 88.9 degrees north or south east-west distances stop shrinking


def kilometres(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Return places [km] east and north of the middle (equirectangular projection).

    East-west distances are true at the mean latitude. A network on both sides of the date line
    stays together.

    Args:
        lon: [degrees] east, at least one.
        lat: [degrees] north.
    """
    east = _together(lon)
    middle = (lat.min() + lat.max()) / 2.0
    shrunk = max(float(np.cos(np.radians(middle))), _LEAST_COSINE)
    x = (east - (east.min() + east.max()) / 2.0) * KM_PER_DEGREE * shrunk
    return x, (lat - middle) * KM_PER_DEGREE


def _together(lon: Array) -> Array:
    """Return longitudes cut open at their widest gap, so that the network is in one piece."""
    around = np.unique(lon % 360.0)
    gap = np.diff(around, append=around[0] + 360.0)
    first = around[(int(np.argmax(gap)) + 1) % len(around)]
    return np.asarray((lon - first) % 360.0)


def bar_km(width_km: float) -> float:
    """Return the length of a scale bar [km]: 1, 2 or 5 times a power of ten, a fifth to a half of
    the width.

    >>> bar_km(130.0)
    50.0
    """
    most = width_km / 2.0
    power = 10.0 ** np.floor(np.log10(most))  # rounded, perhaps up to the next one
    steps = [step * power for step in (0.5, 1.0, 2.0, 5.0)]
    return float(max(step for step in steps if step <= most))
