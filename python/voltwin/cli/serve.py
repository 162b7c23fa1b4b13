"""`voltwin serve`: the server, found by its entry point, since nothing here may know it."""

from importlib.metadata import entry_points
from typing import Any

from voltwin.cli.command_error import CommandError

_NEEDED = ("fastapi", "pebble", "prometheus_client", "uvicorn")


def server_commands() -> Any:
    """Return the module of the server's commands.

    Raises:
        CommandError: the libraries that the server needs are not installed.
    """
    try:
        [found] = entry_points(group="voltwin.server", name="commands")
        return found.load()
    except ModuleNotFoundError as error:
        raise _missing(error) from error


def serve_until_stopped(**options: Any) -> None:
    """Serve until a signal says to stop."""
    commands = server_commands()
    try:
        commands.serve(**options)
    except ModuleNotFoundError as error:
        raise _missing(error) from error


def print_description() -> None:
    """Print the description of the API."""
    commands = server_commands()
    try:
        print(commands.openapi())
    except ModuleNotFoundError as error:
        raise _missing(error) from error


def _missing(error: ModuleNotFoundError) -> Exception:
    """Return what to say; an error of our own is none of the libraries."""
    if (error.name or "").partition(".")[0] not in _NEEDED:
        return error
    return CommandError("the server needs libraries of its own: pip install 'voltwin[server]'")
