import math
from types import SimpleNamespace
from typing import cast

import numpy as np
import pyarrow as pa
import pytest
from matplotlib.patches import Rectangle
from tests.report.figures.drawn import axes_of, missing_of, plot_of, texts_of
from tests.report.runs import ODD, city, run_of

import voltwin
from voltwin.kpis.waits import bin_borders
from voltwin.report.figures.waits import waits

SERVED = [name for name in ODD if name not in ("no arrivals", "nobody served", "nothing observed",
                                               "one station for an hour",
                                               "a fleet that never drives")]  # fmt: skip


@pytest.mark.parametrize("name", SERVED)
def test_every_vehicle_served_stands_in_one_column(name: str) -> None:
    run = run_of(name)
    rows = plot_of(waits(run)).table.to_pylist()
    assert sum(row["vehicles"] for row in rows) == run.kpis.total["swaps"][0].as_py()
    assert rows[-1]["share_up_to"] == 1.0
    for before, after in zip(rows, rows[1:], strict=False):
        assert before["to_s"] <= after["from_s"]


def test_columns_hold_what_the_kpi_table_has_between_their_borders() -> None:
    fine = city().kpis.waits.to_pylist()
    for row in plot_of(waits(city())).table.to_pylist():
        within = [b for b in fine if row["from_s"] <= b["from_s"] and b["to_s"] <= row["to_s"]]
        if row["to_s"] > 0.0:
            within = [b for b in within if b["to_s"] > 0.0]
        assert row["vehicles"] == sum(b["vehicles"] for b in within)


def test_columns_are_about_a_quarter_of_an_octave_wide() -> None:
    for row in plot_of(waits(city())).table.to_pylist():
        if row["from_s"] >= 1.0:
            assert 0.22 < math.log2(row["to_s"] / row["from_s"]) < 0.28


def test_areas_on_the_axis_are_shares() -> None:
    plot = plot_of(waits(city()))
    columns = axes_of(plot)[1].patches
    rows = [row for row in plot.table.to_pylist() if row["to_s"] > 0.0]
    for row, drawn in zip(rows, columns, strict=True):
        assert isinstance(drawn, Rectangle)
        begin, end = drawn.get_x(), drawn.get_x() + drawn.get_width()
        assert (begin, end) == (max(row["from_s"], 0.5), row["to_s"])
        area = drawn.get_height() * math.log2(end / begin)
        assert area == pytest.approx(100.0 * row["share"], rel=1e-12)
        assert drawn.get_height() == pytest.approx(100.0 * row["share_per_doubling"], rel=1e-12)


def test_an_even_spread_of_waits_shows_no_peaks() -> None:
    """As many vehicles a second at any wait: a column's height is then from_s + to_s, nearly, and
    twice as high an octave later."""
    borders = bin_borders()[2 : 2 + 16 * 8 + 1]
    table = pa.table(
        {
            "from_s": pa.array(borders[:-1]),
            "to_s": pa.array(borders[1:]),
            "vehicles": pa.array(np.rint(16.0 * np.diff(borders)).astype(np.int64)),
        }
    )
    kpis = SimpleNamespace(waits=table, total=city().kpis.total, target_wait_s=300.0)
    run = SimpleNamespace(kpis=kpis)
    rows = plot_of(waits(cast("voltwin.Run", run))).table.to_pylist()
    heights = [row["share_per_doubling"] for row in rows]
    assert len(heights) == 4 * 8
    assert heights == sorted(heights)
    for one, later in zip(heights, heights[4:], strict=False):
        assert later == pytest.approx(2.0 * one, rel=1e-12)
    for one, following in zip(heights, heights[1:], strict=False):
        assert following / one == pytest.approx(2.0**0.25, abs=0.04)


def test_the_bar_parts_no_wait_in_time_and_late() -> None:
    total = city().kpis.total.to_pylist()[0]
    none = city().kpis.waits["vehicles"][0].as_py()
    served, in_time = total["swaps"], total["within_target"]
    texts = texts_of(plot_of(waits(city())))
    for label, count in (
        ("no wait", none),
        ("within 5 min", in_time - none),
        ("longer", served - in_time),
    ):
        assert f"{label}: {100 * count / served:.1f} %" in texts


def test_nobody_waits() -> None:
    plot = plot_of(waits(run_of("one place")))
    assert plot.finding.startswith("Half of them")
    assert missing_of(waits(run_of("nobody served"))) == "No vehicle was served."
