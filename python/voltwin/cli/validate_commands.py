"""`voltwin validate` and its options. What it does is imported when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from voltwin.cli.validate_systems import add_to

app = typer.Typer(help="Hold the model against theory, physics, data and its own reference.")
add_to(app)


@app.callback(invoke_without_command=True)
def validate(
    context: typer.Context,
    quick: Annotated[
        bool, typer.Option("--quick", help="A minute on two cores.  [default]")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="As closely as each check can.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME|GROUP", help="This check or group alone; may be repeated."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show all checks and run none.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder of validation.html and validation.json.  "
            "(default: results/validation/quick, full, or chosen)"
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that share the work.  (default: one a core)"),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print validation.json instead of tables.")
    ] = False,
) -> None:
    """Hold the model against theory, physics, data and its own reference.

    Without a command all checks are run: a table, a report and a JSON file; exit status 1 if one
    fails. With the name of a system of theory: that system, with parameters of your own.
    """
    if context.invoked_subcommand:
        if quick or full or only or list_ or out or workers or json:
            name = context.invoked_subcommand
            raise typer.BadParameter(f"options belong behind the command: validate {name} ...")
        return
    if quick and full:
        raise typer.BadParameter("--quick and --full exclude each other")
    from voltwin.cli.validate import list_checks, run_chosen

    if list_:
        list_checks(only or [])
    else:
        run_chosen(only or [], full=full, out=out, workers=workers, as_json=json)


@app.command()
def engines(
    scenarios: Annotated[int, typer.Option(min=1, help="How many random scenarios.")] = 300,
    seed: Annotated[int, typer.Option(min=0, help="Of the first scenario.")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share the work.")] = 1,
) -> None:
    """Compare the event logs of kernel and reference, bit by bit, on random scenarios."""
    from voltwin.cli.validate import validate_engines

    validate_engines(scenarios, seed, workers)
