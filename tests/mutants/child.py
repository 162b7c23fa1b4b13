"""Processes that run tests without compiling, each on a core of its own choice.

They are forked from one that has imported what tests need of others, which takes seconds, and
nothing of ours. Each answers once, by a pipe.
"""

import os
import resource
import sys
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numba
import pytest
from hypothesis import HealthCheck, Phase, settings
from tests.mutants.mutant import CORE, ROOT

PRELOADED = ("hypothesis", "numba", "pyarrow", "pydantic", "pytest", "scipy.stats", "simpy", "yaml")
MOST_BYTES = 4 << 30  # a mutant may fill memory for ever
MOST_S = 900.0  # one may wait for ever, at no cost of processor time

Task = Callable[..., Any]


def answer_of(task: Task, folder: Path, *arguments: object) -> Any:
    """Run a task in a process of its own, which imports the core from `folder`.

    Returns:
        What the task returns or sends to the pipe that it is given first; None if the process ends
        without an answer, or has none after `MOST_S`.

    Raises:
        Exception: what the task raises.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(task, theirs, str(folder), arguments))
    process.start()
    theirs.close()
    try:
        answer = ours.recv() if ours.poll(MOST_S) else None
    except EOFError:
        answer = None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _work(task: Task, pipe: Connection, folder: str, arguments: tuple[object, ...]) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    os.chdir(ROOT)
    sys.path.insert(0, folder)
    os.environ |= {
        "PYTHONPATH": folder,  # for processes that tests start
        "NUMBA_DISABLE_JIT": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    numba.config.reload_config()
    sys.dont_write_bytecode = False  # that of tests is kept: hundreds of processes import them
    import voltwin_core

    assert Path(voltwin_core.__file__).parent == Path(folder) / CORE.name
    try:
        answer = task(pipe, *arguments)
    except Exception as error:
        answer = error
    pipe.send(answer)


def pytest_on(tests: Iterable[str], plugin: object, *options: str) -> int:
    """Run tests and return the exit status of pytest."""
    without = ("-p", "no:cacheprovider", "-p", "no:faulthandler")
    arguments = ["-q", *without, *options, *tests]
    return int(pytest.main(arguments, plugins=[plugin, _Examples()]))


class _Examples:
    """A plugin of pytest: Hypothesis does not make what fails smaller, and may be slow."""

    def pytest_collection(self) -> None:
        """Called before test modules read their settings."""
        phases = (Phase.explicit, Phase.generate)
        slow = (HealthCheck.too_slow, HealthCheck.data_too_large)
        settings.register_profile("mutants", settings(), phases=phases, suppress_health_check=slow)
        settings.load_profile("mutants")
