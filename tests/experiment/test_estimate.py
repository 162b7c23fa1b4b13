"""What an experiment will take is told before most of it is done, and too much is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.experiment.small_city import small_plan
from tests.experiment.test_conduct import done

from voltwin.experiment import estimate
from voltwin.experiment.errors import TooMuchError


def test_it_is_told_after_the_first_runs(tmp_path: Path) -> None:
    told: list[str] = []
    done(tmp_path / "a", announce=told.append)
    assert len(told) == 1
    assert told[0].startswith("9 runs: about ")
    assert told[0].endswith(" on disk")


def test_of_what_is_finished_nothing_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    done(tmp_path / "a")
    done(tmp_path / "a", resume=True, announce=told.append)
    assert told == []


def test_a_billion_runs_are_refused_before_anything_is_done(tmp_path: Path) -> None:
    plan = replace(small_plan(), replications=10**9)
    with pytest.raises(TooMuchError, match=r"2,000,000,000 runs, and more than 10,000,000"):
        done(tmp_path / "a", plan)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("_LONGEST_S", 1e-9, "More than a day is refused"),
        ("_free_memory", lambda: 1000.0, "Of memory, 1 kB are free"),
        ("_SPARE", 0.0, "are free"),
    ],
)
def test_more_than_there_is_is_refused_unless_insisted_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: Any, said: str
) -> None:
    monkeypatch.setattr(estimate, name, value)
    with pytest.raises(TooMuchError, match=f"9 runs: .*{said}.*insist with --no-limit"):
        done(tmp_path / "a")
    assert not (tmp_path / "a").exists()
    assert done(tmp_path / "a", no_limit=True).record["runs"] == 12


@pytest.mark.parametrize(
    ("count", "words"),
    [(10.0, "1 kB"), (2e3, "2 kB"), (3.4e6, "3 MB"), (2.5e9, "2.5 GB"), (3.2e12, "3.2 TB")],
)
def test_bytes_in_words(count: float, words: str) -> None:
    assert estimate._bytes(count) == words
