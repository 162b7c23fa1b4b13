"""Whatever interrupts an experiment, it ends as if nothing had; what is not the same is refused."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.experiment.small_city import small_plan, variant

from voltwin.experiment.chunk_files import chunk_files
from voltwin.experiment.comparison import course_of
from voltwin.experiment.conduct import conduct
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.folder import CHUNKS, free_folder
from voltwin.experiment.lock import locked
from voltwin.experiment.plan import Plan
from voltwin.experiment.saved import load_experiment
from voltwin.run_folder.folder_error import FolderError
from voltwin.scenario import ScenarioError

PLAN = small_plan(kept=("by_region", "by_hour"))
FILES = ("runs.parquet", "runs_by_region.parquet", "runs_by_hour.parquet")


def done(folder: Path, plan: Plan = PLAN, **how: Any) -> Experiment:
    return conduct(plan, course_of(plan), folder=folder, **how)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("experiment") / "undisturbed"
    done(folder, threads=1)
    return folder


class _StopError(Exception):
    pass


def stop_after(runs: int) -> Any:
    """Return a listener to progress that gives up when so many runs are done."""

    def tell(finished: int, wanted: int) -> None:
        if finished >= runs:
            raise _StopError

    return tell


def assert_same_files(folder: Path, other: Path) -> None:
    for name in FILES:
        assert (folder / name).read_bytes() == (other / name).read_bytes(), name
    for file in (other / "tables").iterdir():
        assert (folder / "tables" / file.name).read_bytes() == file.read_bytes(), file.name


def test_in_a_folder_or_in_memory_the_same_comes_out(undisturbed: Path) -> None:
    in_memory = conduct(PLAN, course_of(PLAN), threads=1)
    saved = load_experiment(undisturbed)
    assert saved.names == in_memory.names
    for name in saved.names:
        assert saved.table(name).equals(in_memory.table(name)), name
    assert saved.runs.num_rows == 12
    assert saved.plan == in_memory.plan


@pytest.mark.parametrize("threads", [2, 5])
def test_threads_do_not_matter(undisturbed: Path, tmp_path: Path, threads: int) -> None:
    done(tmp_path / "other", threads=threads)
    assert_same_files(tmp_path / "other", undisturbed)


@pytest.mark.parametrize("runs", [1, 3, 7, 11])
def test_interrupted_anywhere_it_goes_on_with_other_threads(
    undisturbed: Path, tmp_path: Path, runs: int
) -> None:
    folder = tmp_path / "again"
    with pytest.raises(_StopError):
        done(folder, threads=2, progress=stop_after(runs))
    assert not (folder / "result.json").exists()
    kept = sum(file.rows for file in chunk_files(folder / CHUNKS))
    assert 0 < kept <= 12
    resumed = done(folder, threads=1, resume=True)
    assert resumed.record["new_runs"] == 12 - kept
    assert_same_files(folder, undisturbed)


def test_what_is_done_is_not_done_again(undisturbed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "twice"
    done(folder)
    assert done(folder, resume=True).record["new_runs"] == 0
    assert_same_files(folder, undisturbed)


def test_a_torn_chunk_is_done_again(undisturbed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "torn"
    done(folder)
    torn = chunk_files(folder / CHUNKS)[1]
    torn.path.write_bytes(torn.path.read_bytes()[:-9])
    assert done(folder, resume=True).record["new_runs"] == torn.rows
    assert_same_files(folder, undisturbed)


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.experiment.test_conduct import PLAN, done
from voltwin.experiment import runs

runs._CHUNK_S = 1e-3

def tell(finished, wanted):
    if finished >= 5:
        os.kill(os.getpid(), signal.SIGKILL)

done(Path(sys.argv[1]), threads=2, progress=tell)
"""


def test_killed_it_goes_on(undisturbed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run([sys.executable, "-c", KILLED, str(folder)], cwd=root, check=False)
    assert ended.returncode == -signal.SIGKILL
    resumed = done(folder, resume=True)
    assert 0 < resumed.record["new_runs"] < 12
    assert_same_files(folder, undisturbed)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"seed": 5}, "seed: 4, now 5; give the former plan"),
        ({"replications": 7}, "replications: 6, now 7"),
        ({"measures": ("lost_share",)}, "measures"),
        ({"variants": (variant(), variant("stations[*].chargers += 2"))}, "variants"),
        ({"until_s": 3600.0}, r"until_s: 7200.0, now 3600.0"),
    ],
)
def test_another_plan_is_refused(tmp_path: Path, other: dict[str, Any], said: str) -> None:
    folder = tmp_path / "another"
    with pytest.raises(_StopError):
        done(folder, progress=stop_after(1))
    with pytest.raises(FolderError, match=f"another: holds another plan: .*{said}"):
        done(folder, replace(PLAN, **other), resume=True)


def test_a_change_of_the_scenario_is_another_plan(tmp_path: Path) -> None:
    folder = tmp_path / "another"
    with pytest.raises(_StopError):
        done(folder, progress=stop_after(1))
    base = PLAN.base.model_copy(deep=True)
    base.stations[1].bays = 3
    with pytest.raises(FolderError, match=r"scenario\.stations\[1\]\.bays: 1, now 3"):
        done(folder, replace(PLAN, base=base), resume=True)


@pytest.mark.parametrize("name", ["voltwin", "engine", "math_library", "numpy", "vectors"])
def test_another_engine_or_platform_is_refused_unless_asked_for(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "elsewhere"
    with pytest.raises(_StopError):
        done(folder, progress=stop_after(1))
    file = folder / "experiment.json"
    record = json.loads(file.read_text())
    record["experiment"][name] = "other"
    file.write_text(json.dumps(record))
    with pytest.raises(FolderError, match=f"another engine or on another platform: {name} other"):
        done(folder, resume=True)
    assert done(folder, resume=True, mixed=True).record["runs"] == 12


def test_an_experiment_is_not_begun_over_another(undisturbed: Path) -> None:
    with pytest.raises(FolderError, match="holds an experiment already, with 12 finished runs"):
        done(undisturbed)


@pytest.mark.parametrize("resume", [False, True])
def test_a_folder_with_other_things_is_left_alone(tmp_path: Path, resume: bool) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(FolderError, match=r"thesis\.tex, which is no part of an experiment"):
        done(tmp_path, resume=resume)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="file: is a file; name a folder"):
        done(tmp_path / "file")


def test_two_do_not_write_to_one_folder(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    with pytest.raises(_StopError):
        done(folder, progress=stop_after(1))
    with locked(folder), pytest.raises(FolderError, match="is being written by another process"):
        done(folder, resume=True)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"plan": {}}'])
def test_a_damaged_record_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "experiment.json").write_text(content)
    with pytest.raises(FolderError, match=r"experiment\.json: is (damaged|no record)"):
        done(tmp_path, resume=True)


def test_there_must_be_something_to_go_on_with(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("")
    with pytest.raises(FolderError, match="holds no experiment to go on with"):
        done(tmp_path, resume=True)


def test_what_is_not_finished_cannot_be_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "half"
    with pytest.raises(_StopError):
        done(folder, progress=stop_after(1))
    with pytest.raises(FolderError, match="not finished; go on with --resume"):
        load_experiment(folder)


FULL = """
import resource, sys
from pathlib import Path
from tests.experiment.test_conduct import PLAN, done
from voltwin.experiment import runs
from voltwin.scenario import ScenarioError
from voltwin.run_folder.folder_error import FolderError

runs._CHUNK_S = 1e-3

def tell(finished, wanted):
    if finished >= 5:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as a full disk: an error, no signal
try:
    done(Path(sys.argv[1]), threads=1, progress=tell)
except FolderError as error:
    print(error)
"""


def test_when_no_more_can_be_written_what_is_finished_is_kept(
    undisturbed: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "full"
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", FULL, str(folder)]
    ended = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    assert "cannot be written: File too large; what is finished is kept" in ended.stdout
    assert not list((folder / CHUNKS).glob(".partial*"))
    assert 0 < done(folder, resume=True).record["new_runs"] < 12
    assert_same_files(folder, undisturbed)


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="needs a folder that nobody can write to")
def test_a_folder_that_cannot_be_made_is_told() -> None:
    with pytest.raises(FolderError, match="/proc/nothing/here: cannot be written"):
        done(Path("/proc/nothing/here"))


def test_a_free_folder_has_a_number_where_the_name_is_taken(tmp_path: Path) -> None:
    wanted = tmp_path / "name"
    assert free_folder(wanted) == wanted
    wanted.mkdir()
    (tmp_path / "name-2").mkdir()
    assert free_folder(wanted) == tmp_path / "name-3"


def test_runs_are_named_and_in_order(undisturbed: Path) -> None:
    runs = load_experiment(undisturbed).runs
    assert runs.column("variant").to_pylist() == [0] * 6 + [1] * 6
    assert runs.column("replication").to_pylist() == [*range(6), *range(6)]
    assert set(runs.column("name").to_pylist()) == {"base", "stations[*].chargers += 1"}
    assert isinstance(runs, pa.Table)
    hours = load_experiment(undisturbed).table("runs_by_hour")
    assert hours.num_rows == 12 * 2
    assert hours.column_names[:4] == ["variant", "name", "replication", "hour"]


def test_a_new_folder_is_gone_if_nothing_could_be_done(tmp_path: Path) -> None:
    impossible = replace(PLAN, variants=(variant("stations[7].bays = 2"),))
    with pytest.raises(ScenarioError, match="stations"):
        done(tmp_path / "new", impossible)
    assert list(tmp_path.iterdir()) == []
