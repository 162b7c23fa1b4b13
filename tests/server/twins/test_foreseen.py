"""Forecasts that are kept in the folder of a twin, and what is written of them when."""

from pathlib import Path

import pytest
from tests.twin.small_city import HOUR_S, city

from voltwin.twin.bands import Forecast
from voltwin.twin.forecasting import Prospect
from voltwin.twin.twin import Twin
from voltwin_server.twins.foreseen import Foreseen

REPORT = {"at": "9h", "station": "east", "stock": 2}


@pytest.fixture
def twin() -> Twin:
    made = Twin.of(city())
    made.advance("8h")
    return made


def forecast(twin: Twin, hours: float = 2.0) -> Forecast:
    return Prospect(twin.simulation()).forecast(replications=3, hours=hours)


def counts(foreseen: Foreseen) -> list[int]:
    """Return how often measures were scored, in all."""
    found: list[int] = foreseen.tables(["east", "west"])["total"]["n"].to_pylist()
    return found


def files(folder: Path) -> dict[str, int]:
    """Return the files of scores, each with what tells whether it was written again."""
    return {file.name: file.stat().st_mtime_ns for file in (folder / "scores").iterdir()}


def test_a_forecast_is_written_once_and_a_batch_writes_the_sums_alone(
    twin: Twin, tmp_path: Path
) -> None:
    foreseen = Foreseen(tmp_path)
    foreseen.keep_forecast(forecast(twin))
    before = files(tmp_path)
    assert set(before) == {"sums.npz", "forecast-000000001.npz"}
    twin.advance("10h")
    foreseen.observe(twin, [REPORT], by="network")
    foreseen.keep()
    after = files(tmp_path)
    assert {name for name in after if after[name] != before.get(name)} == {"sums.npz"}
    assert counts(foreseen) == counts(Foreseen(tmp_path)) == [1, 0]
    assert foreseen.bytes > 0


def test_what_is_forgotten_has_never_been_scored(twin: Twin, tmp_path: Path) -> None:
    foreseen = Foreseen(tmp_path)
    foreseen.keep_forecast(forecast(twin))
    twin.advance("10h")
    foreseen.observe(twin.fork(), [REPORT], by="network")
    foreseen.forget()
    assert counts(foreseen) == [0, 0]
    foreseen.observe(twin, [REPORT], by="network")
    foreseen.keep()
    foreseen.forget()
    assert counts(foreseen) == counts(Foreseen(tmp_path)) == [1, 0]


def test_what_comes_when_the_twin_has_gone_is_not_kept(twin: Twin, tmp_path: Path) -> None:
    foreseen = Foreseen(tmp_path)
    foreseen.close()
    foreseen.keep_forecast(forecast(twin))
    assert list(tmp_path.iterdir()) == []


def test_scores_that_cannot_be_read_begin_anew(twin: Twin, tmp_path: Path) -> None:
    foreseen = Foreseen(tmp_path)
    foreseen.keep_forecast(forecast(twin))
    (tmp_path / "scores" / "sums.npz").write_bytes(b"none")
    again = Foreseen(tmp_path)
    assert counts(again) == [0, 0]
    again.keep_forecast(forecast(twin, 1.0))
    assert twin.now == 8 * HOUR_S
    assert set(files(tmp_path)) == {"sums.npz", "forecast-000000001.npz"}
    assert len(Foreseen(tmp_path)._of(["east", "west"]).kept[0].instants_s) == 5
