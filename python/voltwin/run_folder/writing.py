"""A run as a folder: written under another name, and renamed when it is whole.

events.parquet      the event log (docs/model.md §5)
kpis/*.parquet      KPI tables; those that a spreadsheet can hold also as .csv
kpis/columns.csv    what the columns mean, with units
kpis/explanation.*  why stations lose or delay, and what would help
report.html         all of it for people
scenario.yaml       what was simulated
run.json            recipe, version, platform, times, balances, totals; written last
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from voltwin.results import Run
from voltwin.run_folder.event_file import EventFile
from voltwin.run_folder.folder_error import FolderError
from voltwin.run_folder.former_run import EVENTS, KPIS, RUN_FILE, SCENARIO, refuse_others
from voltwin.run_folder.recipe import rounded, run_record, write_json
from voltwin.run_folder.saved_run import read_table
from voltwin.run_folder.table_files import writing_tables
from voltwin.simulation import Simulation

Finish = Callable[[Run, Path], None]
TakeEvents = Callable[[pa.RecordBatch], None]
NOTHING: Mapping[str, Any] = MappingProxyType({})


def nothing_more(run: Run, folder: Path) -> None:
    """Add nothing to a run's folder."""


def nobody(batch: pa.RecordBatch) -> None:
    """Take no events."""


def write_run(
    simulation: Simulation,
    folder: Path,
    *,
    until: float | None = None,
    events: bool = True,
    progress: Callable[[float], None] = lambda now: None,
    finish: Finish = nothing_more,
    take_events: TakeEvents = nobody,
    about: Mapping[str, Any] = NOTHING,
) -> Run:
    """Run a simulation that has not begun, or goes on from a snapshot, write all its results, and
    return the run.

    Args:
        simulation: with its log on, if `events` are wanted.
        folder: of the results; an earlier run in it is replaced when the new one is whole.
        until: where to stop [s]; the horizon by default.
        events: whether to write events.parquet.
        progress: called with the simulated time [s] after each step.
        finish: called with the run and its folder before that takes its place; what else belongs
            to the run is written here, while the tables are.
        take_events: called with each part of the log, if `events` are wanted.
        about: what else run.json says.

    Raises:
        FolderError: the folder cannot be written, or holds something else than a run.
        EngineError: the run cannot go on, or a balance is violated. Nothing is left behind.
    """
    with _replacing(folder) as partial:
        begun = perf_counter()
        rows = _simulate(simulation, partial, until, events, progress, take_events)
        balances = simulation.check_balances()
        simulated = perf_counter()
        kpis = simulation.kpis()
        with writing_tables(kpis, partial / KPIS):
            _write_scenario(simulation, partial / SCENARIO)
            record = {**run_record(simulation, kpis, balances, rows), **about}
            log = (lambda: read_table(folder / EVENTS)) if events else None
            run = Run(simulation.scenario, record, kpis, events=log, folder=partial)
            finish(run, partial)
        record["times"] = rounded(
            simulate_s=simulated - begun, results_s=perf_counter() - simulated
        )
        write_json(partial / RUN_FILE, record)
    run.folder = folder
    return run


def _simulate(
    simulation: Simulation,
    folder: Path,
    until: float | None,
    events: bool,
    progress: Callable[[float], None],
    take_events: TakeEvents,
) -> int | None:
    """Run it, writing the log as it comes; return how many rows it has, None without a log."""
    if not events:
        for now in simulation.steps(until):
            progress(now)
        return None
    with EventFile(folder / EVENTS) as file:
        for batch in simulation.stream(until):
            file.write(batch)
            take_events(batch)
            progress(simulation.now)
    return file.rows


def _write_scenario(simulation: Simulation, file: Path) -> None:
    from voltwin.scenario.files import write

    write(simulation.scenario, file)


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside `folder`, which takes its place if all goes well, and vanishes
    if not, whatever the reason."""
    try:
        place = Path(os.path.realpath(folder))  # what a link points to, not the link
        refuse_others(folder, place)
        with _beside(place) as partial:
            yield partial
            _rename(partial, place)
    except OSError as error:
        raise FolderError(f"{folder}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Give an empty folder beside `place`; in the end it is gone, and so are the folders that had
    to be made for it, unless it has been renamed."""
    partial = place.with_name(f".{place.name}.partial-{os.getpid()}")
    made = [parent for parent in place.parents if not parent.exists()]  # the innermost first
    try:
        partial.mkdir(parents=True)
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        for parent in made:
            with suppress(OSError):  # it holds the run
                parent.rmdir()


def _rename(partial: Path, folder: Path) -> None:
    """Put `partial` in the place of `folder`; an earlier run steps aside first, and then goes."""
    former = folder.with_name(f".{folder.name}.former-{os.getpid()}")
    if folder.exists():
        folder.rename(former)
    try:
        partial.rename(folder)
    except BaseException:
        if former.exists():
            former.rename(folder)
        raise
    shutil.rmtree(former, ignore_errors=True)
