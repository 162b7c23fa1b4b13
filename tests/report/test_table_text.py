from datetime import datetime

import pyarrow as pa

from voltwin.report.figures.small_table import small_table
from voltwin.report.table_text import as_text, numbers_as_text


def test_a_column_has_one_number_of_digits_and_its_unit_on_top() -> None:
    table = small_table(
        {
            "begin": [datetime(2026, 1, 5, 18)],
            "lost": [12345],
            "lost_share": [0.041],
            "wait_mean_s": [8.25],
            "grid_kwh": [1234.5],
            "peak_kw": [None],
        }
    )
    text = as_text(table)
    assert text.rows == [("Mon 2026-01-05 18:00", "12,345", "4.1 %", "8.250", "1,234", "-")]
    assert [(heading.name, heading.unit) for heading in text.headings] == [
        *(("begin", ""), ("lost", "vehicles"), ("lost share", "")),
        *(("wait mean", "s"), ("grid", "kWh"), ("peak", "kW")),
    ]


def test_digits_follow_the_largest_number() -> None:
    text = as_text(small_table({"mean_kw": [0.25, 12.0, float("nan")]}))
    assert [row[0] for row in text.rows] == ["0.2", "12.0", "-"]


def test_numbers_stand_on_the_right_even_if_they_are_texts() -> None:
    table = pa.table({"amount": ["9.00"]}, schema=pa.schema([numbers_as_text("amount")]))
    assert as_text(table).headings[0].is_number
    assert not as_text(small_table({"name": ["a"]})).headings[0].is_number


def test_degrees_are_written_to_the_metre() -> None:
    field = pa.field("lon", pa.float64(), metadata={"unit": "degrees"})
    table = pa.table({"lon": [10.0, -179.123456]}, schema=pa.schema([field]))
    assert as_text(table).rows == [("10.00000",), ("-179.12346",)]
