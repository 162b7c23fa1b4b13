"""Types that all stores answer in."""

from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from voltwin.store.answers import in_plain_types

UTC = pa.timestamp("us", tz="UTC")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (pa.array([1, None], pa.int32()), pa.int64()),
        (pa.array([1, 2], pa.uint8()), pa.int64()),
        (pa.array([0.5, None], pa.float32()), pa.float64()),
        (pa.array([Decimal(7)], pa.decimal128(38, 0)), pa.int64()),
        (pa.array([Decimal("0.5")], pa.decimal128(4, 1)), pa.float64()),
        (pa.array(["a", "a", None]).dictionary_encode(), pa.string()),
        (pa.array(["a"], pa.large_string()), pa.string()),
        (pa.array([datetime(2026, 1, 1)], pa.timestamp("us", tz="Etc/UTC")), UTC),
        (pa.array([datetime(2026, 1, 1)], pa.timestamp("ms")), pa.timestamp("us")),
        (pa.array([True, None]), pa.bool_()),
    ],
)
def test_types_become_plain_and_values_stay(given: pa.Array, wanted: pa.DataType) -> None:  # type: ignore[type-arg]  # of any type
    answer = in_plain_types(pa.table({"x": given}))
    assert answer.schema.field("x").type == wanted
    assert answer["x"].to_pylist() == given.to_pylist()


def test_columns_of_one_name_stay_columns() -> None:
    twice = pa.Table.from_arrays([pa.array([1]), pa.array(["a"])], names=["x", "x"])
    answer = in_plain_types(twice)
    assert answer.column_names == ["x", "x"]
    assert [column.to_pylist() for column in answer.columns] == [[1], ["a"]]
