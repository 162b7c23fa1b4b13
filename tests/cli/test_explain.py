"""`voltwin explain` as its users see it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.explain.constructed import FEW_BAYS, FEW_CHARGERS, scenario, station
from typer import BadParameter

import voltwin
from voltwin.cli.explain import explain_folder
from voltwin.explain import Explanation

RANDOM = {
    **FEW_CHARGERS,
    "id": "n1",
    "name": "North",
    "gap": {"kind": "exponential", "mean": 900.0},
}
CITY = scenario(
    RANDOM,
    {**FEW_BAYS, "id": "s1", "name": "South"},
    station("e1", name="East"),
    station("e2", name="East"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "city"
    voltwin.run(CITY, seed=7, folder=folder, report=False)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "city"))


def voltwin_explain(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", "from voltwin.cli import main; main()"]
    return subprocess.run(
        [*command, "explain", *words], capture_output=True, text=True, check=False, timeout=300
    )


def shown(capsys: pytest.CaptureFixture[str], folder: Path, *words: Any, **options: Any) -> str:
    station = words[0] if words else None
    explain_folder(folder, station, **{"every": False, "as_json": False, **options})
    return capsys.readouterr().out


def explanation() -> Explanation:
    return voltwin.run(CITY, seed=7).explain()


def test_a_folder_is_explained(made: Path) -> None:
    done = voltwin_explain(str(made))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 of 4 stations lose or delay vehicles.")
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    said = " ".join(done.stdout.split())
    for row in explanation().worst:
        assert row["sentence"] in said


def test_json_holds_what_the_explanation_says(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(shown(capsys, made, as_json=True))
    assert found["stations"] == explanation().worst
    assert found["binding"] == {"bays": 1, "chargers": 1}
    assert found["best_units"][0]["station"] == "s1"
    assert found["left_out"] == 0
    (one,) = [row for row in explanation().rows if row["station"] == "n1"]
    assert json.loads(shown(capsys, made, "n1", as_json=True)) == one


@pytest.mark.parametrize("called", ["n1", "North", "north"])
def test_a_station_is_called_by_id_or_name(
    made: Path, capsys: pytest.CaptureFixture[str], called: str
) -> None:
    text = shown(capsys, made, called)
    assert text.startswith("North loses ")
    assert "What would help" in text


def test_ten_are_shown_unless_all_are_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = scenario(*({**FEW_BAYS, "id": f"s{number}"} for number in range(12)))
    voltwin.run(many, folder=tmp_path / "many")
    assert shown(capsys, tmp_path / "many").count(" loses ") == 10
    assert "2 more with --all" in shown(capsys, tmp_path / "many")
    every = shown(capsys, tmp_path / "many", every=True)
    assert every.count(" loses ") == 12
    assert "--all" not in every


@pytest.mark.parametrize(
    ("called", "message"),
    [
        ("Norht", '"Norht" is no station; did you mean "North"'),
        ("East", '"East" is the name of 2 stations; give an id: "e1", "e2"'),
    ],
)
def test_a_wrong_name_is_refused(made: Path, called: str, message: str) -> None:
    with pytest.raises(BadParameter, match=message):
        explain_folder(made, called, every=False, as_json=False)


def test_no_folder_and_no_station_are_status_2(made: Path, tmp_path: Path) -> None:
    for words in ((str(tmp_path / "absent"),), (str(tmp_path),), (str(made), "Norht")):
        done = voltwin_explain(*words)
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr


def change_record(folder: Path, **fields: Any) -> None:
    record = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**record, **fields}))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"seed": 8}, "tables are of another run, or of another version of Voltwin; run the"),
        ({"seed": "seven"}, "run.json: is damaged: seed is 'seven'"),
        ({"until_s": -1}, "run.json: is damaged: until_s is -1"),
    ],
)
def test_a_record_of_another_run_is_refused(
    folder: Path, fields: dict[str, Any], message: str
) -> None:
    change_record(folder, **fields)
    with pytest.raises(voltwin.FolderError, match=message):
        explain_folder(folder, None, every=False, as_json=False)


def test_tables_of_another_run_and_broken_ones_are_refused(folder: Path) -> None:
    hourly = folder / "kpis" / "by_station_hour.parquet"
    shutil.copy(folder / "kpis" / "by_station.parquet", hourly)
    with pytest.raises(voltwin.FolderError, match="by_station_hour: has no hour; run the scenario"):
        explain_folder(folder, None, every=False, as_json=False)
    hourly.write_bytes(b"PAR1")
    with pytest.raises(voltwin.FolderError, match=r"by_station_hour\.parquet: cannot be read"):
        explain_folder(folder, None, every=False, as_json=False)
    hourly.unlink()
    with pytest.raises(voltwin.FolderError, match=r"by_station_hour\.parquet: is missing"):
        explain_folder(folder, None, every=False, as_json=False)
