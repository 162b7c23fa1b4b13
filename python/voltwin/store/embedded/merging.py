"""Few files instead of many: what chunks have left of an experiment that is done."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from uuid import UUID

import numpy as np
import pyarrow as pa

from voltwin.store.embedded.catalogue import Catalogue
from voltwin.store.embedded.files import (
    ResultFile,
    contents_of,
    delete_unnamed,
    forget_files,
    name_file,
    named,
    write_file,
)
from voltwin.store.embedded.parquet import RUN
from voltwin.store.schema import EVENTS

# Rows: smaller files are merged until they have that many; larger ones are as quick to ask.
_SMALL = {True: 1 << 17, False: 1 << 14}  # of events, of KPIs
_LARGE = {True: 1 << 20, False: 1 << 17}


def merge_files(of: Catalogue, experiment: UUID) -> None:
    """Merge the small files of an experiment; those who read them meanwhile find the others.

    Raises:
        StoreUnavailableError: files cannot be read or written; all is as it was.
    """
    with of.failing():
        with of.reading() as connection:
            files = named(connection, "f.experiment_id = ?", (str(experiment),))
        for group in _groups(files):
            _merge(of, group)


def _groups(files: Sequence[ResultFile]) -> Iterator[list[ResultFile]]:
    """Yield small files that fit into one: of KPI tables with any runs, else with one run."""

    def alike(file: ResultFile) -> tuple[str, str]:
        return file.table, (file.run_id or "") if file.table == EVENTS.name else ""

    for (table, _), some in groupby(sorted(files, key=alike), alike):
        is_events, rows = table == EVENTS.name, 0
        group: list[ResultFile] = []
        for file in some:
            if file.rows >= _SMALL[is_events]:
                continue
            if rows + file.rows > _LARGE[is_events]:
                yield group
                group, rows = [], 0
            group.append(file)
            rows += file.rows
        yield group


def _merge(of: Catalogue, files: Sequence[ResultFile]) -> None:
    if len(files) < 2:
        return
    first = files[0]
    try:
        together = pa.concat_tables(file.read(of.folder) for file in files)
    except FileNotFoundError:
        return  # somebody else has merged or deleted them meanwhile
    rows = _sorted(together.unify_dictionaries().combine_chunks(), first.table)
    written = write_file(of.folder, first.experiment_id, first.table, rows)
    try:
        with of.writing() as connection:
            numbers = ", ".join(str(file.number) for file in files)
            if len(named(connection, f"f.number IN ({numbers})", ())) < len(files):
                return  # likewise
            forget_files(connection, files)
            name_file(connection, written, contents_of(rows, first.table))
    finally:
        delete_unnamed(of, [written, *files])


def _sorted(rows: pa.Table, table: str) -> pa.Table:
    """Return rows by run and replication; events are in order of their numbers besides."""
    run = rows.column(RUN).cast(pa.string()).combine_chunks().dictionary_encode()
    names = np.array(run.dictionary.to_pylist())
    rank = np.argsort(np.argsort(names))[run.indices.to_numpy()]
    keys = [rows.column("replication").to_numpy(), rank]
    if table == EVENTS.name:
        keys.insert(0, rows.column("number").to_numpy())
    return rows.take(np.lexsort(keys))
