"""What an experiment leaves behind when all of it is run: tables, files, and at last its result."""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from voltwin.disk import sync
from voltwin.experiment.experiment import RUNS, Experiment
from voltwin.experiment.folder import RESULT, TABLES
from voltwin.experiment.long_tables import (
    OrderedFile,
    by_place,
    in_order,
    named,
    naming,
    scalars,
)
from voltwin.experiment.places import places_of
from voltwin.experiment.plan import Plan
from voltwin.experiment.runs import Runs
from voltwin.run_folder.table_files import write_table
from voltwin.scenario.text_files import write_at_once

_CSV_ROWS = 50_000  # a spreadsheet opens these with ease; larger tables are Parquet alone


def in_memory(runs: Runs, tables: Mapping[str, pa.Table], record: Mapping[str, Any]) -> Experiment:
    """Return an experiment that is in no folder."""
    plan, names = runs.plan, naming(runs.variants)

    def fetch(name: str) -> pa.Table:
        parts = [_part(rows, name, plan, names) for rows in in_order(runs.journal)]
        return pa.concat_tables(parts)

    return Experiment(plan, tables, record, fetch, names_of_runs(plan))


def written(
    runs: Runs, tables: Mapping[str, pa.Table], record: Mapping[str, Any], folder: Path
) -> Experiment:
    """Write runs and tables into the folder of an experiment, and return it.

    Raises:
        OSError: they cannot be written.
    """
    names = naming(runs.variants)
    _write_runs(runs, names, folder)
    _write_tables(tables, folder)
    return Experiment(runs.plan, tables, record, reader(folder), names_of_runs(runs.plan), folder)


def write_result(experiment: Experiment, folder: Path) -> None:
    """Write result.json, by which an experiment is known to be done."""
    record = {**experiment.record, "finished_at": datetime.now(UTC).isoformat(timespec="seconds")}
    write_at_once(folder / RESULT, json.dumps(record, indent=1) + "\n")
    sync(folder)


def reader(folder: Path) -> Any:
    """Return what reads the table of all runs, or another one kept of each, from a folder."""
    from voltwin.run_folder.saved_run import read_table

    return lambda name: read_table(folder / f"{name}.parquet")


def names_of_runs(plan: Plan) -> tuple[str, ...]:
    """Return the names of the tables that have rows for each run."""
    return (RUNS, *(f"{RUNS}_{kept}" for kept in plan.kept))


def _part(rows: pa.Table, name: str, plan: Plan, names: pa.Table) -> pa.Table:
    """Return what a chunk adds to one of the tables of runs."""
    if name == RUNS:
        return named(scalars(rows), names)
    kept = name.removeprefix(f"{RUNS}_")
    return named(by_place(rows, kept, places_of(plan, kept)), names)


def _write_runs(runs: Runs, names: pa.Table, folder: Path) -> None:
    files = {name: OrderedFile(folder / f".{name}.parquet") for name in names_of_runs(runs.plan)}
    for rows in in_order(runs.journal):
        for name, file in files.items():
            file.write(_part(rows, name, runs.plan, names))
    for name, file in files.items():
        file.close()
        os.replace(folder / f".{name}.parquet", folder / f"{name}.parquet")


def _write_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    partial = folder / f".{TABLES}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    for name, table in tables.items():
        write_table(table, partial / name, csv=table.num_rows <= _CSV_ROWS)
    shutil.rmtree(folder / TABLES, ignore_errors=True)
    os.replace(partial, folder / TABLES)
