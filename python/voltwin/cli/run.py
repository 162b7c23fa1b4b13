"""`voltwin run`: simulate a scenario file, show its KPIs, keep its results."""

import json
import shlex
import sys
from pathlib import Path
from time import perf_counter

from typer import BadParameter

from voltwin.cli.progress import announce_compilation, progress
from voltwin.cli.suggestions import program, suggestions
from voltwin.reporting import add_report, prepare
from voltwin.results import Run
from voltwin.scenario.durations import format_duration
from voltwin.simulation import EngineName, Simulation
from voltwin.store.former_run import REPORT_HTML
from voltwin.store.run_folder import nothing_more, write_run

_LONG_FOR_THE_REFERENCE_S = 3 * 3600.0


def run_file(
    file: Path,
    engine: EngineName,
    seed: int,
    until: float | None,
    out: Path | None,
    *,
    events: bool,
    report: bool,
    as_json: bool,
) -> None:
    """Simulate, write the results folder, and print its KPIs (or run.json)."""
    begun = perf_counter()
    simulation = Simulation(file, seed=seed, engine=engine, log=events)
    end = _end(until, simulation.horizon)
    folder = out or Path("results") / file.stem
    if engine == "kernel":
        announce_compilation()
    if report:
        prepare()
    with progress(f"Simulating on the {engine}", end) as tell:
        run = write_run(
            simulation,
            folder,
            until=until,
            events=events,
            progress=tell,
            finish=_report if report else nothing_more,
        )
    if as_json:
        json.dump(run.record, sys.stdout, default=str)
        sys.stdout.write("\n")
        return
    _show(run, perf_counter() - begun)
    _suggest(file, folder, simulation.horizon)


def _report(run: Run, folder: Path) -> None:
    with progress("Explaining and drawing", 1.0) as tell:
        add_report(run, folder, tell)


def _end(until: float | None, horizon: float) -> float:
    """Return where to stop [s]; refuse what is not within the run."""
    if until is None:
        return horizon
    if 0.0 < until <= horizon:
        return until
    raise BadParameter(
        f"{format_duration(until)} must be above 0s and at most the scenario's horizon, "
        f"{format_duration(horizon)}",
        param_hint="--until",
    )


def _show(run: Run, seconds: float) -> None:
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


def _suggest(file: Path, folder: Path, horizon: float) -> None:
    voltwin, scenario = program(), shlex.quote(str(file))
    less = " --until 3h" if horizon > _LONG_FOR_THE_REFERENCE_S else ""
    next_steps = [
        (f"{voltwin} explain {shlex.quote(str(folder))}", "why stations lose, what would help"),
        (f"{voltwin} run {scenario} --seed 2", "other random numbers"),
        (f"{voltwin} run {scenario} --engine reference{less}", "the same, slowly, in SimPy"),
        (f"{voltwin} init my.yaml && {voltwin} run my.yaml", "your own stations"),
        (f"{voltwin} validate engines --scenarios 50", "prove that both engines agree"),
    ]
    print(f"\nWhat to try next\n{suggestions(next_steps)}")
