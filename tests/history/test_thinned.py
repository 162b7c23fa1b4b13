"""Few points that look like many."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voltwin.history.thinned import thinned

LINES = st.lists(
    st.tuples(st.floats(0.001, 50.0), st.integers(0, 20)), min_size=1, max_size=200
).map(lambda pairs: (np.cumsum([gap for gap, _ in pairs]), np.array([v for _, v in pairs], float)))


@given(LINES, st.integers(4, 60))
def test_no_more_points_are_kept_than_asked_for(
    line: tuple[np.ndarray, np.ndarray], most: int
) -> None:
    time, value = line
    kept = thinned(time, value, most)
    assert len(kept) <= max(most, 4)
    assert (np.diff(kept) > 0).all()
    if len(time) <= most:
        assert len(kept) == len(time)


@given(LINES, st.integers(4, 60))
def test_each_stretch_keeps_its_ends_its_least_and_its_most(
    line: tuple[np.ndarray, np.ndarray], most: int
) -> None:
    time, value = line
    kept = thinned(time, value, most)
    if len(time) <= most:
        return
    stretches = most // 4
    width = (time[-1] - time[0]) / stretches
    stretch = np.minimum((time - time[0]) // width, stretches - 1)
    for one in np.unique(stretch):
        there, of_it = np.flatnonzero(stretch == one), kept[stretch[kept] == one]
        assert of_it[0] == there[0]
        assert of_it[-1] == there[-1]
        assert value[of_it].min() == value[there].min()
        assert value[of_it].max() == value[there].max()
