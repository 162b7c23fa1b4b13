"""How far an experiment is, told from outside."""

import os
from pathlib import Path

import pytest
from tests.experiment.test_conduct import _StopError, done, stop_after

from voltwin.experiment.chunk_files import chunk_files
from voltwin.experiment.folder import CHUNKS
from voltwin.experiment.lock import locked
from voltwin.experiment.monitor import progress_of
from voltwin.run_folder.folder_error import FolderError


def test_it_runs_is_stopped_and_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    with pytest.raises(_StopError):
        done(folder, threads=1, progress=stop_after(4))
    stopped = progress_of(folder)
    assert (stopped.state, stopped.wanted) == ("stopped", 12)
    assert 4 <= stopped.done < 12
    with locked(folder):
        assert progress_of(folder).state == "running"
    done(folder, resume=True)
    assert (progress_of(folder).state, progress_of(folder).done) == ("done", 12)
    assert progress_of(folder).left_s is None


def test_the_rate_is_that_of_late(tmp_path: Path) -> None:
    """Chunks that ended 2 s apart: what came after the first, by the time that it took."""
    folder = tmp_path / "one"
    with pytest.raises(_StopError):
        done(folder, threads=1, progress=stop_after(8))
    files = chunk_files(folder / CHUNKS)
    for number, file in enumerate(files):
        os.utime(file.path, (1000.0, 1000.0 + 2.0 * number))
    seen = progress_of(folder)
    rows = sum(file.rows for file in files[1:])
    rate = rows / (2.0 * (len(files) - 1))
    assert seen.runs_per_s == pytest.approx(rate)
    assert seen.left_s == pytest.approx((12 - seen.done) / rate)


def test_a_folder_without_an_experiment_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="holds no experiment"):
        progress_of(tmp_path)
