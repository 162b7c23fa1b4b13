import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch
from tests.report.figures.drawn import axes_of, missing_of, plot_of, texts_of
from tests.report.runs import city, run_of

from voltwin.report.figures import station_map as module
from voltwin.report.figures.plot import Plot
from voltwin.report.figures.station_map import station_map
from voltwin.report.style import HEAT, PAPER
from voltwin.report.worst import ranking


def points(plot: Plot) -> dict[str, int]:
    """Return how many points have each colour, outlines left out."""
    found: dict[str, int] = {}
    for patch in axes_of(plot)[0].patches:
        if isinstance(patch, PathPatch):
            colour = to_hex(patch.get_edgecolor())
            if colour != PAPER.light:
                found[colour] = (
                    found.get(colour, 0) + len(np.asarray(patch.get_path().vertices)) // 2
                )
    return found


def test_every_station_is_a_point_in_the_colour_of_its_class() -> None:
    order = ranking(city().kpis)
    shares = np.array(city().kpis.by_station["lost_share"].to_numpy())
    expected: dict[str, int] = {}
    for found in order.classes.of(shares):
        expected[HEAT[found].light] = expected.get(HEAT[found].light, 0) + 1
    assert points(plot_of(station_map(city()))) == expected


def test_a_kilometre_is_as_long_east_as_north() -> None:
    (axes,) = axes_of(plot_of(station_map(city())))
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    box = axes.get_window_extent()
    assert (right - left) / box.width == pytest.approx((high - low) / box.height, rel=1e-9)


def test_all_points_lie_within_the_frame() -> None:
    for run in (city(), run_of("both sides of the date line"), run_of("one place")):
        (axes,) = axes_of(plot_of(station_map(run)))
        for patch in axes.patches:
            assert isinstance(patch, PathPatch)
            x, y = np.asarray(patch.get_path().vertices).T
            assert axes.get_xlim()[0] < x.min() <= x.max() < axes.get_xlim()[1]
            assert axes.get_ylim()[0] < y.min() <= y.max() < axes.get_ylim()[1]


def test_the_worst_ten_are_numbered() -> None:
    texts = texts_of(plot_of(station_map(city())))
    assert [number for number in map(str, range(1, 12)) if number in texts] == [
        str(number) for number in range(1, 11)
    ]


def test_a_busier_station_has_a_larger_point() -> None:
    widths = {p.get_linewidth() for p in axes_of(plot_of(station_map(city())))[0].patches}
    assert len(widths) > 2


def test_stations_without_coordinates_are_counted() -> None:
    assert plot_of(station_map(run_of("some coordinates"))).finding == (
        "2 of 3 stations; 1 has no coordinates."
    )
    assert "no coordinates" in missing_of(station_map(run_of("no coordinates")))


def test_a_table_of_the_worst_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plot_of(station_map(city())).rows_shown == ""
    monkeypatch.setattr(module, "_TABLE_ROWS", 5)
    plot = plot_of(station_map(city()))
    assert plot.table.num_rows == 5
    assert plot.rows_shown == "The worst 5 of 12 stations on the map."
