"""Tables that have come out of a job, as files of its folder."""

import json
from pathlib import Path

from voltwin.experiment.folder import RESULT, TABLES


def names_of_tables(folder: Path) -> list[str]:
    """Return the names of the tables of a job; none if it has no result."""
    return list(_files(folder))


def file_of(folder: Path, name: str) -> Path | None:
    """Return the Parquet file of a table; None if the job has none of this name."""
    return _files(folder).get(name)


def _files(folder: Path) -> dict[str, Path]:
    try:
        record = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    tables = {name: folder / TABLES / f"{name}.parquet" for name in record["tables"]}
    return tables | {file.stem: file for file in sorted(folder.glob("runs*.parquet"))}
