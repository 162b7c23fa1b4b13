"""`voltwin init`: a commented scenario to start from."""

import shlex
from pathlib import Path

from voltwin.cli.suggestions import program
from voltwin.run_folder.folder_error import FolderError
from voltwin.scenario.templates import first_fleet, first_scenario

_TEMPLATES = {"arrivals": first_scenario, "fleet": first_fleet}


def init_file(file: Path, demand: str, *, force: bool) -> None:
    """Write the template with this demand; an existing file is replaced only if told so."""
    if file.is_dir():
        raise FolderError(f"{file}: is a folder; name a file for the scenario")
    if file.exists() and not force:
        raise FolderError(f"{file}: exists already; name another file, or replace it with --force")
    try:
        file.write_text(_TEMPLATES[demand](), encoding="utf-8")
    except OSError as error:
        raise FolderError(f"{file}: cannot be written: {error.strerror}") from error
    print(f"Wrote {file}. Look into it, then: {program()} run {shlex.quote(str(file))}")
