"""What to try next: commands that can be typed as they stand."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path


def program() -> str:
    """Return how the user calls this program: its name where the shell finds it, else its path."""
    called = Path(sys.argv[0])
    if shutil.which("voltwin") or called.name != "voltwin":
        return "voltwin"
    path = os.path.relpath(called)
    if path.startswith(os.pardir):
        return str(called)
    return path if os.sep in path else os.path.join(os.curdir, path)


def suggestions(commands: Sequence[tuple[str, str]]) -> str:
    """Return lines of commands, each with what it is for beside it.

    Args:
        commands: (command, purpose); `voltwin` stands for the program, however it is called.
    """
    typed = [(command.replace("voltwin", program()), why) for command, why in commands]
    width = max(len(command) for command, _ in typed)
    return "\n".join(f"  {command:{width}}  {why}" for command, why in typed)
