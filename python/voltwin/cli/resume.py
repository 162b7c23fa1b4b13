"""`voltwin resume`: go on with a run from its snapshot."""

from pathlib import Path
from time import perf_counter

from typer import BadParameter

from voltwin.cli.run import Wanted, show, simulate
from voltwin.scenario.durations import format_duration
from voltwin.simulation import Simulation


def resume_file(file: Path, until: float | None, wanted: Wanted) -> None:
    """Simulate the rest of a run, write the results of all of it, and print its KPIs (or run.json).

    Args:
        file: the snapshot.
        until: where to stop [s]; the horizon by default.
        wanted: of events, the rest of the log.
    """
    begun = perf_counter()
    simulation = Simulation.restore(file)
    since, horizon = simulation.now, simulation.horizon
    if wanted.events and not simulation.has_log:
        raise BadParameter("the run was begun with --no-events", param_hint="--events")
    if since >= horizon:
        raise BadParameter(
            f"{file} stands at the scenario's horizon, {format_duration(horizon)}: there is "
            "nothing left to simulate"
        )
    run = simulate(simulation, until, wanted.folder(file), wanted)
    if wanted.as_json:
        return
    show(run, perf_counter() - begun)
    log = "" if run.record["log_rows"] is None else "; events.parquet begins there"
    print(f"\nWent on from {file} at {format_duration(since)}{log}.")
