"""Results of a finished run that have not all reached its store, from its folder or from memory.

What waits in the run's outbox is delivered, as long as the store has the rest. Where the run was
given up there meanwhile, as its writer had not been heard of, its rows have vanished: so it is
written anew, from its log and its KPIs.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pyarrow as pa
from pyarrow import parquet

from voltwin.results import Run
from voltwin.run_folder.former_run import EVENTS as EVENT_FILE
from voltwin.run_folder.saved_run import read_run
from voltwin.store.endings import was_given_up
from voltwin.store.interface import ABANDONED, Chunk, Store, StoreError, UnknownIdError
from voltwin.store.outbox.delivering import deliver
from voltwin.store.outbox.files import held, waiting
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import event_rows, kpi_rows
from voltwin.store.schema import EVENTS, kept_of

OF_RUN = ".outbox-"  # between the name of a run's results and its id
_ROWS = 200_000  # of a chunk


def outbox_of(folder: Path, run_id: UUID) -> Path:
    """Return where parts of a run wait, given the folder of its results."""
    return folder.parent / f"{folder.name}{OF_RUN}{run_id}"


def deliver_run(store: Store, folder: Path, progress: Callable[[int], None]) -> int:
    """Have a store get what it lacks of the run in a folder, and return how many parts that were.

    Args:
        store: that the run was begun in.
        folder: of the run's results.
        progress: see `outbox.deliver`.

    Raises:
        FolderError: the folder holds no run, or is damaged.
        StoreUnavailableError: the store does not answer; what is left stays.
        StoreError: the run was begun in no store or in another, was ended there on purpose, or the
            store refuses a part; what is left stays.
    """
    run = read_run(folder)
    if run.run_id is None:
        raise StoreError(f"{folder}: this run was begun in no store; run it with --store")
    place = outbox_of(folder, run.run_id)
    known = _known(store, run.run_id)
    parts = 0
    if known.status is Status.RUNNING and place.is_dir() and waiting(place):
        parts = deliver(store, place, progress)
    elif known.status is not Status.COMPLETED:
        with held(place):
            for path in waiting(place):  # not to be delivered on top of the same rows, cut anew
                path.unlink()
            parts = write_anew(store, run, known)
    shutil.rmtree(place, ignore_errors=True)
    return parts


def _known(store: Store, run_id: UUID) -> RunRecord:
    try:
        return store.run(run_id)
    except UnknownIdError as error:
        raise UnknownIdError(f"{error}; is {store.url} the store in which it was begun?") from None


def write_anew(store: Store, run: Run, known: RunRecord) -> int:
    """Write all of a finished run whose writer is gone, and return how many parts that were.

    The effects, in order: rows that are there vanish; the run is begun again; it is written; it is
    COMPLETED.

    Args:
        store: that knows the run.
        run: with its results.
        known: what the store knows of it; it is not COMPLETED.

    Raises:
        StoreError: it was ended on purpose, or its log is not there, or the store refuses a part.
    """
    if known.status.is_final and not was_given_up(known):
        why = f": {known.error}" if known.error else ""
        raise StoreError(
            f"run {known.id} has ended as {known.status} in {store.url}{why}; to have it there, "
            "run it once more"
        )
    if known.about.get("events") and not run.has_events:
        raise StoreError(f"run {known.id} has no {EVENT_FILE} any more; run it once more")
    if not known.status.is_final:
        store.set_status(known.id, Status.FAILED, error=ABANDONED)
    store.add_runs([known])
    store.set_status(known.id, Status.RUNNING)
    parts = 0
    for chunk in _chunks(run, known):
        store.write(chunk)
        parts += 1
    took_ms = 1e3 * run.record["times"]["simulate_s"]
    store.set_status(known.id, Status.COMPLETED, compute_time_ms=took_ms, replications=1)
    return parts + 1


def _chunks(run: Run, known: RunRecord) -> Iterator[Chunk]:
    stations = [station.id for station in run.scenario.stations]
    first = 0
    for part, batch in enumerate(_batches(run) if known.about.get("events") else ()):
        rows = event_rows(
            batch,
            run_id=known.id,
            replication=0,
            first=first,
            start=run.scenario.start,
            station_ids=stations,
        )
        yield Chunk(known.id, f"events/0/{part}", {EVENTS.name: rows})
        first += batch.num_rows
    yield kpis_of(run, known.id)


def kpis_of(run: Run, run_id: UUID) -> Chunk:
    """Return the KPIs of a run as a store takes them."""
    tables = (
        kpi_rows(name, run.kpis.table(name), run_id=run_id, replication=0)
        for name in kept_of(run.kpis)
    )
    return Chunk(run_id, "kpis/0", dict(tables))


def _batches(run: Run) -> Iterator[pa.RecordBatch]:
    """Yield the log; from its file a part at a time."""
    if run.folder is None:
        yield from run.events.to_batches(max_chunksize=_ROWS)
        return
    with parquet.ParquetFile(run.folder / EVENT_FILE) as file:
        yield from file.iter_batches(batch_size=_ROWS)
