"""Shards put together are the experiment in one piece; whatever is missing is named."""

import json
from pathlib import Path

import pytest
from tests.experiment.test_conduct import PLAN, assert_same_files, done

from voltwin.experiment.chunk_files import chunk_files
from voltwin.experiment.folder import CHUNKS
from voltwin.experiment.merge import merge
from voltwin.experiment.monitor import progress_of
from voltwin.run_folder.folder_error import FolderError


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    place = tmp_path_factory.mktemp("shards")
    folders = [place / f"part-{part}" for part in (1, 2, 3)]
    for part, folder in enumerate(folders, 1):
        done(folder, shard=(part, 3))
    return folders


def test_a_shard_does_its_part_alone(shards: list[Path]) -> None:
    seen = [progress_of(folder) for folder in shards]
    assert [(one.state, one.done, one.wanted) for one in seen] == [("done", 4, 4)] * 3


def test_merged_in_any_order_they_are_the_whole(shards: list[Path], tmp_path: Path) -> None:
    done(tmp_path / "whole")
    merged = merge([shards[2], shards[0], shards[1]], tmp_path / "merged")
    assert merged.record["new_runs"] == 0
    assert_same_files(tmp_path / "merged", tmp_path / "whole")
    assert progress_of(tmp_path / "merged").state == "done"


def test_a_missing_shard_is_named_and_nothing_is_written(
    shards: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(FolderError, match="shards are missing: 2/3"):
        merge([shards[0], shards[2]], tmp_path / "merged")
    assert list(tmp_path.iterdir()) == []


def test_a_shard_given_twice_is_named(shards: list[Path], tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"part-1: is shard 1/3, as .*part-1 is"):
        merge([shards[0], *shards], tmp_path / "merged")


def test_a_shard_of_another_plan_is_refused(shards: list[Path], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    record = json.loads((shards[1] / "experiment.json").read_text())
    record["plan"]["seed"] = 9
    (other / "experiment.json").write_text(json.dumps(record))
    with pytest.raises(FolderError, match="other: holds another plan: seed: 9, now 4"):
        merge([shards[0], other, shards[2]], tmp_path / "merged")


def test_an_unfinished_shard_is_named(shards: list[Path], tmp_path: Path) -> None:
    half = tmp_path / "half"
    done(half, shard=(2, 3))
    chunk_files(half / CHUNKS)[0].path.unlink()
    with pytest.raises(FolderError, match=r"shard 2/3 is not finished, \d of 4 runs"):
        merge([shards[0], half, shards[2]], tmp_path / "merged")


def test_a_whole_experiment_is_no_shard(tmp_path: Path) -> None:
    done(tmp_path / "whole")
    with pytest.raises(FolderError, match="holds a whole experiment, no shard of one"):
        merge([tmp_path / "whole"], tmp_path / "merged")


def test_a_shard_is_gone_on_with_as_the_same_shard(shards: list[Path]) -> None:
    with pytest.raises(FolderError, match="holds shard 1/3, not shard 2/3"):
        done(shards[0], shard=(2, 3), resume=True)
    with pytest.raises(FolderError, match="holds shard 1/3, not the whole experiment"):
        done(shards[0], resume=True)


def test_a_folder_that_holds_something_is_not_taken(shards: list[Path], tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("")
    with pytest.raises(FolderError, match="is not empty"):
        merge(shards, tmp_path)


def test_the_plan_of_the_first_shard_is_that_of_all(shards: list[Path]) -> None:
    assert json.loads((shards[0] / "experiment.json").read_text())["plan"] == json.loads(
        json.dumps(PLAN.as_dict())
    )
