"""Few points that look like many: of each stretch of time the first, the last, the least and the
most. A line drawn through them covers the pixels that one through all points would, if a stretch is
no wider than a pixel: Jugel, Jerzak, Hackenbroich and Markl (2014), M4: A Visualization-Oriented
Time Series Data Aggregation, https://doi.org/10.14778/2732951.2732953."""

import numpy as np
import numpy.typing as npt

_OF_EACH = 4  # points of a stretch


def thinned(
    time: npt.NDArray[np.float64], value: npt.NDArray[np.float64], most: int
) -> npt.NDArray[np.int64]:
    """Return which points of a line to keep, rising.

    Args:
        time: of the points [s], rising; the line goes from the first to the last.
        value: of the points.
        most: how many may be kept, 4 or more; with as many or fewer all are.
    """
    if len(time) <= most:
        return np.arange(len(time))
    stretches = most // _OF_EACH
    width = (time[-1] - time[0]) / stretches
    stretch = np.minimum((time - time[0]) // width, stretches - 1).astype(np.int64)
    begins = np.flatnonzero(np.append(True, stretch[1:] != stretch[:-1]))
    ends = np.append(begins[1:], len(time)) - 1
    by_value = np.lexsort((value, stretch))
    return np.unique(np.concatenate([begins, ends, by_value[begins], by_value[ends]]))
