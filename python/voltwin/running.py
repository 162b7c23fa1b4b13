"""Running a scenario from beginning to end in one call."""

import os
from pathlib import Path
from time import perf_counter

from voltwin.arguments import end_of_run
from voltwin.reporting import add_report
from voltwin.results import Run
from voltwin.scenario.scenario import Scenario
from voltwin.simulation import EngineName, Simulation
from voltwin.store.recipe import run_record
from voltwin.store.run_folder import nothing_more, write_run


def run(
    scenario: Scenario | str | os.PathLike[str],
    *,
    seed: int = 1,
    replication: int = 0,
    engine: EngineName = "kernel",
    until: float | str | None = None,
    events: bool = False,
    folder: str | os.PathLike[str] | None = None,
    report: bool = True,
) -> Run:
    """Simulate a scenario and return its run.

    Args:
        scenario: what is simulated, or the file that it is in.
        seed: of all draws, 0 or more.
        replication: runs with equal seeds and other replications are independent.
        engine: "kernel", or "reference" for the same numbers slowly.
        until: where to stop, [s] or such as "1d 6h"; the horizon by default.
        events: keep the event log, too.
        folder: where to write the results; in memory alone by default.
        report: explain the run and write its report into the folder.

    Raises:
        ScenarioError: the scenario is not valid, or the file holds none.
        FolderError: the folder cannot be written, or holds something else than a run.
        EngineError: the run cannot go on, or a balance is violated.
        ValueError: an argument is none of those allowed.
        TypeError: `events` or `report` is neither True nor False.
    """
    for name, flag in (("events", events), ("report", report)):
        if not isinstance(flag, bool):
            raise TypeError(f"{name}: {flag!r} is neither True nor False")
    simulation = Simulation(scenario, seed=seed, replication=replication, engine=engine, log=events)
    end = end_of_run(until, simulation.horizon)
    if folder is not None:
        finish = add_report if report else nothing_more
        return write_run(simulation, Path(folder), until=end, events=events, finish=finish)
    return _in_memory(simulation, end, events)


def _in_memory(simulation: Simulation, until: float | None, events: bool) -> Run:
    begun = perf_counter()
    kpis = simulation.run(until)
    simulate_s = perf_counter() - begun
    log = simulation.events() if events else None
    rows = None if log is None else log.num_rows
    record = run_record(simulation, kpis, simulation.balances(), rows, simulate_s=simulate_s)
    return Run(simulation.scenario, record, kpis, events=None if log is None else (lambda: log))
