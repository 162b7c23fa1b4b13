"""A question that is answered by a process of its own, which shares nothing with this one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PROGRAM = """
import json, sys
from {module} import {name} as asked
print(json.dumps(asked(*sys.argv[1:])))
"""


def answer_of(
    asked: Callable[..., Any], *arguments: str, folder: Path | str = ".", **environment: str
) -> Any:
    """Call a function of a module in a fresh process.

    Warnings of arithmetic (`RuntimeWarning`: overflow, invalid value) are errors there; that a
    library will change is none. Nothing is imported from the folder that it works in.

    Args:
        asked: the function; what it returns is handed over as JSON.
        arguments: of it, as text.
        folder: that the process works in.
        environment: variables of it, beside those of this one.

    Raises:
        ChildProcessError: it has failed; with the end of what it said.
    """
    program = _PROGRAM.format(module=asked.__module__, name=asked.__name__)
    done = subprocess.run(
        [sys.executable, "-P", "-W", "error::RuntimeWarning", "-c", program, *arguments],
        env={**os.environ, **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ChildProcessError(f"a process has failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
