"""What stands out, held against a walk along what is seen, line by line in plain Python."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.history.networks import COUNT, horizon_of, log_of, read, stretches, tables_of
from tests.twin.small_town import town

import voltwin
from voltwin.history.marking import Marking
from voltwin.history.marks import LEAST_S, SLOT_S, Intervals, Kind, Marks, Rule
from voltwin.simulation import Simulation

Found = list[tuple[int, float, float, int]]  # station, begin, end, vehicles
EVERY = Rule.of(least_queue=2, least_s=0.0, apart_s=0.0)
RULES = st.builds(
    Rule.of,
    least_queue=st.integers(1, 4),
    least_s=st.sampled_from([None, 0.0, 30.0, 300.0]),
    apart_s=st.sampled_from([0.0, 10.0, 60.0, 1000.0]),
)
CUTS = st.lists(st.floats(0.01, 0.99), max_size=6, unique=True)


def walked(lines: Any, end_s: float, rule: Rule) -> dict[Kind, Found]:
    """Return what counts on a walk along the lines of each station."""
    found: dict[Kind, Found] = {"stockout": [], "queue": [], "limit": [], "loss": []}
    for station in sorted(set(lines["station"].tolist())):
        of_it = lines[lines["station"] == station]
        until = [*of_it["time"][1:].tolist(), end_s]
        lost = 0
        for line, next_s in zip(of_it, until, strict=True):
            time = float(line["time"])
            holds: dict[Kind, bool] = {
                "stockout": line["ready"] == 0,
                "queue": line["queue"] >= rule.least_queue,
                "limit": line["limited"] == 1,
            }
            for kind, now in holds.items():
                if now and next_s > time:
                    join(found[kind], station, time, next_s, rule.apart_s)
            if line["lost"] > lost:
                found["loss"].append((station, time, time, int(line["lost"]) - lost))
                lost = int(line["lost"])
    for kind, of in found.items():
        found[kind] = [one for one in of if one[3] or one[2] - one[1] >= rule.least(kind)]
    return {kind: sorted(of, key=lambda one: (one[1], one[0])) for kind, of in found.items()}


def join(found: Found, station: int, begin: float, end: float, apart_s: float) -> None:
    """Add an interval, or let it be part of the one before."""
    if found and found[-1][0] == station and begin - found[-1][2] <= apart_s:
        begin = found.pop()[1]
    found.append((station, begin, end, 0))


def listed(of: Intervals) -> Found:
    columns = of.station, of.begin_s, of.end_s, of.vehicles
    return list(zip(*(column.tolist() for column in columns), strict=True))


def marks_of(number: int, rule: Rule = EVERY) -> Marks:
    tables, found = read(number)
    marking, end_s = Marking(rule), horizon_of(tables)
    marking.add(found)
    ids = tuple(f"s{n}" for n in range(len(tables.stations)))
    return Marks(ids, end_s, end_s, rule, marking.so_far())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, COUNT - 1), RULES, CUTS)
def test_intervals_are_those_of_a_walk_however_the_run_comes(
    number: int, rule: Rule, cuts: list[float]
) -> None:
    tables, found = read(number)
    marking = Marking(rule)
    for stretch in stretches(number, cuts):
        marking.add(stretch)
    expected = walked(found.lines, horizon_of(tables), rule)
    assert {kind: listed(of) for kind, of in marking.so_far().items()} == expected


@settings(max_examples=40, deadline=None)
@given(st.integers(0, COUNT - 1), RULES, st.floats(0.05, 0.95))
def test_in_the_middle_of_a_run_what_goes_on_ends_there(
    number: int, rule: Rule, part: float
) -> None:
    tables, found = read(number)
    end_s = horizon_of(tables) * part
    marking = Marking(rule)
    marking.add(next(stretches(number, [part])))
    known = found.lines[(found.lines["time"] < end_s) | (found.lines["time"] == 0.0)]
    expected = walked(known, end_s, rule)
    assert {kind: listed(of) for kind, of in marking.so_far().items()} == expected


@settings(max_examples=40, deadline=None)
@given(st.integers(0, COUNT - 1), RULES, st.floats(0.05, 0.95))
def test_what_may_not_grow_is_the_same_at_the_end(number: int, rule: Rule, part: float) -> None:
    early, late = stretches(number, [part])
    marking = Marking(rule)
    marking.add(early)
    kinds: tuple[Kind, ...] = ("stockout", "queue", "limit", "loss")
    final = {
        kind: [
            one
            for one in listed(marking.so_far()[kind])
            if not marking.may_grow(kind, one[0], one[1])
        ]
        for kind in kinds
    }
    marking.add(late)
    for kind in kinds:
        assert set(final[kind]) <= set(listed(marking.so_far()[kind]))


@pytest.mark.parametrize("number", range(COUNT))
def test_slots_count_what_begins_and_where_it_is(number: int) -> None:
    marks = marks_of(number)
    for of in marks.intervals.values():
        begun, where = np.zeros(marks.slots, int), [set[int]() for _ in range(marks.slots)]
        for station, begin, end, vehicles in listed(of):
            first = min(int(begin // SLOT_S), marks.slots - 1)
            begun[first] += max(1, vehicles)
            where[first].add(station)
            for slot in range(first + 1, marks.slots):
                if slot * SLOT_S < end:
                    where[slot].add(station)
        assert of.begun(marks.slots).tolist() == begun.tolist()
        assert of.stations(marks.slots).tolist() == [len(one) for one in where]


def test_vehicles_lost_are_those_of_the_log() -> None:
    for number in range(COUNT):
        kinds = map(str, log_of(tables_of(number))["kind"].to_pylist())
        expected = sum(kind.startswith("lost_") or kind == "reneged" for kind in kinds)
        assert marks_of(number).intervals["loss"].vehicles.sum() == expected


def test_the_networks_show_all_kinds() -> None:
    found = [marks_of(number).intervals for number in range(COUNT)]
    assert all(sum(len(of[kind]) for of in found) > 10 for kind in found[0])


def test_next_and_last_are_those_of_the_list() -> None:
    of = marks_of(0).intervals["stockout"]
    assert len(of) > 2
    assert of.next_after(float(of.begin_s[1])) == int(np.sum(of.begin_s <= of.begin_s[1]))
    assert of.next_after(float(of.begin_s[-1])) is None
    assert of.last_before(float(of.begin_s[0])) is None
    last = of.last_before(float(of.begin_s[-1]))
    assert last is not None
    assert of.begin_s[last] < of.begin_s[-1]


def test_the_next_and_the_last_are_the_same_in_whatever_order() -> None:
    of = marks_of(0).intervals["stockout"]
    mixed = of.which(np.random.default_rng(1).permutation(len(of)))
    for time in [*of.begin_s.tolist(), float(of.begin_s[-1]) + 1.0]:
        for find in (Intervals.next_after, Intervals.last_before):
            expected, found = find(of, time), find(mixed, time)
            assert (expected is None) == (found is None)
            if expected is not None and found is not None:
                assert listed(mixed)[found] == listed(of)[expected]


def test_counting_where_long_intervals_are_takes_memory_by_their_number_alone() -> None:
    stations, slots = 20_000, 4000
    number, none = np.arange(stations, dtype=np.int32), np.zeros(stations)
    every = Intervals(number, none, none + slots * SLOT_S, none.astype(np.int32))
    tracemalloc.start()
    try:
        found = every.stations(slots)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.tolist() == [stations] * slots
    assert peak < 10_000_000


def test_the_longest_are_told_in_the_order_of_their_begin() -> None:
    rule = Rule.of(least_s=1.0)
    of = next(
        found
        for number in range(COUNT)
        if len(found := marks_of(number, rule).intervals["stockout"]) > 4
    )
    longest = of.longest(3)
    lengths = np.sort(of.end_s - of.begin_s)[-3:]
    assert np.sort(longest.end_s - longest.begin_s) == pytest.approx(lengths)
    assert (np.diff(longest.begin_s) >= 0.0).all()


def test_each_kind_has_a_least_duration_of_its_own_and_losses_have_none() -> None:
    assert {kind: Rule.of().least(kind) for kind in LEAST_S} == LEAST_S
    assert Rule.of(least_s=5.0).least("stockout") == 5.0
    assert Rule.of(least_s=5.0).least("loss") == LEAST_S["loss"] == 0.0


def test_marks_of_a_log_name_stations() -> None:
    run = Simulation(town())
    run.advance("1d")
    marks = voltwin.marks(run.events(), town(), least_queue=2, least_s=0.0)
    table, counts = marks.table(), marks.counts()
    assert set(table["station"].to_pylist()) <= {"east", "west"}
    assert table.num_rows == sum(len(of) for of in marks.intervals.values()) > 0
    assert len(counts) == 96
    lost = run.kpis().total["lost"][0].as_py()
    assert counts["loss"].to_numpy().sum() == lost
