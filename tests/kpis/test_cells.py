from dataclasses import replace

import numpy as np
import pytest
from tests.kpis.networks import Site, network

from voltwin.kpis.cells import Cells, Waits, compare
from voltwin_core.station.cells import COUNTS, STATES

PARAMETERS = network((Site(), Site()))
EMPTY = Cells.empty(PARAMETERS, 7200.0)


def changed(name: str, place: tuple[int, ...], value: float) -> Cells:
    """Return empty cells with one number set."""
    array = getattr(EMPTY, name).copy()
    array[place] = value
    return replace(EMPTY, **{name: array})


def test_equal_cells_do_not_differ() -> None:
    assert compare(EMPTY, Cells.empty(PARAMETERS, 7200.0)) == []


def test_counts_differ_by_one() -> None:
    place = (1, 0, COUNTS.index("swaps"))
    found = compare(changed("counts", place, 7), changed("counts", place, 8))
    assert found == ["counts swaps station 1 hour 0: 7 against 8"]


@pytest.mark.parametrize(("factor", "differs"), [(1 + 0.9e-12, False), (1 + 1.1e-12, True)])
@pytest.mark.parametrize(
    ("name", "place", "where"),
    [
        ("sums", (0, 1, 2), "sums returned_kwh station 0 hour 1"),
        ("grid_kwh", (1, 5), "grid_kwh station 1 slot 5"),
        ("charged_kwh", (0,), "charged_kwh station 0"),
        ("throughput_kwh", (3,), "throughput_kwh battery 3"),
    ],
)
def test_sums_are_compared_with_themselves(
    name: str, place: tuple[int, ...], where: str, factor: float, differs: bool
) -> None:
    value = 1e-6  # however small: nothing cancels, so no wider scale excuses a difference
    found = compare(changed(name, place, value), changed(name, place, value * factor))
    assert [line.partition(":")[0] for line in found] == [where] * differs


@pytest.mark.parametrize(("seconds", "differs"), [(3600.0 + 0.9e-7, False), (3600.1, True)])
def test_times_in_a_state_are_compared_to_a_tenth_of_a_microsecond(
    seconds: float, differs: bool
) -> None:
    place = (1, 1, STATES.index("rack"))
    found = compare(changed("state_s", place, 3600.0), changed("state_s", place, seconds))
    where = "state_s rack station 1 hour 1"
    assert [line.partition(":")[0] for line in found] == [where] * differs


def test_nothing_and_something_differ() -> None:
    assert len(compare(EMPTY, changed("grid_kwh", (0, 0), 1e-300))) == 1


def test_a_number_that_is_none_differs() -> None:
    assert len(compare(EMPTY, changed("grid_kwh", (0, 0), np.nan))) == 1


def test_shapes_and_ends_differ() -> None:
    longer = Cells.empty(network((Site(), Site()), horizon_s=7201.0), 7200.0)
    assert "counts: shape (2, 2, 9) against (2, 3, 9)" in compare(EMPTY, longer)
    assert compare(EMPTY, replace(EMPTY, end_s=1.0)) == ["end_s: 7200.0 s against 1.0 s"]


def test_exact_waits_are_compared_where_both_have_them() -> None:
    one = Waits(np.array([1, 0], np.int32), np.array([2.0, 3.0]))
    other_order = Waits(np.array([0, 1], np.int32), np.array([3.0, 2.0]))
    other = Waits(np.array([0, 1], np.int32), np.array([2.0, 3.0]))
    with_waits = replace(EMPTY, waits=one)
    assert compare(with_waits, EMPTY) == []
    assert compare(with_waits, replace(EMPTY, waits=other_order)) == []
    assert compare(with_waits, replace(EMPTY, waits=other)) == ["waits: the exact waits differ"]
