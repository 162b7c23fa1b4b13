"""Where vehicles are on their way: on the great circle, at a constant speed.

On roads, too: the model knows how long a drive takes, and not where it leads along. Great circles
by unit vectors and their spherical linear interpolation (Shoemake, "Animating rotation with
quaternion curves", SIGGRAPH 1985).
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_CLOSE = 1e-8  # [rad], some 6 cm: a straight line, where the other formula divides by next to 0


def between(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats, part: Floats) -> Floats:
    """Return (lon, lat) of points on the great circles between pairs of points, shape (2, n).

    Args:
        lon, lat: from where, shape (n,) [degrees].
        to_lon, to_lat: to where, likewise.
        part: of the way, from 0 to 1.
    """
    a, b = _unit(lon, lat), _unit(to_lon, to_lat)
    across = np.linalg.norm(np.cross(a, b, axis=0), axis=0)
    angle = np.arctan2(across, (a * b).sum(axis=0))
    close = np.sin(angle) < _CLOSE
    safe = np.where(close, 1.0, angle)
    to_a = np.where(close, 1.0 - part, np.sin((1.0 - part) * safe) / np.sin(safe))
    to_b = np.where(close, part, np.sin(part * safe) / np.sin(safe))
    x, y, z = to_a * a + to_b * b
    found = np.degrees([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))])
    found = np.where(part <= 0.0, [lon, lat], found)
    return np.asarray(np.where(part >= 1.0, [to_lon, to_lat], found))


def part_done(departed_at: Floats, arrives_at: Floats, at: float) -> Floats:
    """Return which part of each drive is done at a time [s]: 0 before it, 1 when it has ended."""
    seconds = arrives_at - departed_at
    on_way = np.clip((at - departed_at) / np.where(seconds > 0.0, seconds, 1.0), 0.0, 1.0)
    return np.where(at >= arrives_at, 1.0, on_way)


def _unit(lon: Floats, lat: Floats) -> Floats:
    east, north = np.radians(lon), np.radians(lat)
    return np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
