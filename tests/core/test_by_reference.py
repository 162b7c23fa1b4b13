"""A tuple handed down by reference reads and writes like the tuple itself."""

import inspect
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.tables import readable

from voltwin_core.by_reference import by_reference
from voltwin_core.jit import kernel
from voltwin_core.record import F64, I64, Record, Table, as_array

SEVERAL = settings(max_examples=100, deadline=None)


class Shelf(Record):
    """A row."""

    items: I64
    weight_kg: F64


class Room(NamedTuple):
    """An inner tuple."""

    shelves: Table[Shelf]
    floor: int


class House(NamedTuple):
    """A tuple with a table, arrays of one and two dimensions, a number and an inner tuple."""

    shelves: Table[Shelf]
    attic: Room
    cellar: Room
    heights: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int32]
    grid: npt.NDArray[np.float64]
    number: int


def house(rows: int) -> House:
    return House(
        shelves=shelves(rows, 1),
        attic=Room(shelves(rows + 1, 10), 2),
        cellar=Room(shelves(rows + 2, 100), -1),
        heights=np.arange(rows, dtype=np.float64),
        counts=np.zeros(rows, np.int32),
        grid=np.zeros((rows, 3)),
        number=12,
    )


def shelves(rows: int, first: int) -> Table[Shelf]:
    table = Shelf.table(rows)
    as_array(table)["items"] = np.arange(first, first + rows)
    return table


def tables(of: House) -> list[object]:
    """Return all that a house holds."""
    return [
        as_array(of.shelves).tolist(),
        as_array(of.attic.shelves).tolist(),
        as_array(of.cellar.shelves).tolist(),
        of.heights.tolist(),
        of.counts.tolist(),
        of.grid.tolist(),
    ]


@kernel
def tidy(w: House, i: int, kg: float) -> float:
    """Read and write whatever a house has."""
    shelf, above = w.shelves[i], w.attic.shelves[i + 1]
    shelf.items += above.items
    above.weight_kg += kg
    w.cellar.shelves[i + 2].items = shelf.items * w.cellar.floor
    w.heights[i] = w.heights[i] * 2.0 + kg
    w.counts[i] += len(w.shelves) + len(w.attic.shelves) + len(w.heights)
    w.counts[i] = w.counts[i] * 3
    w.grid[i, 1] += w.heights[i] + w.number
    return shelf.items + above.weight_kg


@kernel
def tidy_room(room: Room, i: int) -> int:
    room.shelves[i].items += 1
    return room.shelves[i].items * len(room.shelves) + room.floor


@kernel
def tidy_by_value(w: House, i: int, kg: float) -> float:
    return tidy(w, i, kg) + tidy_room(w.attic, i)


@kernel
def tidy_by_reference(w: House, i: int, kg: float) -> float:
    reference = by_reference(w)
    return tidy(reference, i, kg) + tidy_room(reference.attic, i)


@kernel
def lengths(w: House) -> tuple[int, int, int, int]:
    reference = by_reference(w)
    inner = reference.cellar
    return (
        len(reference.shelves),
        len(inner.shelves),
        len(reference.counts),
        reference.grid.shape[1],
    )


@kernel
def store(w: House, i: int, value: float) -> None:
    """Write values that must be converted to the arrays' types."""
    reference = by_reference(w)
    reference.counts[i] = i + 1
    reference.heights[i] = i
    reference.heights[np.int32(i)] += value


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(-1e6, 1e6)), max_size=8))
@SEVERAL
def test_by_reference_is_by_value(calls: list[tuple[int, float]]) -> None:
    by_value, referenced = house(5), house(5)
    for i, kg in calls:
        assert tidy_by_reference(referenced, i, kg) == tidy_by_value(by_value, i, kg)
        assert tables(referenced) == tables(by_value)


def test_by_reference_is_plain_python() -> None:
    kernel_of_tidy: Any = tidy
    plain, referenced = house(4), house(4)
    attributes = plain._replace(
        shelves=readable(plain.shelves),
        attic=Room(readable(plain.attic.shelves), plain.attic.floor),
        cellar=Room(readable(plain.cellar.shelves), plain.cellar.floor),
    )
    of_room = 13 * 5 + 2  # the shelf of the attic counts one item more, of five shelves
    expected = inspect.unwrap(kernel_of_tidy)(attributes, 2, 0.25) + of_room
    assert tidy_by_reference(referenced, 2, 0.25) == expected
    as_array(plain.attic.shelves)["items"][2] += 1
    assert tables(referenced) == tables(plain)


def test_lengths_are_those_of_the_arrays() -> None:
    assert lengths(house(5)) == (5, 7, 5, 3)
    assert lengths(house(0)) == (0, 2, 0, 3)


def test_values_written_are_converted() -> None:
    of = house(3)
    store(of, 2, 0.5)
    assert of.counts.tolist() == [0, 0, 3]
    assert of.heights.tolist() == [0.0, 1.0, 2.5]
