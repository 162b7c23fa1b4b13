import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv
from tests.report.experiments.made import MADE, made

from voltwin.experiment.plan import Plan
from voltwin.report.experiments.csv_files import write_csv
from voltwin.report.experiments.plain import as_json
from voltwin.run_folder.folder_error import FolderError


@pytest.mark.parametrize("name", MADE)
def test_all_is_strict_json_and_holds_the_tables(name: str) -> None:
    experiment = made(name)
    plain = json.loads(json.dumps(as_json(experiment), allow_nan=False))
    assert {name: len(rows) for name, rows in plain["tables"].items()} == {
        name: table.num_rows for name, table in experiment.tables.items()
    }
    for table, columns in plain["columns"].items():
        assert [column["name"] for column in columns] == experiment.tables[table].column_names
    assert plain["record"]["experiment"] == experiment.record["experiment"]


def test_the_plan_can_be_read_back() -> None:
    experiment = made("one variant")
    plain = json.loads(json.dumps(as_json(experiment)))
    assert Plan.from_dict(plain["plan"]) == experiment.plan


def test_numbers_are_those_of_the_tables() -> None:
    experiment = made("one variant")
    told = as_json(experiment)["tables"]["differences"]
    for name in ("difference", "low", "high", "relative_low"):
        assert [row[name] for row in told] == experiment.tables["differences"][name].to_pylist()


def test_every_table_becomes_a_csv_file(tmp_path: Path) -> None:
    experiment = made("one variant")
    files = write_csv(experiment, tmp_path / "csv")
    assert [file.stem for file in files] == list(experiment.names)
    for file in files:
        read: pa.Table = csv.read_csv(file)
        assert read.num_rows == experiment.table(file.stem).num_rows


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="cannot be made"):
        write_csv(made("one variant"), tmp_path / "file" / "csv")
