"""`voltwin calibrate`: what demand a log shows, how sure that is, and a scenario of it."""

import json
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voltwin.cli.suggestions import program, suggestions
from voltwin.run_folder.folder_error import FolderError

if TYPE_CHECKING:
    from voltwin.calibration.calibration import Calibration


def calibrate_file(
    file: Path,
    out: Path | None,
    html: Path | None,
    *,
    options: Mapping[str, Any],
    force: bool,
    as_json: bool,
) -> None:
    """Show what a log was fitted to; write a scenario and a page if they are wanted.

    Args:
        file: the log.
        out: the scenario to write; none unless given.
        html: the page to write; none unless given.
        options: of `calibrate`.
        force: replace existing files.
        as_json: print all that came out as JSON.
    """
    from voltwin.calibration.calibrating import calibrate

    _refuse(file, out, html, force=force)
    found = calibrate(file, **options)
    if out:
        _write(found, out)
    if html:
        from voltwin.calibration.page import write_html

        write_html(found, html, f"{program()} {shlex.join(sys.argv[1:])}")
    if as_json:
        json.dump(_plain(found.as_dict()), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return
    from voltwin.calibration.terminal import render

    render(found)
    _say(out, html)


def _say(out: Path | None, html: Path | None) -> None:
    """Say what was written, or how to write it."""
    written = [str(file) for file in (out, html) if file]
    if written:
        print(f"\nWrote {' and '.join(written)}.")
    if out:
        command = f"{program()} run {shlex.quote(str(out))}"
        print(f"\nWhat to try next\n{suggestions([(command, 'simulate a week of it')])}")
    elif not written:
        command = f"{program()} {shlex.join(sys.argv[1:])}"
        print(
            f"\nNothing was written. For a scenario and a page with figures:\n  {command} "
            "--out calibrated.yaml --html calibrated.html"
        )


def _refuse(log: Path, out: Path | None, html: Path | None, *, force: bool) -> None:
    """Refuse files that would replace the log, each other, or what nobody wants replaced."""
    if out and html and out.resolve() == html.resolve():
        raise FolderError(f"{html}: is the scenario; name another file with --html")
    for option, file in (("--out", out), ("--html", html)):
        if file is None:
            continue
        if file.is_dir():
            raise FolderError(f"{file}: is a folder; name a file with {option}")
        if file.exists() and log.exists() and file.samefile(log):
            raise FolderError(f"{file}: is the log; name another file with {option}")
        if file.exists() and not force:
            text = f"exists already; name another file with {option}, or replace it with --force"
            raise FolderError(f"{file}: {text}")


def _write(found: "Calibration", out: Path) -> None:
    try:
        found.save(out)
    except OSError as error:
        raise FolderError(f"{out}: cannot be written: {error.strerror}") from error


def _plain(value: Any) -> Any:
    """Return data in which no number is NaN or infinite, which JSON does not know."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not abs(value) < float("inf"):
        return None
    return value
