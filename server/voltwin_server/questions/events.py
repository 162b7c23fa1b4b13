"""The event log of a replication as a file: as it is stored, else simulated again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Literal

import pyarrow as pa

from voltwin.run_folder.event_file import EventFile
from voltwin.simulation import Simulation
from voltwin_bindings.event_log import SCHEMA
from voltwin_server.jobs.begin import Here
from voltwin_server.questions.recipe import Recipe
from voltwin_server.questions.spool import SpoolFullError

Form = Literal["arrow", "parquet"]
MEDIA: dict[Form, str] = {
    "arrow": "application/vnd.apache.arrow.stream",
    "parquet": "application/vnd.apache.parquet",
}


def write_events(recipe: Recipe, form: Form, file: Path, most_bytes: int) -> None:
    """Write the event log of a replication, in bounded memory, as long as somebody wants it.

    Args:
        recipe: of the replication.
        form: of the file.
        file: that is there already, and is grown; when it is gone, nobody wants it any more.
        most_bytes: that all files in its folder may have.

    Raises:
        SpoolFullError: they would have more.
    """
    free = most_bytes - sum(map(_size, file.parent.iterdir()))  # nobody else writes there meanwhile
    if free <= 0:
        raise SpoolFullError
    with _opened(form, file) as write:
        for batch in _batches(recipe):
            if not file.exists():
                return
            if _size(file) > free:
                raise SpoolFullError
            write(batch)


def _size(file: Path) -> int:
    """Return how many bytes a file has; none when it has gone."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def _opened(form: Form, file: Path) -> Iterator[Callable[[pa.RecordBatch], None]]:
    """Give what writes a batch."""
    if form == "parquet":
        with EventFile(file) as events:
            yield events.write
    else:
        with file.open("r+b", buffering=0) as out, pa.ipc.new_stream(out, SCHEMA) as stream:
            yield stream.write_batch


def _batches(recipe: Recipe) -> Iterator[pa.RecordBatch]:
    store = Here.store()
    stored = store.events(recipe.run_id, recipe.replication)
    first = next(stored, None)
    if first is not None:
        yield from chain((first,), stored)
        return
    scenario = store.scenario(recipe.scenario_id)
    again = Simulation(scenario, seed=recipe.seed, replication=recipe.replication)
    yield from again.stream(recipe.until_s)
