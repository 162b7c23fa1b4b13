"""KPI tables as Parquet and CSV files, written on a thread of their own while the run goes on."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from voltwin.kpis.kpi_tables import KpiTables
from voltwin.one_thread import one_thread
from voltwin.run_folder.csv_file import write_csv

_CSV_ROWS = 50_000  # a spreadsheet opens these with ease; larger tables are Parquet alone


@contextmanager
def writing_tables(kpis: KpiTables, folder: Path) -> Iterator[None]:
    """Write all tables into `folder`, which is made, while the body runs; all are there at its end.

    Raises:
        OSError: one cannot be written.
    """
    folder.mkdir()
    with one_thread("table-files") as thread:
        written = [_submit(thread, kpis.table(name), folder / name) for name in kpis.tables]
        yield
        for one in written:
            one.result()


def _submit(thread: ThreadPoolExecutor, table: pa.Table, file: Path) -> Future[None]:
    return thread.submit(write_table, table, file, csv=table.num_rows <= _CSV_ROWS)


def write_table(table: pa.Table, file: Path, *, csv: bool) -> None:
    """Write a table as `file`.parquet and, if told so, `file`.csv.

    Raises:
        OSError: it cannot be written.
    """
    from pyarrow import parquet

    texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
    parquet.write_table(
        table,
        file.with_suffix(".parquet"),
        compression="zstd",
        use_dictionary=texts,  # type: ignore[arg-type]
    )
    if csv:
        write_csv(table, file.with_suffix(".csv"))
