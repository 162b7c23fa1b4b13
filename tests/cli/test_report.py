"""`voltwin report` as its users see it."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv
from tests.report.runs import network
from typer.testing import CliRunner, Result

import voltwin
from voltwin.cli.app import app
from voltwin.kpis.kpi_tables import TABLES
from voltwin.run_folder.folder_error import FolderError
from voltwin.run_folder.former_run import refuse_others


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    voltwin.run(network(2), until="6h", folder=tmp_path / "run", report=False)
    return tmp_path / "run"


def report(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, words)], catch_exceptions=False)


def test_the_report_stands_in_the_folder_of_the_run(folder: Path) -> None:
    done = report(folder)
    assert done.output == f"Report: {folder / 'report.html'}\n"
    assert "<h1>odd</h1>" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_pdf_if_asked_for(folder: Path) -> None:
    assert report(folder, "--pdf").output == f"Report: {folder / 'report.pdf'}\n"
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")
    assert not (folder / "report.html").exists()


def test_another_file_if_asked_for(folder: Path, tmp_path: Path) -> None:
    report(folder, "--out", tmp_path / "mine.html")
    assert (tmp_path / "mine.html").is_file()
    assert not (folder / "report.html").exists()


def test_a_run_may_take_the_place_of_one_with_reports(folder: Path) -> None:
    report(folder)
    report(folder, "--pdf", "--csv")
    refuse_others(folder, folder)


def test_all_tables_as_csv(folder: Path, tmp_path: Path) -> None:
    done = report(folder, "--csv", "--out", tmp_path / "tables")
    assert done.output == f"{len(TABLES)} KPI tables: {tmp_path / 'tables'}\n"
    run = voltwin.load_run(folder)
    for name in TABLES:
        read = csv.read_csv(tmp_path / "tables" / f"{name}.csv")
        table: pa.Table = run.table(name)
        assert read.column_names == table.column_names
        assert read.num_rows == table.num_rows
    total = csv.read_csv(tmp_path / "tables" / "total.csv").to_pylist()[0]
    assert total["arrivals"] == run.kpis.total["arrivals"][0].as_py()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--out", "mine.pdf"), "must end in .html; a .pdf needs --pdf"),
        (("--pdf", "--out", "mine.html"), "must end in .pdf"),
        (("--pdf", "--csv", "--out", "mine"), "cannot be both"),
    ],
)
def test_what_contradicts_itself_is_refused(
    folder: Path, words: tuple[str, ...], message: str
) -> None:
    before = set(folder.rglob("*"))
    done = report(folder, *words)
    assert done.exit_code == 2
    assert message in " ".join(done.output.replace("│", " ").split())
    assert set(folder.rglob("*")) == before


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"holds no run: run\.json is missing"):
        report(tmp_path)


def test_a_place_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"absent/x\.html: cannot be written"):
        report(folder, "--out", tmp_path / "absent" / "x.html")
    (tmp_path / "x.html").mkdir()
    with pytest.raises(FolderError, match="is a folder; name a file"):
        report(folder, "--out", tmp_path / "x.html")
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="cannot be made: File exists"):
        report(folder, "--csv", "--out", tmp_path / "file")
