"""Numbers beside points, placed so that they hide neither each other nor their point."""

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from voltwin.report.style import INK, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]
RADIUS = 6.2  # of a badge [pt]
_AWAY = (1.0, 2.2, 3.6)  # how far from the point, in radii of a badge
_ANGLES = np.radians([45, 135, -45, -135, 0, 180, 90, -90])


def badges(axes: "Axes", points: Sequence[Point | None], radius: float) -> None:
    """Number points from 1 on.

    Args:
        axes: whose limits are set.
        points: in data of the axes; None has no badge.
        radius: of the points [pt].
    """
    scale = 72.0 / axes.figure.dpi_scale_trans.get_matrix()[0, 0]  # type: ignore[union-attr]
    at = [None if p is None else axes.transData.transform(p) * scale for p in points]
    taken = [place for place in at if place is not None]
    for number, (point, place) in enumerate(zip(points, at, strict=True), start=1):
        if point is None or place is None:
            continue
        offset = _free(place, taken, radius)
        taken.append(place + offset)
        axes.annotate(
            "",
            point,
            xytext=tuple(offset),
            textcoords="offset points",
            arrowprops={"arrowstyle": "-", "color": INK.light, "linewidth": 0.7, "shrinkB": radius},
        )
        axes.annotate(
            f"{number}",
            point,
            xytext=tuple(offset),
            textcoords="offset points",
            ha="center",
            va="center_baseline",
            color=PAPER.light,
            fontsize=7.5,
            fontweight="bold",
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK.light, "edgecolor": PAPER.light,
                  "linewidth": 0.8},
        )  # fmt: skip


def _free(
    place: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    taken: "list[np.ndarray[tuple[int], np.dtype[np.float64]]]",
    radius: float,
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return the nearest offset [pt] that is far enough from all that is there already, or else
    the one that is farthest from it."""
    best, best_gap = None, -1.0
    for away, angle in product(_AWAY, _ANGLES):
        distance = radius + away * RADIUS + 2.0
        offset = distance * np.array([np.cos(angle), np.sin(angle)])
        gap = min(float(np.hypot(*(place + offset - other))) for other in taken)
        if gap >= 2.0 * RADIUS:
            return offset
        if gap > best_gap:
            best, best_gap = offset, gap
    assert best is not None
    return best
