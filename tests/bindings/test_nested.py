"""A world as named arrays: nothing is forgotten, nothing is there twice, and it comes back."""

import re
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from tests.bindings.runs import busy

from voltwin_bindings.nested import Flat, copied, flattened, rebuilt
from voltwin_bindings.world import build_world
from voltwin_core.record import F64, I8, Record, Table, as_array
from voltwin_core.station.world import World


class Row(Record):
    """A row with room between its fields."""

    mode: I8
    since: F64


class Inner(NamedTuple):
    """What stands within."""

    rows: Table[Row]
    numbers: npt.NDArray[np.int32]


class Outer(NamedTuple):
    """What stands around it, with the same rows once more."""

    inner: Inner
    again: Table[Row]
    values: npt.NDArray[np.float64]


def outer() -> Outer:
    rows = Row.table(3)
    as_array(rows)["since"] = (1.0, 2.0, 3.0)
    return Outer(Inner(rows, np.arange(4, dtype=np.int32)), rows, np.array([0.5]))


def test_arrays_are_found_by_their_path_and_shared_ones_once() -> None:
    flat = flattened(outer())
    assert list(flat.arrays) == ["inner.rows", "inner.numbers", "values"]
    assert flat.shared == {"again": "inner.rows"}


def test_what_was_taken_apart_comes_together_again() -> None:
    nested = outer()
    again = flattened(rebuilt(Outer, flattened(nested)))
    assert again.shared == flattened(nested).shared
    for path, array in flattened(nested).arrays.items():
        assert again.arrays[path].dtype == array.dtype
        assert np.shares_memory(again.arrays[path], array), path


def test_rows_may_come_as_plain_bytes() -> None:
    flat = flattened(outer())
    plain = {
        path: a.view(f"V{a.itemsize}") if a.dtype.names else a for path, a in flat.arrays.items()
    }
    again = rebuilt(Outer, Flat(plain, flat.shared))
    assert as_array(again.again)["since"].tolist() == [1.0, 2.0, 3.0]


def test_a_copy_shares_nothing_with_what_it_is_of_but_what_was_shared_within() -> None:
    nested = outer()
    copy = copied(nested)
    as_array(copy.again)["since"] = 0.0
    copy.values[0] = 0.0
    assert np.shares_memory(as_array(copy.inner.rows), as_array(copy.again))
    assert as_array(nested.inner.rows)["since"].tolist() == [1.0, 2.0, 3.0]
    assert nested.values.tolist() == [0.5]


@pytest.mark.parametrize(
    ("path", "array", "what"),
    [
        ("values", None, "values is missing where float64 is expected"),
        ("values", np.zeros(1, np.int64), "values is of int64 where float64 is expected"),
        ("inner.rows", np.zeros(3, "V8"), "inner.rows is of |V8 where"),
    ],
)
def test_what_is_missing_or_of_another_type_is_named(
    path: str, array: npt.NDArray[np.generic] | None, what: str
) -> None:
    arrays, shared = flattened(outer())
    arrays.pop(path) if array is None else arrays.update({path: array})
    with pytest.raises(ValueError, match=f"^{re.escape(what)}"):
        rebuilt(Outer, Flat(arrays, shared))


def test_every_table_of_a_world_is_found_and_no_two_overlap() -> None:
    world = build_world(busy(), 1, 0)
    flat = flattened(world)
    tops = {path.partition(".")[0] for path in (*flat.arrays, *flat.shared)}
    assert tops == set(World._fields)
    assert flat.shared["demand.sources"] == "parameters.sources"
    for (one, a), (other, b) in combinations(flat.arrays.items(), 2):
        assert not np.may_share_memory(a, b), (one, other)
