"""Tables as CSV that spreadsheets open as it is meant: names stay names, and umlauts umlauts."""

import codecs
from pathlib import Path

import pyarrow as pa

_FORMULA = r"^([=+\-@\t\r])"  # how cells begin that a spreadsheet takes for a formula


def write_csv(table: pa.Table, file: Path) -> None:
    """Write a table as CSV: UTF-8 with the byte order mark by which Excel knows it.

    A text that begins like a formula gets an apostrophe before it, as OWASP advises against "CSV
    injection"; Parquet files hold such texts unchanged.

    Raises:
        OSError: it cannot be written.
    """
    from pyarrow import csv

    with file.open("wb") as out:
        out.write(codecs.BOM_UTF8)
        csv.write_csv(_without_formulas(table), out)


def _without_formulas(table: pa.Table) -> pa.Table:
    import pyarrow.compute as pc

    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            safe = pc.replace_substring_regex(table.column(i), _FORMULA, r"'\1")
            table = table.set_column(i, field, safe)
    return table
