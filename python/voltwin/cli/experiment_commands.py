"""The commands about experiments and their options. What one does is imported when called."""

from pathlib import Path
from typing import Annotated

import typer

from voltwin.cli.experiment_options import (
    Doing,
    Json,
    Keep,
    Measures,
    Mixed,
    NoLimit,
    Out,
    Ray,
    Resume,
    ShardOption,
    ThreadsOption,
)
from voltwin.cli.options import StoreOption, Until, WithReport

Seed = Annotated[int, typer.Option(min=0, help="Of all random draws.")]


def compare(  # noqa: PLR0913, PLR0917 - each is an option
    base: Annotated[Path, typer.Argument(help="The scenario that others are compared with.")],
    variants: Annotated[
        list[Path] | None, typer.Argument(metavar="[VARIANT]...", help="Scenarios.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="CHANGES",
            help='A variant by its changes, such as "stations[region=North].chargers+=2"; several '
            "changes apart by ;. May be repeated: a variant each.",
        ),
    ] = None,
    replications: Annotated[int, typer.Option(min=2, help="Of each variant.")] = 30,
    best: Annotated[
        str | None, typer.Option(metavar="KPI", help="Say which variant is best by this KPI.")
    ] = None,
    indifference: Annotated[
        str | None,
        typer.Option(
            metavar="WIDTH",
            help="With --best: a difference too small to matter, such as 0.1%. As many "
            "replications are done as it takes to find the best with 95 % probability.",
        ),
    ] = None,
    seed: Seed = 1,
    until: Until = None,
    measure: Measures = None,
    keep: Keep = None,
    out: Out = None,
    resume: Resume = False,
    threads: ThreadsOption = None,
    ray: Ray = None,
    shard: ShardOption = None,
    mixed: Mixed = False,
    no_limit: NoLimit = False,
    store: StoreOption = None,
    report: WithReport = True,
    json: Json = False,
) -> None:
    """Compare scenarios on the same random numbers: differences with their intervals."""
    from voltwin.cli.compare import Asked, compare_files

    asked = Asked(replications, best, indifference, seed, until, measure, keep)
    doing = Doing(out, resume, threads, ray, shard, mixed, no_limit, report, json, store)
    compare_files(base, variants or [], set_ or [], asked, doing)


def sweep(  # noqa: PLR0913, PLR0917 - each is an option
    plan: Annotated[Path, typer.Argument(help="The plan: factors, design, measures.")],
    out: Out = None,
    resume: Resume = False,
    threads: ThreadsOption = None,
    ray: Ray = None,
    shard: ShardOption = None,
    mixed: Mixed = False,
    no_limit: NoLimit = False,
    store: StoreOption = None,
    report: WithReport = True,
    json: Json = False,
) -> None:
    """Run a design of experiments: what each factor does, and which go together."""
    from voltwin.cli.sweep import sweep_file

    sweep_file(plan, Doing(out, resume, threads, ray, shard, mixed, no_limit, report, json, store))


def optimise(  # noqa: PLR0913, PLR0917 - each is an option
    plan: Annotated[Path, typer.Argument(help="The plan: levers, goal, confidence.")],
    out: Out = None,
    resume: Resume = False,
    threads: ThreadsOption = None,
    ray: Ray = None,
    mixed: Mixed = False,
    no_limit: NoLimit = False,
    store: StoreOption = None,
    report: WithReport = True,
    json: Json = False,
) -> None:
    """Find out how many chargers and batteries, where, at what cost, and how sure that is."""
    from voltwin.cli.optimise import optimise_file

    optimise_file(
        plan, Doing(out, resume, threads, ray, None, mixed, no_limit, report, json, store)
    )


def monitor(
    folder: Annotated[Path, typer.Argument(help="Of an experiment, at work or not.")],
    once: Annotated[bool, typer.Option("--once", help="Say it once, do not follow.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it once as JSON.")] = False,
) -> None:
    """Follow an experiment from another terminal: progress, rate, time left."""
    from voltwin.cli.monitor import monitor_folder

    monitor_folder(folder, once=once, as_json=json)


def merge(
    folders: Annotated[list[Path], typer.Argument(help="Of all shards of an experiment.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the whole.")],
    mixed: Mixed = False,
    store: StoreOption = None,
    report: WithReport = True,
    json: Json = False,
) -> None:
    """Put the shards of an experiment together, as if it had been done in one piece."""
    from voltwin.cli.merge import merge_folders

    merge_folders(folders, Doing(out, mixed=mixed, report=report, as_json=json, store=store))


def add_to(app: typer.Typer) -> None:
    """Add these commands to those of the command line."""
    for command in (compare, sweep, optimise, monitor, merge):
        app.command()(command)
