"""Numbers beside points, placed so that they hide neither each other nor their point."""

import math
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from voltwin.report.figures.plot import dots_per_inch
from voltwin.report.style import INK, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]
RADIUS = 6.2  # of a badge [pt]
_AWAY = (1.0, 2.2, 3.6)  # how far from the point, in radii of a badge
_ANGLES = (45.0, 135.0, -45.0, -135.0, 0.0, 180.0, 90.0, -90.0)  # [degrees]


def badges(axes: "Axes", points: Sequence[Point | None], radius: float) -> None:
    """Number points from 1 on.

    Args:
        axes: whose limits are set.
        points: in data of the axes; None has no badge.
        radius: of the points [pt].
    """
    scale = 72.0 / dots_per_inch(axes.figure)
    at = [None if point is None else _scaled(axes.transData.transform(point), scale)
          for point in points]  # fmt: skip
    taken = [place for place in at if place is not None]
    for number, (point, place) in enumerate(zip(points, at, strict=True), start=1):
        if point is not None and place is not None:
            offset = _free(place, taken, radius)
            taken.append((place[0] + offset[0], place[1] + offset[1]))
            _draw(axes, f"{number}", point, offset, radius)


def _scaled(point: Any, scale: float) -> Point:
    return float(point[0]) * scale, float(point[1]) * scale


def _draw(axes: "Axes", number: str, point: Point, offset: Point, radius: float) -> None:
    """Draw a line from the edge of the point to the badge, and the badge."""
    line: dict[str, Any] = {
        "arrowstyle": "-",
        "color": INK.light,
        "linewidth": 0.7,
        "shrinkA": 0.0,
        "shrinkB": radius,
    }
    axes.annotate("", point, xytext=offset, textcoords="offset points", arrowprops=line)
    axes.annotate(
        number,
        point,
        xytext=offset,
        textcoords="offset points",
        ha="center",
        va="center_baseline",
        color=PAPER.light,
        fontsize=7.5 if len(number) == 1 else 6.2,
        fontweight="bold",
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK.light, "edgecolor": PAPER.light},
    )


def _free(place: Point, taken: Sequence[Point], radius: float) -> Point:
    """Return the nearest offset [pt] that is far enough from all that is there already, or else
    the one that is farthest from it."""
    best, best_gap = (0.0, 0.0), -1.0
    for away, angle in product(_AWAY, _ANGLES):
        distance = radius + away * RADIUS + 2.0
        x, y = distance * math.cos(math.radians(angle)), distance * math.sin(math.radians(angle))
        gap = min(math.hypot(place[0] + x - other[0], place[1] + y - other[1]) for other in taken)
        if gap >= 2.0 * RADIUS:
            return x, y
        if gap > best_gap:
            best, best_gap = (x, y), gap
    return best
