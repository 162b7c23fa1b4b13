"""The commands and their options. What a command does is imported when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from voltwin.cli.db_commands import app as db_app
from voltwin.cli.experiment_commands import add_to
from voltwin.cli.experiment_options import (
    Doing,
    Keep,
    Measures,
    Mixed,
    NoLimit,
    Ray,
    Resume,
    ShardOption,
    ThreadsOption,
)
from voltwin.cli.options import (
    DemandOption,
    EngineOption,
    Force,
    RecordAsJson,
    Results,
    ResultsFolder,
    StoreOption,
    Until,
    WithReport,
)
from voltwin.cli.plain_errors import PlainErrors
from voltwin.cli.server_commands import add_to as add_server_to
from voltwin.cli.validate_commands import app as validate_app

app = typer.Typer(
    cls=PlainErrors,
    help="Voltwin: a digital twin of EV battery-swap networks, fast enough to think with.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(validate_app, name="validate")
app.add_typer(db_app, name="db")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"voltwin {version('voltwin')}")
        raise typer.Exit


@app.callback()
def voltwin(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Voltwin: a digital twin of EV battery-swap networks, fast enough to think with."""


@app.command()
def run(  # noqa: PLR0913, PLR0917 - each is an option
    file: Annotated[Path, typer.Argument(help="The scenario, YAML or JSON.")],
    engine: Annotated[
        EngineOption, typer.Option(help="reference: the same numbers from SimPy, slowly.")
    ] = EngineOption.KERNEL,
    seed: Annotated[int, typer.Option(min=0, help="Of all random draws.")] = 1,
    until: Until = None,
    out: ResultsFolder = None,
    events: Annotated[bool, typer.Option(help="Write the event log (events.parquet).")] = True,
    report: WithReport = True,
    snapshot: Annotated[
        Path | None, typer.Option(help="With --until: file to go on from there, by `resume`.")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(
            min=1, rich_help_panel="Several runs", help="So many runs: means with intervals."
        ),
    ] = None,
    until_half_width: Annotated[
        list[str] | None,
        typer.Option(
            "--until-halfwidth",
            metavar="KPI=WIDTH",
            rich_help_panel="Several runs",
            help="Replications until the 95 % interval is as narrow, such as lost_share=0.5%; "
            "may be repeated. --replications is the most then.",
        ),
    ] = None,
    measure: Measures = None,
    keep: Keep = None,
    resume: Resume = False,
    threads: ThreadsOption = None,
    ray: Ray = None,
    shard: ShardOption = None,
    mixed: Mixed = False,
    no_limit: NoLimit = False,
    store: StoreOption = None,
    json: RecordAsJson = False,
) -> None:
    """Simulate a scenario: KPIs on the screen, results and a report in a folder."""
    if replications is not None or until_half_width:
        from voltwin.cli.replications import Asked, run_replications

        asked = Asked(replications, until_half_width or [], seed, until, measure, keep)
        doing = Doing(out, resume, threads, ray, shard, mixed, no_limit, report, json, store)
        run_replications(file, asked, doing, engine=engine.value, snapshot=snapshot)
        return
    from voltwin.cli.run import Wanted, refuse_of_replications, run_file

    refuse_of_replications(
        measure=measure, keep=keep, resume=resume, threads=threads, ray=ray, shard=shard
    )
    run_file(file, engine.value, seed, until, Wanted(out, events, report, json, snapshot, store))


@app.command()
def resume(
    file: Annotated[Path, typer.Argument(help="The snapshot, written by `run --snapshot`.")],
    until: Until = None,
    out: ResultsFolder = None,
    events: Annotated[
        bool | None,
        typer.Option(
            "--events/--no-events", help="Write the rest of the log.  (default: as the run began)"
        ),
    ] = None,
    report: WithReport = True,
    snapshot: Annotated[
        Path | None, typer.Option(help="With --until: file to go on from there again.")
    ] = None,
    json: RecordAsJson = False,
) -> None:
    """Go on with a run from its snapshot, with the numbers of one never interrupted."""
    from voltwin.cli.resume import resume_file
    from voltwin.cli.run import Wanted

    resume_file(file, until, Wanted(out, events, report, json, snapshot))


@app.command()
def report(
    folder: Results,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write report.pdf, vector figures.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Write all KPI tables as CSV.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print all that came out as JSON instead.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write; a folder with --csv.  (default: in the run's folder)"),
    ] = None,
) -> None:
    """Make the report of a run or experiment again: report.html, or what is asked for."""
    from voltwin.cli.report import report_run

    report_run(folder, out, pdf=pdf, csv=csv, as_json=json)


@app.command()
def explain(
    folder: Results,
    station: Annotated[
        str | None, typer.Argument(help="Id or name: this station alone, with all its numbers.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="All stations that lose or delay, not the worst ten.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Say why stations lose or delay: what binds, and what its next unit would bring."""
    from voltwin.cli.explain import explain_folder

    explain_folder(folder, station, every=every, as_json=json)


@app.command()
def init(
    file: Annotated[Path, typer.Argument(help="The scenario to write.")] = Path("scenario.yaml"),
    demand: Annotated[
        DemandOption, typer.Option(help="arrivals: vehicles that come to each station.")
    ] = DemandOption.FLEET,
    force: Force = False,
) -> None:
    """Write a small commented scenario to start from."""
    from voltwin.cli.init import init_file

    init_file(file, demand.value, force=force)


@app.command("import")
def import_(  # noqa: PLR0913, PLR0917 - each is an option
    table: Annotated[Path, typer.Argument(help="The stations: CSV, or points in GeoJSON.")],
    out: Annotated[
        Path | None, typer.Option(help="The scenario to write; named like the table unless given.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=COLUMN", help="Which column is a field; may be repeated."),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=VALUE", help="Keep these rows only; may be repeated."),
    ] = None,
    swaps_per_day: Annotated[
        float | None, typer.Option(help="Of stations for which the table does not tell.")
    ] = None,
    start: Annotated[
        str | None, typer.Option(help="Of the run: 2026-01-05T00:00:00+01:00.")
    ] = None,
    utc_offset: Annotated[
        str | None, typer.Option(metavar="+HH:MM", help="Of local time, fixed; UTC unless given.")
    ] = None,
    profile: Annotated[
        str, typer.Option(help="Demand over the week: flat, commuter, leisure, taxi, night.")
    ] = "commuter",
    battery_kwh: Annotated[float, typer.Option(help="Capacity of a battery, in kWh.")] = 40.0,
    charger_kw: Annotated[
        float, typer.Option(help="Power of a charger, in kW, where no column tells.")
    ] = 80.0,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Leave out what cannot be read.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")] = False,
    force: Force = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was understood.")] = False,
) -> None:
    """Make a scenario of your own stations: shows what it understood, then writes."""
    from voltwin.cli.import_ import columns_of, import_file, where_of

    options = {
        "columns": columns_of(column or []),
        "where": where_of(where or []),
        "swaps_per_day": swaps_per_day,
        "start": start,
        "utc_offset": utc_offset,
        "profile": profile,
        "battery_kwh": battery_kwh,
        "charger_kw": charger_kw,
        "skip_bad_rows": skip_bad_rows,
    }
    import_file(table, out, options=options, yes=yes, force=force, as_json=json)


@app.command()
def calibrate(  # noqa: PLR0913, PLR0917 - each is an option
    log: Annotated[Path, typer.Argument(help="One row for each arrival: CSV (or .gz), Parquet.")],
    out: Annotated[
        Path | None, typer.Option(help="Scenario to write, YAML or JSON.  (default: none)")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Page with figures to write.  (default: none)")
    ] = None,
    kind: Annotated[
        str, typer.Option(help="Of the rows. swaps: those served; arrivals: all that came.")
    ] = "swaps",
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=COLUMN",
            help="Which column is a field (time, station, soc, begin, end, duration); none with "
            "FIELD= alone; may be repeated.",
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=VALUE", help="Keep these rows only; may be repeated."),
    ] = None,
    begin: Annotated[
        str | None, typer.Option(help="Local date or time from which the log is complete.")
    ] = None,
    end: Annotated[
        str | None, typer.Option(help="Local date (its midnight) or time up to which it is.")
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE", help="No sample: a holiday, say; may be repeated."),
    ] = None,
    hold_out: Annotated[
        str,
        typer.Option(help="Blocks of days that a fit to the days before foretells; 0 for none."),
    ] = "14d",
    utc_offset: Annotated[
        str | None,
        typer.Option(metavar="+HH:MM", help="Of local time; times with another are moved to it."),
    ] = None,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Leave out what cannot be read.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws of the scores.")] = 1,
    force: Force = False,
    json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Fit demand, returned SoC and service times to a log, and score the fit on held-out days."""
    from voltwin.cli.calibrate import calibrate_file
    from voltwin.cli.import_ import columns_of, where_of

    options = {
        "kind": kind,
        "columns": columns_of(column or []),
        "where": where_of(where or []),
        "begin": begin,
        "end": end,
        "leave_out": leave_out or [],
        "hold_out": float(hold_out) if hold_out.isdigit() else hold_out,
        "utc_offset": utc_offset,
        "skip_bad_rows": skip_bad_rows,
        "seed": seed,
    }
    calibrate_file(log, out, html, options=options, force=force, as_json=json)


@app.command()
def bench(
    only: Annotated[
        list[str] | None, typer.Option(help="Measure this figure alone; may be repeated.")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help='Print {"name": ..., "value": ..., "unit": ...} a line.')
    ] = False,
    write: Annotated[
        Path | None, typer.Option(help="Write the figures to this Markdown file, too.")
    ] = None,
    scaling: Annotated[
        Path | None,
        typer.Option(help="Measure how time grows with size, too, and draw it in this SVG file."),
    ] = None,
    long: Annotated[
        bool,
        typer.Option("--long", help="Ten minutes, not one, for what must not grow with time."),
    ] = False,
) -> None:
    """Measure this machine: the kernel against its rivals on the same scenario."""
    from voltwin.cli.bench import bench_cases

    bench_cases(only, as_json=json, write=write, scaling=scaling, long=long)


add_to(app)
add_server_to(app)
