"""Scores in a folder: what is read is what was written, or a clear error."""

from pathlib import Path

import numpy as np
import pytest
from tests.twin.test_bands import HOUR_S
from tests.twin.test_scores import STATIONS, certain

from voltwin.twin.scores import Scores
from voltwin.twin.scores_folder import ScoresError, load_scores, save_forecasts, save_sums
from voltwin.twin.sightings import Sighting


def some() -> Scores:
    scores = Scores(STATIONS)
    for hour in range(3):
        scores.keep(certain(issued_s=hour * HOUR_S))
    scores.see([Sighting(2.5 * HOUR_S, 1, "ready", 5.0)])
    return scores


def save(scores: Scores, folder: Path) -> Path:
    save_sums(scores, folder)
    save_forecasts(scores, folder)
    return folder


def test_scores_go_on_from_a_folder_as_if_nothing_had_happened(tmp_path: Path) -> None:
    scores = some()
    again = load_scores(save(scores, tmp_path / "scores"))
    for one in (scores, again):
        one.see([Sighting(3.0 * HOUR_S, 2, "queue", 1.0)])
        one.keep(certain(issued_s=4 * HOUR_S))
    assert again.stations == scores.stations
    assert again.sums.tolist() == scores.sums.tolist()
    assert again.by_station().equals(scores.by_station())
    assert [kept.number for kept in again.kept] == [kept.number for kept in scores.kept]


def test_scores_without_a_forecast_are_kept_too(tmp_path: Path) -> None:
    assert load_scores(save(Scores(STATIONS), tmp_path)).kept == []


def test_a_forecast_is_written_once_and_deleted_when_it_has_gone(tmp_path: Path) -> None:
    scores = Scores(STATIONS, most_bytes=3 * 2 * 25 * 3 * 5 * 4)  # as many as three of them take
    written = []
    for hour in range(5):
        scores.keep(certain(issued_s=hour * HOUR_S))
        save(scores, tmp_path)
        files = sorted(tmp_path.glob("forecast-*"))
        written.append({file.name: file.stat().st_ino for file in files})
    assert [len(files) for files in written] == [1, 2, 3, 3, 3]
    for before, after in zip(written[:-1], written[1:], strict=True):
        assert len(after.items() - before.items()) == 1
    scores.keep(certain(4.0, issued_s=4 * HOUR_S))
    assert [kept.rival[0, 0] for kept in load_scores(save(scores, tmp_path)).kept] == [3, 3, 4]
    assert len(list(tmp_path.iterdir())) == 1 + 3


def test_of_two_of_one_time_the_later_one_is_read(tmp_path: Path) -> None:
    """Whoever is killed between writing one and deleting the other leaves both."""
    scores = some()
    save(scores, tmp_path)
    (first, *_) = sorted(tmp_path.glob("forecast-*"))
    before = first.read_bytes()
    scores.keep(certain(4.0, issued_s=0.0))
    save(scores, tmp_path)
    first.write_bytes(before)
    assert [kept.rival[0, 0] for kept in load_scores(tmp_path).kept] == [3, 3, 4]


@pytest.mark.parametrize("file", ["sums.npz", "forecast-000000002.npz"])
@pytest.mark.parametrize("part", [0.0, 0.3, 0.99])
def test_a_damaged_file_is_refused(tmp_path: Path, file: str, part: float) -> None:
    damaged = save(some(), tmp_path) / file
    data = damaged.read_bytes()
    damaged.write_bytes(data[: int(part * len(data))])
    with pytest.raises(ScoresError, match=f"{file}: holds no scores, or they are damaged"):
        load_scores(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScoresError, match="none"):
        load_scores(tmp_path / "none")


def test_nothing_is_written_where_the_twin_has_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        save_sums(some(), tmp_path / "twin" / "scores")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    about = np.frombuffer(b'{"voltwin_scores": 0, "stations": []}', np.uint8)
    np.savez(tmp_path / "sums.npz", about=about)
    with pytest.raises(ScoresError, match="another version"):
        load_scores(tmp_path)
