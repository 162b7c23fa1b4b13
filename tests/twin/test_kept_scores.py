"""Scores in a file: what is read is what was written, or a clear error."""

from pathlib import Path

import numpy as np
import pytest
from tests.twin.test_bands import HOUR_S
from tests.twin.test_scores import STATIONS, certain

from voltwin.twin.kept_scores import ScoresError, load_scores, save_scores
from voltwin.twin.scores import Scores
from voltwin.twin.sightings import Sighting


def some() -> Scores:
    scores = Scores(STATIONS)
    for hour in range(3):
        scores.keep(certain(issued_s=hour * HOUR_S))
    scores.see([Sighting(2.5 * HOUR_S, 1, "ready", 5.0)])
    return scores


def test_scores_go_on_from_a_file_as_if_nothing_had_happened(tmp_path: Path) -> None:
    file, scores = tmp_path / "scores.npz", some()
    save_scores(scores, file)
    again = load_scores(file)
    for one in (scores, again):
        one.see([Sighting(3.0 * HOUR_S, 2, "queue", 1.0)])
    assert again.stations == scores.stations
    assert again.sums.tolist() == scores.sums.tolist()
    assert again.by_station().equals(scores.by_station())
    assert [path.name for path in tmp_path.iterdir()] == ["scores.npz"]


def test_scores_without_a_forecast_are_kept_too(tmp_path: Path) -> None:
    save_scores(Scores(STATIONS), tmp_path / "scores.npz")
    assert load_scores(tmp_path / "scores.npz").kept == []


@pytest.mark.parametrize("part", [0.0, 0.3, 0.99])
def test_a_damaged_file_is_refused(tmp_path: Path, part: float) -> None:
    file = tmp_path / "scores.npz"
    save_scores(some(), file)
    data = file.read_bytes()
    file.write_bytes(data[: int(part * len(data))])
    with pytest.raises(ScoresError, match="holds no scores, or they are damaged"):
        load_scores(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScoresError, match="none"):
        load_scores(tmp_path / "none.npz")


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    about = np.frombuffer(b'{"voltwin_scores": 0, "stations": []}', np.uint8)
    np.savez(tmp_path / "old.npz", about=about)
    with pytest.raises(ScoresError, match="another version"):
        load_scores(tmp_path / "old.npz")
