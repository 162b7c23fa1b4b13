"""What a run may take the place of, without running one."""

from pathlib import Path

import pytest

from voltwin.run_folder.folder_error import FolderError
from voltwin.run_folder.former_run import refuse_others


@pytest.fixture
def former(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    (folder / "kpis").mkdir(parents=True)
    (folder / "run.json").write_text('{"voltwin": "0.1.0"}')
    for name in ("events.parquet", "scenario.yaml", "kpis/total.csv", "kpis/total.parquet"):
        (folder / name).write_text("")
    return folder


def test_a_former_run_and_an_empty_folder_are_accepted(former: Path, tmp_path: Path) -> None:
    refuse_others(former, former)
    (tmp_path / "empty").mkdir()
    refuse_others(tmp_path / "empty", tmp_path / "empty")
    refuse_others(tmp_path / "absent", tmp_path / "absent")


@pytest.mark.parametrize("name", [".hidden", "notes.txt", "kpis/my.csv", "kpis/total.xlsx"])
def test_the_first_foreign_file_is_named(former: Path, name: str) -> None:
    (former / name).write_text("precious")
    (former / "zebra.txt").write_text("precious")
    with pytest.raises(FolderError, match=f"holds {name}, which .*; move it away, or name another"):
        refuse_others(former, former)


@pytest.mark.parametrize("name", ["events.parquet", "kpis/total.csv"])
def test_a_folder_with_the_name_of_a_file_is_foreign(former: Path, name: str) -> None:
    (former / name).unlink()
    (former / name).mkdir()
    with pytest.raises(FolderError, match=f"holds {name},"):
        refuse_others(former, former)


@pytest.mark.parametrize("text", ["{}", "[" * 100_000])
def test_another_programs_run_json_is_foreign_itself(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(FolderError, match=r"holds run\.json,"):
        refuse_others(tmp_path, tmp_path)
