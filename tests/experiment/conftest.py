"""Experiments of tests are small, and yet come in several chunks."""

import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from voltwin.experiment import runs


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have chunks take a millisecond."""
    monkeypatch.setattr(runs, "_CHUNK_S", 1e-3)


@pytest.fixture(autouse=True, scope="module")
def one_cluster_at_a_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let tests of clusters wait for each other: two that start at once may take too long."""
    if "on_ray" not in request.module.__name__:
        yield
        return
    with (Path(tempfile.gettempdir()) / "voltwin-tests-of-clusters.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
