"""Runs read back from their folders."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import voltwin
from voltwin.kpis.kpi_tables import TABLES
from voltwin.run_folder.folder_error import FolderError


def small() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=2, seed=1)
    scenario.horizon = 6 * 3600.0
    return scenario


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "run"
    voltwin.run(small(), seed=5, until="5h", events=True, folder=folder, report=False)
    return folder


def test_a_saved_run_is_the_run_that_was_made(folder: Path) -> None:
    made = voltwin.run(small(), seed=5, until="5h", events=True)
    read = voltwin.load_run(folder)
    assert read.scenario == made.scenario == small()
    assert (read.seed, read.replication, read.until_s) == (5, 0, 5 * 3600.0)
    assert read.tables == made.tables == (*TABLES, "explanation", "events")
    for name in made.tables:
        assert read.table(name).to_pydict().keys() == made.table(name).to_pydict().keys()
        if name != "events":  # where NaN stands for no value
            assert read.table(name).equals(made.table(name)), name
    assert read.events["time"].equals(made.events["time"])


def test_what_is_read_says_its_units(folder: Path) -> None:
    field = voltwin.load_run(folder).kpis.total.schema.field("grid_kwh")
    assert field.metadata is not None
    assert field.metadata[b"unit"] == b"kWh"


def test_load_tells_a_folder_from_a_file(folder: Path) -> None:
    assert isinstance(voltwin.load(folder), voltwin.Run)
    assert voltwin.load(folder / "scenario.yaml") == small()


def test_a_run_without_its_log_says_so(tmp_path: Path) -> None:
    voltwin.run(small(), until="1h", folder=tmp_path / "run", report=False)
    read = voltwin.load_run(tmp_path / "run")
    assert "events" not in read.tables
    with pytest.raises(ValueError, match="did not keep its event log; run it again with the log"):
        read.table("events")


def _overwrite(name: str, text: str) -> Callable[[Path], None]:
    def overwrite(folder: Path) -> None:
        (folder / name).write_text(text)

    return overwrite


def _change(name: str, value: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        record = json.loads((folder / "run.json").read_text())
        record[name] = value
        (folder / "run.json").write_text(json.dumps(record))

    return change


def _forget(folder: Path) -> None:
    record = json.loads((folder / "run.json").read_text())
    del record["seed"], record["until_s"]
    (folder / "run.json").write_text(json.dumps(record))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "run.json").unlink(), "holds no run: run.json is missing"),
        (_overwrite("run.json", "{"), "run.json: is damaged: Expecting property name"),
        (_overwrite("run.json", "[" * 100_000), "run.json: is damaged: "),
        (_overwrite("run.json", "{}"), "run.json: is no record of a run of Voltwin"),
        (_forget, "run.json: is damaged: seed, until_s missing"),
        (_change("scenario", 3), "run.json: is damaged: fields of the scenario missing"),
        (_change("scenario", {"name": "x"}), "run.json: scenario: battery_types: is missing"),
    ],
)
def test_a_damaged_run_is_one_message(
    damage: Callable[[Path], None], message: str, tmp_path: Path
) -> None:
    voltwin.run(small(), until="1h", folder=tmp_path / "run", report=False)
    damage(tmp_path / "run")
    with pytest.raises(FolderError) as caught:
        voltwin.load_run(tmp_path / "run")
    assert message in str(caught.value)


def test_tables_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    voltwin.run(small(), until="1h", folder=tmp_path / "run", report=False)
    (tmp_path / "run" / "kpis" / "by_hour.parquet").unlink()
    (tmp_path / "run" / "kpis" / "total.parquet").write_text("nonsense")
    read = voltwin.load_run(tmp_path / "run")
    assert read.kpis.by_station.num_rows == 2
    with pytest.raises(FolderError, match=r"by_hour\.parquet: is missing; run the scenario again"):
        read.table("by_hour")
    with pytest.raises(FolderError, match=r"total\.parquet: cannot be read: "):
        read.table("total")


def test_a_folder_of_runs_says_which_may_be_meant(tmp_path: Path) -> None:
    for name in ("more", "base"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text("{}")
    with pytest.raises(FolderError) as caught:
        voltwin.load_run(tmp_path)
    assert str(caught.value).endswith(f"; did you mean {tmp_path}/base or {tmp_path}/more?")


def test_what_is_no_folder_of_a_run_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="there is no such folder; name the folder of a run"):
        voltwin.load_run(tmp_path / "nowhere")
    with pytest.raises(FolderError, match="holds no run"):
        voltwin.load_run(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderError, match="is a file; name the folder of a run"):
        voltwin.load_run(tmp_path / "file")
