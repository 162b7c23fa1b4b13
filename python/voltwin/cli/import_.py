"""`voltwin import`: a table of stations into a scenario, shown before it is written."""

import json
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from voltwin.cli.suggestions import program, suggestions
from voltwin.importing import Understanding, understand, write_scenario
from voltwin.run_folder.folder_error import FolderError
from voltwin.scenario.cells import number_of


def import_file(
    file: Path,
    out: Path | None,
    *,
    options: Mapping[str, Any],
    yes: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Show what a table was understood to hold; write the scenario if that is wanted.

    Args:
        file: the table.
        out: the scenario to write; beside where one stands by default, named like the table.
        options: of `understand`.
        yes: write without asking.
        force: replace an existing scenario.
        as_json: print what was understood as JSON.
    """
    if file.is_dir():
        raise FolderError(f"{file}: is a folder; name the file with the table")
    target = out or Path(file.name).with_suffix(".yaml")
    asks = not yes and not as_json and is_terminal()
    if yes or asks:
        _refuse(file, target, force=force)
    understanding = understand(file, **options)
    if as_json:
        _as_json(understanding, target if yes else None)
        return
    _show(understanding)
    if yes or (asks and typer.confirm(f"\nWrite {target}?", default=True)):
        _write(understanding, target)
        print(f"\nWrote {target}.\n\nWhat to try next\n{suggestions(_next(target))}")
    elif asks:
        print("Nothing was written.")
    else:
        command = f"{program()} import {shlex.join(sys.argv[2:])}"
        print(f"\nNothing was written. To write {target}, add --yes:\n  {command} --yes")


def is_terminal() -> bool:
    """Return whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def columns_of(words: Iterable[str]) -> dict[str, str | None]:
    """Return the columns of fields in words such as lon=Longitude; `id=` is no column.

    Raises:
        BadParameter: a word is none of these.
    """
    return {field: column or None for field, column in _pairs(words, "--column", "lon=Longitude")}


def where_of(words: Iterable[str]) -> dict[str, Any]:
    """Return the values of columns in words such as state=1; of one column, any of several.

    Raises:
        BadParameter: a word is none of these.
    """
    wanted: dict[str, list[Any]] = {}
    for column, text in _pairs(words, "--where", "state=1"):
        number = number_of(text)
        wanted.setdefault(column, []).extend([text] if number is None else [text, number])
    return dict(wanted)


def _pairs(words: Iterable[str], option: str, example: str) -> list[tuple[str, str]]:
    pairs = []
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip():
            text = f'"{word}" must be two names with = between, such as {example}'
            raise typer.BadParameter(text, param_hint=option)
        pairs.append((name.strip(), value.strip()))
    return pairs


def _refuse(file: Path, target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise FolderError(f"{target}: is a folder; name a file for the scenario with --out")
    if target.exists() and file.exists() and target.samefile(file):
        raise FolderError(f"{target}: is the table; name another file with --out")
    if target.exists() and not force:
        text = "exists already; name another file with --out, or replace it with --force"
        raise FolderError(f"{target}: {text}")


def _as_json(understanding: Understanding, target: Path | None) -> None:
    if target:
        _write(understanding, target)
    data = {**understanding.as_dict(), "wrote": str(target) if target else None}
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _show(understanding: Understanding) -> None:
    from voltwin.report.understood import render

    render(understanding)
    skipped: Sequence[str] = understanding.bad_rows
    if skipped:
        print("\nSkipped")
        more = [f"... and {len(skipped) - 10:,} more"] if len(skipped) > 10 else []
        print("\n".join(f"  {line}" for line in [*skipped[:10], *more]))


def _write(understanding: Understanding, target: Path) -> None:
    try:
        write_scenario(understanding, target)
    except OSError as error:
        raise FolderError(f"{target}: cannot be written: {error.strerror}") from error


def _next(target: Path) -> list[tuple[str, str]]:
    voltwin, scenario = program(), shlex.quote(str(target))
    return [
        (f"{voltwin} run {scenario}", "simulate it, a week"),
        (f"{voltwin} run {scenario} --until 1d", "the first day only"),
        (f"{voltwin} run {scenario} --seed 2", "other random numbers"),
    ]
