"""Merging the runs of components: the order in which one event list would have handled them."""

import heapq
import itertools

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kpis.networks import rows

from voltwin_core.by_reference import by_reference
from voltwin_core.jit import kernel
from voltwin_core.log import Merge, begin_merge, merge_of, merge_part, parts_of
from voltwin_core.record import F64, I64, Record

SEVERAL = settings(max_examples=300, deadline=None)


class Row(Record):
    """What the merge reads of a row."""

    time: F64
    cause: I64


Rows = list[tuple[float, int]]  # time and cause of each row


@st.composite
def components(draw: st.DrawFn) -> list[Rows]:
    """Return components whose times do not fall, with causes that fall within an instant.

    A cause is written in one to three rows, and belongs to one component, like an entity.
    """
    count, found = draw(st.integers(1, 9)), []
    for component in range(count):
        time, of_component = 0.0, []
        for _ in range(draw(st.integers(0, 12))):
            time += draw(st.sampled_from([0.0, 0.0, 0.0, 1.0, 2.5]))
            cause = draw(st.integers(0, 3)) * count + component
            of_component += [(time, cause)] * draw(st.integers(1, 3))
        found.append(of_component)
    return found


def slow_merge(of_components: list[Rows]) -> list[tuple[int, int]]:
    """Return (component, place in it) in merged order: a heap of the components' next rows."""
    heads = [(*of[0], component, 0) for component, of in enumerate(of_components) if of]
    heapq.heapify(heads)
    order = []
    while heads:
        _, _, component, place = heapq.heappop(heads)
        order.append((component, place))
        if place + 1 < len(of_components[component]):
            following = of_components[component][place + 1]
            heapq.heappush(heads, (*following, component, place + 1))
    return order


@kernel
def write_order(merge: Merge, found: npt.NDArray[np.int64]) -> None:
    """Write the places of all rows in the buffer, as merged."""
    m, done = by_reference(merge), 0
    scale = begin_merge(m)
    for part in range(parts_of(m)):
        count = merge_part(m, scale, part)
        for i in range(count):
            found[done + i] = m.keys[m.order[i]].row
        done += count


def merged(
    of_components: list[Rows], gap: int = 0, late: Rows | None = None, part_rows: int = 100
) -> list[tuple[int, int]]:
    """Return (component, place in it) as merged, `gap` rows of others between components; late
    rows, which are written in this order from the end on, are components of their own."""
    buffer: Rows = []
    places: dict[int, tuple[int, int]] = {}
    firsts, ends, nothing = [], [], [(-1.0, -1)]
    for component, of in enumerate(of_components):
        buffer += nothing * gap
        firsts.append(len(buffer))
        places |= {len(buffer) + n: (component, n) for n in range(len(of))}
        buffer += of
        ends.append(len(buffer))
    buffer += nothing * gap
    late = late or []
    last = len(buffer) + len(late) - 1
    places |= {last - n: (len(of_components) + n, 0) for n in range(len(late))}
    table = rows(Row, [*buffer, *reversed(late)])
    merge = merge_of(table, np.array(firsts, int), np.array(ends, int), len(late), part_rows)
    found = np.full(len(places), -1)
    write_order(merge, found)
    return [places[place] for place in found.tolist()]


@SEVERAL
@given(components(), st.integers(0, 2))
def test_merge_is_its_slow_twin(of_components: list[Rows], gap: int) -> None:
    assert merged(of_components, gap) == slow_merge(of_components)


@SEVERAL
@given(components())
def test_times_do_not_fall_and_components_keep_their_own_order(of_components: list[Rows]) -> None:
    order = merged(of_components)
    times = [of_components[component][place][0] for component, place in order]
    assert times == sorted(times)
    for component, of in enumerate(of_components):
        assert [place for c, place in order if c == component] == list(range(len(of)))


def test_rows_of_one_cause_stay_together() -> None:
    """Until its instant goes on with a lower rank, a component's rows are not interrupted."""
    first: Rows = [(1.0, 10), (1.0, 10), (1.0, 10), (2.0, 10)]
    second: Rows = [(1.0, 11), (1.0, 11), (2.0, 1), (2.0, 1)]
    order = [component for component, _ in merged([first, second])]
    assert order == [0, 0, 0, 1, 1, 1, 1, 0]


def test_a_rank_that_comes_back_is_not_sorted_away() -> None:
    """A zero duration brings back a lower rank in the same instant, after the others' turn."""
    first: Rows = [(5.0, 20), (5.0, 2)]
    second: Rows = [(5.0, 11), (5.0, 31)]
    assert merged([first, second]) == [(1, 0), (0, 0), (0, 1), (1, 1)]


def test_nothing_is_merged_into_nothing() -> None:
    assert merged([[], [], []]) == []


def test_one_component_is_as_it_was() -> None:
    rows_of_one: Rows = [(0.0, 9), (0.0, 3), (0.0, 7)]
    assert merged([rows_of_one]) == [(0, 0), (0, 1), (0, 2)]


def test_many_components_in_turns() -> None:
    many: list[Rows] = [[(float(n), c) for n in range(50)] for c in range(40)]
    expected = list(itertools.product(range(50), range(40)))
    assert merged(many) == [(component, place) for place, component in expected]


def test_a_thousand_components_at_the_same_instant() -> None:
    """All rows fall into one bucket: it is sorted, whatever its size."""
    crowd: list[Rows] = [[(7.0, (c * 389) % 1000), (7.0, (c * 389) % 1000)] for c in range(1000)]
    causes = [crowd[component][place][1] for component, place in merged(crowd)]
    assert causes == [cause for cause in range(1000) for _ in range(2)]


def test_times_that_hardly_differ() -> None:
    tiny = 5e-324
    assert merged([[(0.0, 1), (tiny, 2)], [(0.0, 0), (tiny, 3)]]) == slow_merge(
        [[(0.0, 1), (tiny, 2)], [(0.0, 0), (tiny, 3)]]
    )


@SEVERAL
@given(st.lists(st.lists(st.floats(0.0, 1e7), max_size=30), max_size=12))
def test_any_times(times: list[list[float]]) -> None:
    count = len(times)
    of_components = [
        [(time, n * count + component) for n, time in enumerate(sorted(of))]
        for component, of in enumerate(times)
    ]
    assert merged(of_components) == slow_merge(of_components)


@SEVERAL
@given(components(), st.integers(1, 12), st.integers(0, 2))
def test_part_by_part_of_the_time_is_the_same(
    of_components: list[Rows], part_rows: int, gap: int
) -> None:
    assert merged(of_components, gap, part_rows=part_rows) == slow_merge(of_components)


@SEVERAL
@given(st.data(), components(), st.integers(1, 12), st.integers(0, 2))
def test_late_rows_come_where_their_events_would_have(
    data: st.DataObject, of_components: list[Rows], part_rows: int, gap: int
) -> None:
    times = sorted({time for of in of_components for time, _ in of} | {0.5, 3.0})
    # Even causes are the components', odd ones those of late rows.
    causes = st.integers(0, 4 * len(of_components)).map(lambda n: 2 * n + 1)
    late = data.draw(st.lists(st.tuples(st.sampled_from(times), causes), unique=True, max_size=20))
    of_components = [[(time, 2 * cause) for time, cause in of] for of in of_components]
    expected = slow_merge([*of_components, *([row] for row in late)])
    assert merged(of_components, gap, late, part_rows) == expected


def test_late_rows_alone() -> None:
    late = [(4.0, 1), (2.0, 9), (2.0, 3), (7.0, 0)]
    assert [component for component, _ in merged([], late=late, part_rows=2)] == [2, 1, 0, 3]
