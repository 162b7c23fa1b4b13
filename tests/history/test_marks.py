"""What stands out, held against a walk along what is seen, line by line in plain Python."""

from typing import Any

import numpy as np
import pytest
from tests.history.networks import COUNT, horizon_of, log_of, read, tables_of
from tests.twin.small_town import town

import voltwin
from voltwin.history.marks import SLOT_S, Intervals, Kind, Marks, marks_in
from voltwin.simulation import Simulation

Found = list[tuple[int, float, float, int]]  # station, begin, end, vehicles
LEAST = 2


def walked(lines: Any, end_s: float) -> dict[Kind, Found]:
    """Return the intervals of a walk along the lines of each station."""
    found: dict[Kind, Found] = {"stockout": [], "queue": [], "limit": [], "loss": []}
    for station in sorted(set(lines["station"].tolist())):
        open_since: dict[Kind, float] = {}
        lost = 0
        for line in lines[lines["station"] == station]:
            time = float(line["time"])
            holds: dict[Kind, bool] = {
                "stockout": line["ready"] == 0,
                "queue": line["queue"] >= LEAST,
                "limit": line["limited"] == 1,
            }
            for kind, now in holds.items():
                if now and kind not in open_since:
                    open_since[kind] = time
                elif not now and kind in open_since:
                    found[kind].append((station, open_since.pop(kind), time, 0))
            if line["lost"] > lost:
                found["loss"].append((station, time, time, int(line["lost"]) - lost))
                lost = int(line["lost"])
        for kind, begin in open_since.items():
            found[kind].append((station, begin, end_s, 0))
    return {kind: sorted(of, key=lambda one: (one[1], one[0])) for kind, of in found.items()}


def listed(of: Intervals) -> Found:
    columns = of.station, of.begin_s, of.end_s, of.vehicles
    return list(zip(*(column.tolist() for column in columns), strict=True))


def marks_of(number: int) -> Marks:
    tables, found = read(number)
    ids = tuple(f"s{n}" for n in range(len(tables.stations)))
    return marks_in(found.lines, ids, horizon_of(tables), LEAST)


@pytest.mark.parametrize("number", range(COUNT))
def test_intervals_are_those_of_a_walk(number: int) -> None:
    tables, found = read(number)
    expected = walked(found.lines, horizon_of(tables))
    assert {kind: listed(of) for kind, of in marks_of(number).intervals.items()} == expected


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


def test_the_longest_are_told_in_the_order_of_their_begin() -> None:
    of = next(
        found
        for number in range(COUNT)
        if len(found := marks_of(number).intervals["stockout"].lasting(1.0)) > 4
    )
    longest = of.longest(3)
    lengths = np.sort(of.end_s - of.begin_s)[-3:]
    assert np.sort(longest.end_s - longest.begin_s) == pytest.approx(lengths)
    assert (np.diff(longest.begin_s) >= 0.0).all()


def test_marks_of_a_log_name_stations() -> None:
    run = Simulation(town())
    run.advance("1d")
    marks = voltwin.marks(run.events(), town(), least_queue=2)
    table, counts = marks.table(), marks.counts()
    assert set(table["station"].to_pylist()) <= {"east", "west"}
    assert table.num_rows == sum(len(of) for of in marks.intervals.values()) > 0
    assert len(counts) == 96
    lost = run.kpis().total["lost"][0].as_py()
    assert counts["loss"].to_numpy().sum() == lost
