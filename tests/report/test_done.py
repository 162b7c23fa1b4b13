"""What was done to stations, as a report tells it."""

import numpy as np
import pyarrow as pa
import pytest
from tests.report.figures.drawn import axes_of, plot_of
from tests.report.runs import run_of

from voltwin.report.contents import figures
from voltwin.report.done import MOST_MARKS, done, moments
from voltwin.report.figures.inventory import inventory
from voltwin.report.figures.time_axis import days
from voltwin.report.station_tables import stations
from voltwin.report.tiles import tiles


def table() -> pa.Table:
    found = done(run_of("interventions"))
    assert found is not None
    return found


def test_interventions_are_told_by_time_up_to_the_end_of_the_run() -> None:
    """It ends at 17:30: what would have opened all stations at 18:00 was not done."""
    rows = [tuple(row.values()) for row in table().to_pylist()]
    limit = "grid limit of 50 kW, or less by the week"
    assert rows == [
        ("Mon 2026-01-05 11:30", "1h 30min", "Station 0", "chargers 0, 2 out of order"),
        ("Mon 2026-01-05 12:30", "2h", "region R1", limit),
        ("Mon 2026-01-05 12:30", "", "all stations", "arrivals at 2.5 times their rate"),
        (
            *("Mon 2026-01-05 14:30", "", "Station 0"),
            "observed: 2 ready, charger 0 idle, charger 1 at 45.0 %",
        ),
        ("Mon 2026-01-05 15:00", "", "Station 1, Station 2", "closed"),
    ]


def test_each_moment_is_a_mark_in_figures_over_time() -> None:
    run = run_of("interventions")
    local = ["2026-01-05T11:30", "2026-01-05T12:30", "2026-01-05T14:30", "2026-01-05T15:00"]
    assert moments(run).tolist() == np.array(local, "datetime64[s]").tolist()
    (axes,) = axes_of(plot_of(inventory(run)))
    marks = [
        float(np.asarray(line.get_xdata())[0]) for line in axes.lines if line.get_linestyle() == ":"
    ]
    assert marks == days(moments(run)).tolist()
    assert len(marks) <= MOST_MARKS


def test_without_interventions_there_is_no_such_part() -> None:
    parts = {part.name for part in figures(run_of("money"))}
    assert "section-done" not in parts
    assert "section-done" in {part.name for part in figures(run_of("interventions"))}
    assert len(moments(run_of("money"))) == 0


def test_what_was_out_of_order_is_in_tiles_and_the_table_of_stations() -> None:
    run = run_of("interventions")
    by_id = {row["station"]: row for row in run.kpis.by_station.to_pylist()}
    # Two of four chargers for 1.5 h of 7.
    assert by_id["s0"]["charger_out_share"] == pytest.approx(2 * 1.5 / (4 * 7.0))
    shown = stations(run.kpis)
    assert "charger_out_share" in shown.column_names
    assert "bay_out_share" not in shown.column_names
    (tile,) = (tile for tile in tiles(run) if tile.label == "chargers charging")
    assert tile.beside.endswith("of the time out of order")
    assert "charger_out_share" not in stations(run_of("money").kpis).column_names
