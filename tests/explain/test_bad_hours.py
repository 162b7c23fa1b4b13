"""Over which hours a station's numbers are taken."""

import numpy as np
import pyarrow as pa

from voltwin.explain.bad_hours import HOURLY, Hours


def hours(stations: int, columns: dict[str, list[float]], past: int = 0) -> Hours:
    rows = len(next(iter(columns.values())))
    table = pa.table({name: columns.get(name, [0.0] * rows) for name in HOURLY})
    return Hours(table, [1] * stations, past)


LOST_AND_LATE = {
    "lost": [5.0, 1.0, 0.0, 7.0],
    "lost_closed": [5.0, 0.0, 0.0, 7.0],
    "swaps": [0.0, 9.0, 4.0, 0.0],
    "within_target": [0.0, 8.0, 1.0, 0.0],
    "arrivals": [5.0, 10.0, 4.0, 7.0],
    "mean_queued": [9.0, 1.0, 4.0, 8.0],
}


def test_hours_are_weighted_by_the_vehicles_that_the_trouble_is_about() -> None:
    # Lost while open: one in the second hour. Late: one in the second, three in the third.
    one = hours(1, LOST_AND_LATE)
    assert one.means([False], {})["queued"].tolist() == [1.0]
    assert one.means([True], {})["queued"].tolist() == [(1 * 1.0 + 3 * 4.0) / 4]
    two = hours(2, LOST_AND_LATE)
    assert two.means([False, True], {})["queued"].tolist() == [1.0, 4.0]


def test_hours_of_overdue_vehicles_are_bad_ones() -> None:
    # Four came in each hour and none left; the first is in the bay, the last hour is too young.
    stuck = hours(1, {"arrivals": [4.0, 4.0, 4.0], "mean_queued": [1.0, 8.0, 64.0]}, past=2)
    assert stuck.overdue == [3 + 4]
    assert stuck.means([True], {})["queued"].tolist() == [(3 * 1.0 + 4 * 8.0) / 7]


def test_without_a_bad_hour_there_is_no_mean() -> None:
    assert np.isnan(hours(1, {"lost": [0.0, 0.0]}).means([False], {})["rack"]).all()


def test_what_else_is_known_by_the_hour_is_weighted_alike() -> None:
    known = {"dear": np.array([[1.0, 0.5, 0.0, 1.0]])}
    assert hours(1, LOST_AND_LATE).means([False], known)["dear"].tolist() == [0.5]
