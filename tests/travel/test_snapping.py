"""Places on a road graph."""

import numpy as np
import pytest
from tests.travel.graphs import square

from voltwin.travel.great_circle import EARTH_KM
from voltwin.travel.road_graph import parsed
from voltwin.travel.snapping import largest_part, snapped


def test_a_dead_end_that_nobody_can_leave_is_no_part_of_the_network() -> None:
    assert largest_part(parsed(*square())).tolist() == [0, 1, 2, 3]


def test_a_place_is_taken_to_the_nearest_node_that_can_be_left() -> None:
    at = snapped(parsed(*square()), np.array([10.0, 10.0008]), np.array([53.0004, 53.002]))
    assert at.node.tolist() == [0, 2]  # the first one lies at e, which is left out
    assert at.km[0] == pytest.approx(EARTH_KM * np.radians(0.0004), rel=1e-9)
