"""How processes of the server begin: with little imported, and without what none of them needs."""

import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any

from voltwin.cli.without_pandas import without_pandas


def named(function: Callable[..., Any]) -> tuple[str, str]:
    """Return by which names `begun` finds a function of a module."""
    return function.__module__, function.__qualname__


def begun(module: str, name: str, *args: Any) -> Any:
    """Call a function in a process that has just been started.

    It is told by its names: one that was sent itself would have its module imported before all
    else, and Arrow, with it, pandas where that is installed.

    Args:
        module: that it is in.
        name: of it.
        args: of it.
    """
    gc.set_threshold(200_000, 20, 20)  # as on the command line
    with without_pandas():
        return getattr(import_module(module), name)(*args)
