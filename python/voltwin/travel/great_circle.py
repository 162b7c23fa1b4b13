"""Distances over the earth's surface."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

EARTH_KM = 6371.0088  # mean radius, IUGG (Moritz 2000)


def great_circle_km(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Return great-circle distances [km] by the haversine formula (Sinnott 1984).

    Args:
        lon, lat: from where [degrees]; any shapes that NumPy broadcasts.
        to_lon, to_lat: to where [degrees].
    """
    a, b = np.radians(lat), np.radians(to_lat)
    across = np.sin(np.radians(np.subtract(to_lon, lon)) / 2.0)
    along = np.sin((b - a) / 2.0)
    half = np.square(along) + np.cos(a) * np.cos(b) * np.square(across)
    return np.asarray(2.0 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def all_distances_km(lon: Floats, lat: Floats) -> Floats:
    """Return the great-circle distance of every pair [km], shape (places, places)."""
    return great_circle_km(lon[:, None], lat[:, None], lon[None, :], lat[None, :])
