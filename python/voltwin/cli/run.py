"""`voltwin run`: simulate a scenario file, show its KPIs, keep its results."""

import json
import math
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from typer import BadParameter

from voltwin.arguments import LEAST_S
from voltwin.cli.failures import CHECK_FAILED
from voltwin.cli.progress import announce_compilation, progress
from voltwin.cli.sigterm import interrupted_by_sigterm
from voltwin.cli.stored import is_waiting, stored_words
from voltwin.cli.suggestions import program, suggestions
from voltwin.results import Run
from voltwin.run_folder.former_run import REPORT_HTML
from voltwin.run_folder.writing import nothing_more, write_run
from voltwin.run_in_store import run_in_store
from voltwin.scenario.durations import format_duration
from voltwin.simulation import EngineName, Simulation
from voltwin_bindings.snapshot_file import refuse_to_replace

_LONG_FOR_THE_REFERENCE_S = 3 * 3600.0


@dataclass(frozen=True)
class Wanted:
    """What a command is asked to write and show."""

    out: Path | None = None  # folder of the results; results/NAME unless given
    events: bool | None = True  # None: as the run was begun
    report: bool = True
    as_json: bool = False
    snapshot: Path | None = None  # file to go on from, where the run stops
    store: str | None = None

    def folder(self, file: Path) -> Path:
        """Return the folder of the results of what a file holds."""
        return self.out or Path("results") / file.stem


def refuse_of_replications(**options: object) -> None:
    """Refuse, for a single run, options that are about several.

    Raises:
        BadParameter: one is given.
    """
    for name, value in options.items():
        if value:
            raise BadParameter("is for several runs: give --replications, too", param_hint=name)


def run_file(
    file: Path, engine: EngineName, seed: int, until: float | None, wanted: Wanted
) -> None:
    """Simulate, write the results folder, and print its KPIs (or run.json)."""
    begun = perf_counter()
    simulation = Simulation(file, seed=seed, engine=engine, log=bool(wanted.events))
    folder = wanted.folder(file)
    run = simulate(simulation, until, folder, wanted)
    if not wanted.as_json:
        show(run, perf_counter() - begun)
        _suggest(file, folder, simulation.horizon, wanted.snapshot)
    if is_waiting(run.record):
        sys.exit(CHECK_FAILED)


def simulate(simulation: Simulation, until: float | None, folder: Path, wanted: Wanted) -> Run:
    """Simulate to `until` [s], write what is wanted, print run.json if it is asked for."""
    end = _end(until, simulation)
    if wanted.snapshot:
        _check_snapshot(wanted.snapshot, simulation, end)
    with interrupted_by_sigterm(), run_in_store(wanted.store, simulation, end, folder) as stored:
        if simulation.engine_name == "kernel":
            announce_compilation()
        if wanted.report:
            from voltwin.reporting import prepare

            prepare()
        with progress(f"Simulating on the {simulation.engine_name}", end) as tell:
            run = write_run(
                simulation,
                folder,
                until=until,
                events=simulation.has_log if wanted.events is None else wanted.events,
                progress=tell,
                finish=_report if wanted.report else nothing_more,
                take_events=stored.add,
                about=stored.record,
            )
        stored.end(run)
    if wanted.snapshot:
        simulation.snapshot(wanted.snapshot)
    if wanted.as_json:
        json.dump(run.record, sys.stdout, default=str)
        sys.stdout.write("\n")
    return run


def _report(run: Run, folder: Path) -> None:
    from voltwin.reporting import add_report

    with progress("Explaining and drawing", 1.0) as tell:
        add_report(run, folder, tell)


def _end(until: float | None, simulation: Simulation) -> float:
    """Return where to stop [s]; refuse what is not within the rest of the run."""
    if until is None:
        return simulation.horizon
    now = simulation.now
    if now < until and LEAST_S <= until <= simulation.horizon:
        return until
    least = (
        f"above {format_duration(now)}"
        if now >= LEAST_S
        else f"at least {format_duration(LEAST_S)}"
    )
    raise BadParameter(
        f"{format_duration(until)} must be {least} and at most the "
        f"scenario's horizon, {format_duration(simulation.horizon)}",
        param_hint="--until",
    )


def _check_snapshot(file: Path, simulation: Simulation, end: float) -> None:
    """Refuse, before anything is simulated, a snapshot that cannot be written or gone on from."""
    if simulation.engine_name != "kernel":
        raise BadParameter(
            "needs the kernel: the reference cannot be saved", param_hint="--snapshot"
        )
    if end >= simulation.horizon:
        raise BadParameter(
            "needs --until: at the scenario's horizon, "
            f"{format_duration(simulation.horizon)}, there is nothing left to go on with",
            param_hint="--snapshot",
        )
    refuse_to_replace(file)


def show(run: Run, seconds: float) -> None:
    """Print the KPIs of a run, how long it took, and where its results are."""
    from voltwin.report.terminal import render

    record = run.record
    render(run.kpis, title=run.scenario.name)
    rows = f", {record['log_rows']:,} log rows" if record["log_rows"] else ""
    print(
        f"\nSimulated by the {record['engine']} in {record['times']['simulate_s']:.2f} s "
        f"({seconds:.1f} s in all){rows}.\n"
        "Balances of vehicles, batteries and energy hold (worst residual "
        f"{record['balances']['worst_residual']:.0e}).\n\nResults: {run.folder}"
    )
    if run.folder and (run.folder / REPORT_HTML).is_file():
        print(f"Report:  {run.folder / REPORT_HTML}")
    if run.run_id:
        print(stored_words(record["stored"], run=run.run_id))


def _size(file: Path) -> str:
    size = file.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{math.ceil(size / 1e3)} kB"


def _suggest(file: Path, folder: Path, horizon: float, snapshot: Path | None) -> None:
    voltwin, scenario = program(), shlex.quote(str(file))
    less = " --until 3h" if horizon > _LONG_FOR_THE_REFERENCE_S else ""
    if snapshot:
        print(f"Snapshot: {snapshot} ({_size(snapshot)}), to go on from here")
    next_steps = [
        *([(f"{voltwin} resume {shlex.quote(str(snapshot))}", "go on")] if snapshot else []),
        (f"{voltwin} explain {shlex.quote(str(folder))}", "why stations lose, what would help"),
        (f"{voltwin} run {scenario} --seed 2", "other random numbers"),
        (f"{voltwin} run {scenario} --engine reference{less}", "the same, slowly, in SimPy"),
        (f"{voltwin} init my.yaml && {voltwin} run my.yaml", "your own stations"),
        (f"{voltwin} validate engines --scenarios 50", "prove that both engines agree"),
        (f"{voltwin} serve", "see a city move in your browser, and change it"),
    ]
    print(f"\nWhat to try next\n{suggestions(next_steps)}")
