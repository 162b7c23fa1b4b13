"""What to try next: commands that can be typed as they stand."""

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path


def program() -> str:
    """Return how a shell calls this program: by its name where it is found, else by its path."""
    called = Path(sys.argv[0])
    if shutil.which("voltwin") or called.name != "voltwin":
        return "voltwin"
    path = os.path.relpath(called)
    if path.startswith(os.pardir):
        path = str(called)
    return shlex.quote(path if os.sep in path else os.path.join(os.curdir, path))


def suggestions(commands: Sequence[tuple[str, str]]) -> str:
    """Return lines of commands, each with what it is for beside it.

    Args:
        commands: (command, purpose).
    """
    width = max(len(command) for command, _ in commands)
    return "\n".join(f"  {command:{width}}  {why}" for command, why in commands)
