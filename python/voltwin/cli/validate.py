"""`voltwin validate`: checks that anyone can repeat."""

import os
import shlex
import sys
from pathlib import Path

from voltwin.cli.command_error import CommandError
from voltwin.cli.failures import CHECK_FAILED
from voltwin.cli.progress import announce_compilation, counting, progress
from voltwin.validation.engines import run_many
from voltwin.validation.trust.check import GROUPS, Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.registry import UnknownCheckError, chosen

PAGE, RECORD = "validation.html", "validation.json"


def run_chosen(
    only: list[str], *, full: bool, out: Path, workers: int | None, as_json: bool
) -> None:
    """Run checks, print their verdicts and write a report; exit status 1 if one failed.

    Raises:
        CommandError: No check is called so.
        FolderError: The report cannot be written.
    """
    from voltwin.validation.trust.json_file import as_json as json_of
    from voltwin.validation.trust.json_file import write_json
    from voltwin.validation.trust.page import write_html
    from voltwin.validation.trust.running import run_checks
    from voltwin.validation.trust.table import render

    wanted = _chosen(only)
    if out.exists() and not out.is_dir():
        raise CommandError(f"--out: {out} is no folder")
    announce_compilation()
    with counting("Validating", "checks") as tell:
        found = run_checks(
            wanted, Effort.FULL if full else Effort.QUICK, workers=workers or _cores(), tell=tell
        )
    out.mkdir(parents=True, exist_ok=True)
    write_json(found, out / RECORD)
    write_html(found, out / PAGE, _command(only, full=full))
    if as_json:
        print(json_of(found), end="")
    else:
        render(found)
        print(f"Report: {out / PAGE}")
    if not found.ok:
        sys.exit(CHECK_FAILED)


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
