import numpy as np
import pytest
from matplotlib.patches import Rectangle
from tests.report.figures.drawn import missing_of, plot_of, texts_of
from tests.report.runs import NAMES, city, run_of

from voltwin.report.figures.ranking import ranking


def test_the_worst_ten_with_their_numbers() -> None:
    rows = plot_of(ranking(city())).table.to_pylist()
    by_station = {row["station"]: row for row in city().kpis.by_station.to_pylist()}
    assert [row["rank"] for row in rows] == list(range(1, 11))
    assert [row["lost_share"] for row in rows] == sorted(
        (row["lost_share"] for row in by_station.values()), reverse=True
    )[:10]
    for row in rows:
        assert row["lost"] == by_station[row["station"]]["lost"]


def test_bars_are_as_long_as_their_shares() -> None:
    plot = plot_of(ranking(city()))
    (axes,) = plot.figure().axes
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)][1::2]  # on tracks
    lengths = np.array([bar.get_width() for bar in bars])
    shares = plot.table["lost_share"].to_numpy()
    assert lengths / lengths[0] == pytest.approx(shares / shares[0])


def test_names_are_cut_and_taken_literally() -> None:
    texts = texts_of(plot_of(ranking(run_of("names"))))
    assert NAMES[0][:29] + "…" in texts
    assert NAMES[1] in texts


def test_how_many_lose_any() -> None:
    assert plot_of(ranking(city())).finding == "12 of 12 stations lose vehicles."
    assert plot_of(ranking(run_of("nobody lost"))).finding == "No station loses a vehicle."
    assert "No vehicle arrived" in missing_of(ranking(run_of("no arrivals")))
