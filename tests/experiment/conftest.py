"""Experiments of tests are small, and yet come in several chunks."""

import pytest

from voltwin.experiment import runs


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have chunks take a millisecond."""
    monkeypatch.setattr(runs, "_CHUNK_S", 1e-3)
