"""The event log of a replication as a file: as it is stored, else simulated again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Literal

import pyarrow as pa

from voltwin.simulation import Simulation
from voltwin.store.event_file import EventFile
from voltwin_bindings.event_log import SCHEMA
from voltwin_server.jobs.begin import Here
from voltwin_server.questions.recipe import Recipe

Form = Literal["arrow", "parquet"]
MEDIA: dict[Form, str] = {
    "arrow": "application/vnd.apache.arrow.stream",
    "parquet": "application/vnd.apache.parquet",
}


def write_events(recipe: Recipe, form: Form, file: Path) -> None:
    """Write the event log of a replication, in bounded memory, as long as somebody wants it.

    Args:
        recipe: of the replication.
        form: of the file.
        file: that is there already, and is grown; when it is gone, nobody wants it any more.
    """
    with _opened(form, file) as write:
        for batch in _batches(recipe):
            if not file.exists():
                return
            write(batch)


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
