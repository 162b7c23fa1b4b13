"""`voltwin db`: the store of scenarios, runs and results. What a command does is imported late."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The store of scenarios, runs and results: a folder, or a PostgreSQL database.",
    no_args_is_help=True,
)
StoreUrl = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="VOLTWIN_STORE",
        metavar="URL",
        help="A folder, or a database such as postgresql://user@host/voltwin.",
    ),
]
_DEFAULT = "voltwin-data"  # voltwin.store.opening.DEFAULT


@app.command()
def init(store: StoreUrl = _DEFAULT) -> None:
    """Make the store: the folder, or the tables in a database that exists."""
    from voltwin.cli.db import upgrade_store

    upgrade_store(store)


@app.command()
def upgrade(store: StoreUrl = _DEFAULT) -> None:
    """Bring the tables of an older version, or of a new extension, to this one."""
    from voltwin.cli.db import upgrade_store

    upgrade_store(store, create=False)


@app.command()
def status(
    store: StoreUrl = _DEFAULT,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Say what the store is and holds."""
    from voltwin.cli.db import show_status

    show_status(store, as_json=json)


@app.command()
def clean(store: StoreUrl = _DEFAULT) -> None:
    """Fail runs whose writer is gone, so that their rows vanish, and tidy up."""
    from voltwin.cli.db import clean_store

    clean_store(store)


@app.command()
def delete(
    which: Annotated[
        str, typer.Argument(metavar="ID", help="Of a run, an experiment or a scenario.")
    ],
    store: StoreUrl = _DEFAULT,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Delete without asking.")] = False,
) -> None:
    """Delete a run, or an experiment with all its runs, and their results; or a scenario without
    children and runs."""
    from voltwin.cli.db_delete import delete as delete_it

    delete_it(store, which, yes=yes)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="That becomes a copy; there is none yet.")],
    store: StoreUrl = _DEFAULT,
) -> None:
    """Copy a store in a folder, which may be written meanwhile."""
    from voltwin.cli.db import back_up_store

    back_up_store(store, folder)


@app.command()
def deliver(
    folder: Annotated[
        Path, typer.Argument(help="Of an experiment or run whose results did not reach the store.")
    ],
    store: StoreUrl = _DEFAULT,
) -> None:
    """Write what could not be delivered while the store was away."""
    from voltwin.cli.db_deliver import deliver_folder

    deliver_folder(folder, store)


@app.command()
def waiting(
    folder: Annotated[
        Path, typer.Argument(help="That is looked through, with all folders below it.")
    ] = Path(),
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")] = False,
) -> None:
    """List what still waits for a store, and how to deliver it. No store is asked."""
    from voltwin.cli.db_deliver import show_waiting

    show_waiting(folder, as_json=json)
