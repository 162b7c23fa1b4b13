"""Values that are constant from edge to edge, as areas, stacks of areas, or lines.

Not `Axes.stairs`: it looks at each edge as at a curve, to find the limits of axes that figures set
themselves, and takes half of a report's time for that.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from voltwin.report.style import Token

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = npt.NDArray[Any]


def stack(axes: "Axes", edges: Array, layers: Iterable[tuple[Array, Token, str]]) -> float:
    """Draw areas upon each other and return how high they are at most.

    Args:
        axes: to draw in.
        edges: one more than there are values.
        layers: (values, colour, label) from the bottom up.
    """
    below: Array = np.zeros(len(edges) - 1)
    for values, colour, label in layers:
        area(axes, edges, below + values, colour, label, below=below)
        below = below + values
    return float(below.max())


def area(
    axes: "Axes", edges: Array, above: Array, colour: Token, label: str, below: Array | float = 0.0
) -> None:
    """Draw an area from `below` up to `above`."""
    _add(axes, above, edges, baseline=below, color=colour.light, linewidth=0.0, label=label)


def line(
    axes: "Axes", edges: Array, values: Array, colour: Token, label: str, width: float
) -> None:
    """Draw a line of a width in points."""
    drawn = {"fill": False, "edgecolor": colour.light, "linewidth": width}
    _add(axes, values, edges, baseline=None, label=label, **drawn)


def _add(axes: "Axes", values: Array, edges: Array, **how: Any) -> None:
    from matplotlib.patches import StepPatch

    axes.add_artist(StepPatch(values, edges, **how))
