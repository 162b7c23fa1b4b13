"""`voltwin validate`: checks that anyone can repeat."""

import os
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryFile

from voltwin.cli.command_error import CommandError
from voltwin.cli.failures import CHECK_FAILED
from voltwin.cli.progress import announce_compilation, counting, progress
from voltwin.validation.engines import run_many
from voltwin.validation.trust.check import GROUPS, Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.registry import UnknownCheckError, chosen

PAGE, RECORD = "validation.html", "validation.json"
_RESULTS = Path("results/validation")  # of each kind of run in a folder of its own


def run_chosen(
    only: list[str], *, full: bool, out: Path | None, workers: int | None, as_json: bool
) -> None:
    """Run checks, print their verdicts and write a report; exit status 1 if one failed.

    Raises:
        CommandError: No check is called so, or there can be no such folder: nothing has been run.
        FolderError: The report cannot be written; the verdicts have been printed.
    """
    from voltwin.validation.trust.json_file import as_json as json_of
    from voltwin.validation.trust.json_file import write_json
    from voltwin.validation.trust.page import write_html
    from voltwin.validation.trust.running import run_checks
    from voltwin.validation.trust.table import render

    wanted = _chosen(only)
    folder = _made(out or _RESULTS / _kind(only, full=full))
    announce_compilation()
    with counting("Validating", "checks") as tell:
        found = run_checks(
            wanted, Effort.FULL if full else Effort.QUICK, workers=workers or _cores(), tell=tell
        )
    if as_json:
        print(json_of(found), end="")
    else:
        render(found)
    write_json(found, folder / RECORD)  # the page last: it is made from what no longer can be lost
    write_html(found, folder / PAGE, _command(only, full=full))
    if not as_json:
        print(f"Report: {folder / PAGE}")
    if not found.ok:
        sys.exit(CHECK_FAILED)


def _kind(only: list[str], *, full: bool) -> str:
    """Return the folder of a kind of run, so that a short one does not replace a long one."""
    return "chosen" if only else "full" if full else "quick"


def _made(folder: Path) -> Path:
    """Return a folder in which files can be made, which is known before hours of work.

    Raises:
        CommandError: There can be none.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        why = error.strerror or error
        raise CommandError(f"--out: {folder} cannot be written to: {why}") from error


def _chosen(only: list[str]) -> list[Check]:
    try:
        return chosen(only)
    except UnknownCheckError as error:
        raise CommandError(str(error)) from error


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _command(only: list[str], *, full: bool) -> str:
    words = ["voltwin", "validate", "--full" if full else "--quick"]
    return shlex.join(words + [word for name in only for word in ("--only", name)])


def list_checks(only: list[str]) -> None:
    """Print all checks by group, with what each holds the model against."""
    checks = _chosen(only)
    width = max(len(check.name) for check in checks)
    for group, title in GROUPS.items():
        of_group = [check for check in checks if check.group == group]
        if of_group:
            print(f"{group}: {title}")
        for check in of_group:
            print(f"  {check.name:{width}}  {check.what}")


def validate_engines(scenarios: int, seed: int, workers: int) -> None:
    """Compare both engines on random scenarios; exit status 1 on the first difference."""
    with progress("Comparing the engines", scenarios) as tell:
        report = run_many(scenarios, seed, tell, workers=workers)
    print(report)
    if report.differences:
        sys.exit(CHECK_FAILED)
