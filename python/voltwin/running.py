"""Running a scenario from beginning to end in one call."""

import os
import warnings
from pathlib import Path
from time import perf_counter

import pyarrow as pa

from voltwin.arguments import end_of_run
from voltwin.reporting import add_report
from voltwin.results import Run
from voltwin.run_folder.recipe import run_record
from voltwin.run_folder.writing import nothing_more, write_run
from voltwin.run_in_store import RunInStore, RunNowhere, run_in_store
from voltwin.scenario.scenario import Scenario
from voltwin.simulation import EngineName, Simulation
from voltwin.store.opened import AnyStore
from voltwin_bindings.event_log import SCHEMA


def run(  # noqa: PLR0913 - all but one are options
    scenario: Scenario | str | os.PathLike[str],
    *,
    seed: int = 1,
    replication: int = 0,
    engine: EngineName = "kernel",
    until: float | str | None = None,
    events: bool = False,
    folder: str | os.PathLike[str] | None = None,
    report: bool = True,
    store: AnyStore | None = None,
) -> Run:
    """Simulate a scenario and return its run.

    Args:
        scenario: what is simulated, or the file that it is in.
        seed: of all draws, 0 or more.
        replication: runs with equal seeds and other replications are independent.
        engine: "kernel", or "reference" for the same numbers slowly.
        until: where to stop, [s] or such as "1d 6h"; the horizon by default.
        events: keep the event log, too; in the store as well.
        folder: where to write the results; in memory alone by default.
        report: explain the run and write its report into the folder.
        store: an open store, or the URL of one, that the results are written into while they come;
            the run's `run_id` tells what it is called there.

    Raises:
        ScenarioError: the scenario is not valid, or the file holds none.
        FolderError: the folder cannot be written, or holds something else than a run.
        EngineError: the run cannot go on, or a balance is violated.
        ValueError: an argument is none of those allowed.
        StoreError: the store does not answer, or cannot be used. What happens to it once the run
            has begun is told by a warning.
        TypeError: `events` or `report` is neither True nor False.
    """
    for name, flag in (("events", events), ("report", report)):
        if not isinstance(flag, bool):
            raise TypeError(f"{name}: {flag!r} is neither True nor False")
    simulation = Simulation(scenario, seed=seed, replication=replication, engine=engine, log=events)
    end = end_of_run(until, simulation.horizon)
    place = None if folder is None else Path(folder)
    with run_in_store(store, simulation, end, place) as stored:
        if place is None:
            made = _in_memory(simulation, end, stored)
        else:
            made = write_run(
                simulation,
                place,
                until=end,
                events=events,
                finish=add_report if report else nothing_more,
                take_events=stored.add,
                about=stored.record,
            )
        stored.end(made)
    if stored.waiting:
        warnings.warn(stored.words, stacklevel=2)
    return made


def _in_memory(simulation: Simulation, until: float | None, stored: RunInStore | RunNowhere) -> Run:
    begun = perf_counter()
    batches = []
    for batch in simulation.stream(until):
        stored.add(batch)
        batches.append(batch)
    balances, kpis = simulation.check_balances(), simulation.kpis()
    simulate_s = perf_counter() - begun
    log = pa.Table.from_batches(batches, schema=SCHEMA) if simulation.has_log else None
    rows = None if log is None else log.num_rows
    record = run_record(simulation, kpis, balances, rows, simulate_s=simulate_s)
    events = None if log is None else (lambda: log)
    return Run(simulation.scenario, {**record, **stored.record}, kpis, events=events)
