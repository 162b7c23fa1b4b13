"""The commands of the server and their options. What one does is imported when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from voltwin.cli.options import duration, memory

DATA = Path("voltwin-server")

Data = Annotated[
    Path, typer.Option(envvar="VOLTWIN_DATA", help="Folder of jobs, tokens and the own store.")
]
Name = Annotated[str, typer.Option(help="Of whom or what has it.")]

token_app = typer.Typer(
    help="Tokens: who has one may call a server that others can reach.", no_args_is_help=True
)


def serve(  # noqa: PLR0913, PLR0917 - each is an option
    host: Annotated[
        str, typer.Option(help="Address to listen at; others than this machine need tokens.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="To listen at; 0 for any that is free.")
    ] = 8000,
    data: Data = DATA,
    store: Annotated[
        str | None,
        typer.Option(
            envvar="VOLTWIN_STORE",
            metavar="URL",
            help="For results: a folder or postgresql://user@host/name.  (default: DATA/store)",
        ),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(
            envvar="VOLTWIN_RAY", metavar="ADDRESS", help="Do jobs on this cluster of Ray."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that do jobs.  (default: one a processor)"),
    ] = None,
    twin_processes: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that have twins.  (default: processors less one)"),
    ] = None,
    twin_memory: Annotated[
        int | None,
        typer.Option(
            parser=memory,
            metavar="SIZE",
            help="Of all twins together: 512M, 4G; beyond it they sleep on disk.  (default: 2G)",
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name the server is called by; may be repeated."),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=NUMBER",
            help="Another limit of requests, such as jobs_per_token=10; may be repeated.",
        ),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo/--no-demo", help="Have the moving city ready on a new server.")
    ] = True,
    json_logs: Annotated[
        bool, typer.Option("--json-logs", help="Log JSON, one object a line.")
    ] = False,
    openapi: Annotated[
        bool, typer.Option("--openapi", help="Print the API's description (OpenAPI) and end.")
    ] = False,
) -> None:
    """Serve scenarios, runs and experiments over HTTP, for this machine or for a team."""
    from voltwin.cli.serve import print_description, serve_until_stopped

    if openapi:
        print_description()
        return
    serve_until_stopped(
        host=host,
        port=port,
        data=data,
        store=store or None,
        ray=ray or None,
        workers=workers,
        twin_processes=twin_processes,
        twin_bytes=twin_memory,
        allow_host=allow_host or [],
        limit=limit or [],
        demo=demo,
        json_logs=json_logs,
    )


@token_app.command("create")
def create(
    name: Name,
    role: Annotated[str, typer.Option(help="viewer: look; planner: also run; admin: also delete.")],
    expires: Annotated[
        float | None,
        typer.Option(
            parser=duration,
            metavar="DURATION",
            help="Valid for so long: 12h, 30d.  (default: ever)",
        ),
    ] = None,
    data: Data = DATA,
) -> None:
    """Make a token and print it: it is shown this once."""
    from voltwin.cli.token import create_token

    create_token(data, name, role, expires)


@token_app.command("list")
def list_(
    data: Data = DATA,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Show who has a token, and what it lets them do."""
    from voltwin.cli.token import list_tokens

    list_tokens(data, as_json=json)


@token_app.command("revoke")
def revoke(name: Name, data: Data = DATA) -> None:
    """Let a token open nothing from now on, on a running server too."""
    from voltwin.cli.token import revoke_token

    revoke_token(data, name)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(serve)
    app.add_typer(token_app, name="token")
