"""Results in an embedded store, read back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
import pyarrow as pa

from voltwin.store.embedded.catalogue import Catalogue
from voltwin.store.embedded.files import COLUMNS, ResultFile, holding
from voltwin.store.embedded.parquet import spoilt
from voltwin.store.embedded.runs import record
from voltwin.store.embedded.scenarios import places_of_run
from voltwin.store.interface import StoreError, StoreUnavailableError
from voltwin.store.rows.event_rows import log_batches
from voltwin.store.rows.scenario_rows import Place
from voltwin.store.schema import EVENTS, TABLES, TOTALS

T = TypeVar("T")

_TRIES = 5  # to read files that others merge meanwhile
_ALL = 0, 2**31 - 1  # replications
_BATCH = 65_536  # rows of the log


def replications(of: Catalogue, run_id: UUID) -> list[int]:
    """Return which replications of a run have KPIs, in order.

    Raises:
        UnknownIdError: there is no such run.
    """
    record(of, run_id)
    rows = of.all(
        "SELECT DISTINCT c.replication FROM contents c JOIN simulation_runs r ON r.number = c.run "
        "JOIN files f ON f.number = c.file WHERE r.id = ? AND f.table_name = ? ORDER BY 1",
        (str(run_id), TOTALS.name),
    )
    return [one for (one,) in rows]


def table(of: Catalogue, name: str, run_id: UUID, replication: int | None) -> pa.Table:
    """Return the rows of a run in a table; see `Store.table`.

    Raises:
        UnknownIdError: there is no such run.
        StoreError: there is no such table.
    """
    record(of, run_id)
    if name not in TABLES:
        raise StoreError(f'there is no table "{name}"; there are: {", ".join(TABLES)}')
    found = retried(of, lambda: _rows(of, name, run_id, replication))
    if replication is not None:
        found = found.filter(np.asarray(found.column("replication")) == replication)
    return found.take(_order(found, name, places_of_run(of, run_id)))


def _rows(of: Catalogue, name: str, run_id: UUID, replication: int | None) -> pa.Table:
    parts = [file.read(of.folder, [str(run_id)]) for file in _files(of, name, run_id, replication)]
    whole = pa.concat_tables([TABLES[name].schema.empty_table(), *parts])
    return whole.unify_dictionaries().combine_chunks()


def _files(of: Catalogue, name: str, run_id: UUID, replication: int | None) -> list[ResultFile]:
    first, last = _ALL if replication is None else (replication, replication)
    with of.reading() as connection:
        return holding(connection, name, str(run_id), first, last)


def retried(of: Catalogue, read: Callable[[], T]) -> T:
    """Return what is read of files, again if others have just taken their place.

    Raises:
        StoreUnavailableError: they cannot be read.
        StoreError: one is damaged or missing.
    """
    for _ in range(_TRIES):
        try:
            with of.failing():
                return read()
        except StoreUnavailableError as error:
            if not isinstance(error.__cause__, FileNotFoundError):
                raise
            missing = error.__cause__
    raise spoilt(missing.filename, "missing") from missing


def _order(rows: pa.Table, name: str, places: Sequence[Place]) -> Any:
    """Return the order of rows: by replication, then as their places come in the scenario."""
    replication = rows.column("replication").to_numpy()
    if name == EVENTS.name:
        return np.lexsort((rows.column("number").to_numpy(), replication))
    key = TABLES[name].keys[-1]
    rank: Any = np.zeros(rows.num_rows, np.int64)
    if key == "hour":
        rank = rows.column(key).cast(pa.int64()).to_numpy()
    elif key == "station_id":
        rank = _ranks(rows.column(key), (place.id for place in places))
    elif key == "region":
        rank = _ranks(rows.column(key), (place.region for place in places))
    elif key == "vehicle_class":
        rank = _ranks(rows.column(key), ())
    return np.lexsort((rank, replication))


def _ranks(column: Any, names: Iterable[str]) -> Any:
    """Return the place of each name among names, those that are none of them behind, by name."""
    found = column.unique().to_pylist()
    order = {name: at for at, name in enumerate(dict.fromkeys([*names, *sorted(found)]))}
    return np.array([order[name] for name in column.to_pylist()], np.int64)


def events(of: Catalogue, run_id: UUID, replication: int) -> Iterator[pa.RecordBatch]:
    """Return the event log of a replication; see `Store.events`.

    Raises:
        UnknownIdError: there is no such run.
    """
    record(of, run_id)
    stations = [place.id for place in places_of_run(of, run_id)]
    return _events(of, run_id, replication, stations)


def _events(
    of: Catalogue, run_id: UUID, replication: int, stations: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """Yield the log, as many files at a time as overlap; who merges files meanwhile changes nothing
    about what comes behind the rows that have been read."""
    behind = -1
    while True:
        rows = retried(of, lambda: _next_events(of, run_id, replication, behind))  # noqa: B023 - called at once
        if rows is None:
            return
        number = rows.column("number").to_numpy()
        order = np.argsort(number, kind="stable")
        order = order[np.searchsorted(number[order], behind, side="right") :]
        behind = int(number.max())
        for first in range(0, len(order), _BATCH):
            part = rows.take(order[first : first + _BATCH]).combine_chunks()
            yield from log_batches(part, stations)


def _next_events(of: Catalogue, run_id: UUID, replication: int, behind: int) -> pa.Table | None:
    """Return the rows of the first files that reach behind a number; None if there are none."""
    found = of.all(
        f"SELECT {COLUMNS}, c.first, c.last FROM files f JOIN contents c ON c.file = f.number "
        "JOIN simulation_runs r ON r.number = c.run WHERE r.id = ? AND f.table_name = ? "
        "AND c.replication = ? AND c.last > ? ORDER BY c.first",
        (str(run_id), EVENTS.name, replication, behind),
    )
    together: list[ResultFile] = []
    reach = None
    for *file, first, last in found:
        if reach is not None and first > reach:
            break
        together.append(ResultFile(*file))
        reach = last if reach is None else max(reach, last)
    parts = [file.read(of.folder) for file in together]
    if not parts:
        return None
    whole = pa.concat_tables(parts).unify_dictionaries().combine_chunks()
    return whole.filter(np.asarray(whole.column("replication")) == replication)
