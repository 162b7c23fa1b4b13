"""Progress of what takes longer than a second, on the standard error and only on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

_PATIENCE_S = 1.0


@contextmanager
def progress(what: str, total: float) -> Iterator[Callable[[float], None]]:
    """Give a function that is told how much of `total` is done; the bar appears after a second."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task(what, total=total)
    begun, shown = perf_counter(), False

    def tell(done: float) -> None:
        nonlocal shown
        if not shown and perf_counter() - begun > _PATIENCE_S:
            bar.start()
            shown = True
        bar.update(task, completed=done)

    try:
        yield tell
    finally:
        bar.stop()


@contextmanager
def counting(what: str, things: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how many things are done, of how many; the bar appears after a
    second."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(things),
        Left(),
    )
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task(what, total=None)
    begun, shown = perf_counter(), False

    def tell(done: int, wanted: int) -> None:
        nonlocal shown
        if not shown and perf_counter() - begun > _PATIENCE_S:
            bar.start()
            shown = True
        bar.update(task, completed=done, total=wanted)

    try:
        yield tell
    finally:
        bar.stop()


def announce_compilation() -> None:
    """Say why the first run takes longer, if it is the first one."""
    from voltwin_bindings.compiled import is_compiled

    if not is_compiled():
        print(
            "Compiling the engine: about a minute, once per version and machine.",
            file=sys.stderr,
            flush=True,
        )
