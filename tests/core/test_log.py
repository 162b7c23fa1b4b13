"""Merging the runs of components: the order in which one event list would have handled them."""

import heapq
import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.tables import readable
from tests.kpis.networks import rows

from voltwin_core.log import Run, begin_parts, merge, next_parts, room
from voltwin_core.record import F64, I64, Record, Table, as_array

SEVERAL = settings(max_examples=300, deadline=None)


class Row(Record):
    """What the merge reads of a row, and a number that tells rows apart."""

    time: F64
    cause: I64
    number: I64


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


def merged(of_components: list[Rows], gap: int = 0) -> list[tuple[int, int]]:
    """Return (component, place in it) as merged, `gap` rows of others between components."""
    buffer, starts = [], []
    for of in of_components:
        buffer += [(-1.0, -1, -1)] * gap
        starts.append(len(buffer))
        buffer += [(time, cause, n) for n, (time, cause) in enumerate(of)]
    runs = [(start, start + len(of)) for start, of in zip(starts, of_components, strict=True)]
    table, count = rows(Row, buffer), sum(map(len, of_components))
    place = room(len(runs), count)._replace(parts=rows(Run, runs))
    merge(table, place, count)
    return [component_and_place(table, starts, int(row)) for row in as_array(place.keys)["row"]]


def component_and_place(table: Table[Row], starts: list[int], i: int) -> tuple[int, int]:
    place = int(readable(table)[i].number)
    component = max(c for c, start in enumerate(starts) if start == i - place)
    return component, place


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
@given(components(), st.lists(st.floats(0.0, 30.0), max_size=4), st.integers(0, 2))
def test_part_by_part_of_the_time_is_the_same(
    of_components: list[Rows], cuts: list[float], gap: int
) -> None:
    buffer, starts = [], []
    for of in of_components:
        buffer += [(-1.0, -1, -1)] * gap
        starts.append(len(buffer))
        buffer += [(time, cause, n) for n, (time, cause) in enumerate(of)]
    runs = [(start, start + len(of)) for start, of in zip(starts, of_components, strict=True)]
    table, whole = rows(Row, buffer), rows(Run, runs)
    place, order = room(len(runs), len(buffer)), []
    begin_parts(whole, place.parts)
    for until in (*sorted(cuts), math.inf):
        count = next_parts(table, whole, place.parts, until)
        merge(table, place, count)
        order += [int(row) for row in as_array(place.keys)["row"][:count]]
    assert [component_and_place(table, starts, row) for row in order] == slow_merge(of_components)
