"""Failures into one message on the standard error and an exit status."""

import os
import sys

CHECK_FAILED = 1
WRONG_INPUT = 2
INTERRUPTED = 130


def exit_status(error: BaseException) -> int:
    """Say what went wrong and return the exit status; what no user can cause is raised again."""
    from voltwin.cli.command_error import CommandError
    from voltwin.experiment.errors import ClusterError, TooMuchError
    from voltwin.run_folder.folder_error import FolderError
    from voltwin.scenario import ScenarioError
    from voltwin.store.interface import StoreError, StoreUnavailableError
    from voltwin_bindings.engine import EngineError
    from voltwin_bindings.snapshot_error import SnapshotError

    if isinstance(error, KeyboardInterrupt):
        return _say("Interrupted; nothing half-written is left.", INTERRUPTED)
    if isinstance(error, BrokenPipeError):  # the reader of a pipe, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, EngineError):
        return _say(f"Error: {error}", CHECK_FAILED)
    if isinstance(error, ClusterError | StoreUnavailableError):
        return _say(f"Error: {error}", CHECK_FAILED)
    if isinstance(error, ScenarioError | FolderError | SnapshotError | TooMuchError | StoreError):
        return _say(f"Error: {error}", WRONG_INPUT)
    if isinstance(error, CommandError):
        return _say(f"Error: {error}", WRONG_INPUT)
    if isinstance(error, MemoryError):
        return _say("Error: out of memory; a run with --no-events needs less.", CHECK_FAILED)
    if isinstance(error, OSError) and error.filename:
        return _say(f"Error: {error.filename}: {error.strerror}", WRONG_INPUT)
    raise error


def _say(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status
