"""The explanation and the report of a run, written into its folder."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from threading import Event, Thread

from voltwin.one_thread import one_thread
from voltwin.report.html import write_html
from voltwin.results import Run
from voltwin.run_folder.former_run import EXPLANATION, KPIS, REPORT_HTML
from voltwin.run_folder.table_files import write_table


def prepare() -> None:
    """Import what drawing needs, on a thread: while the kernel works, Python has nothing to do.

    An exit waits for it: a library that finds Python gone while it is imported ends the process.
    """
    Thread(target=_import_all, name="import").start()


def _import_all() -> None:
    for module in ("matplotlib.figure", "matplotlib.backends.backend_svg", "jinja2"):
        import_module(module)


class _StoppedError(Exception):
    """Nobody waits for the explanation any more."""


def add_report(
    run: Run, folder: Path, progress: Callable[[float], None] = lambda done: None
) -> None:
    """Explain a run and write report.html; figures are drawn while stations are simulated again.

    Args:
        run: with its KPIs.
        folder: of its results.
        progress: called with the share of the explanation that is done, from 0 to 1.

    Raises:
        FolderError: the report cannot be written.
    """
    given_up = Event()

    def go_on(done: float) -> None:
        if given_up.is_set():
            raise _StoppedError
        progress(done)

    with one_thread("explain") as thread:
        explanation = thread.submit(run.explain, progress=go_on)
        try:
            write_html(run, explanation, folder / REPORT_HTML)
        except BaseException:
            given_up.set()
            raise
    write_table(explanation.result().table, folder / KPIS / EXPLANATION, csv=True)
