"""The table of an explanation and its dictionary."""

from tests.explain.constructed import FEW_CHARGERS, explained

from voltwin.explain.columns import COLUMNS, table


def test_every_column_is_in_the_dictionary_with_its_unit() -> None:
    explanation = explained(FEW_CHARGERS)
    described = explanation.columns.to_pylist()
    assert [row["name"] for row in described] == explanation.table.column_names
    assert all(row["meaning"] for row in described)
    metadata = explanation.table.schema.field("charger_wait_s").metadata
    assert metadata is not None
    assert metadata[b"unit"] == b"s"


def test_what_a_row_lacks_is_null() -> None:
    (row,) = table([{"station": "a", "lost": 3}]).to_pylist()
    assert (row.pop("station"), row.pop("lost")) == ("a", 3)
    assert set(row.values()) == {None}
    assert len(row) == len(COLUMNS) - 2
