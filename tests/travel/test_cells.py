"""Squares of a map."""

import numpy as np
from tests.travel.graphs import square

from voltwin.travel.cells import cells, cells_of_nodes, centres

# At 60° north a degree of longitude is half of one of latitude, 111.195 km.


def test_points_fall_into_squares_counted_from_the_south_west() -> None:
    lon = np.array([10.0, 10.01, 10.0, 10.019, 10.0])
    lat = np.array([60.0, 60.0, 60.02, 60.02, 60.001])
    found = cells(lon, lat, 0.7)  # 10.01 is 0.556 km to the east, 10.019 1.056 km
    assert found.tolist() == [0, 0, 1, 2, 0]
    assert centres(found, lat).tolist() == [(60.0 + 60.0 + 60.001) / 3, 60.02, 60.02]


def test_one_zone_for_each_square_with_nodes_in_it() -> None:
    nodes, links = square()
    zones = cells_of_nodes(nodes, links, 0.1)  # corners about 67 m and 111 m apart
    assert [zone["id"] for zone in zones] == ["z000", "z001"]
    assert [zone["attraction"] for zone in zones] == [2, 2]  # the dead end does not count
    assert (zones[0]["lon"], zones[0]["lat"]) == (10.0005, 53.0)
