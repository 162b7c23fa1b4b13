import numpy as np
import pytest
from tests.report.figures.drawn import axes_of, missing_of, plot_of, stairs_of
from tests.report.runs import city, run_of

from voltwin.report.figures.power import power


@pytest.mark.parametrize("name", ["three from half past", "some limits", "a month", "a year"])
def test_energy_and_peak_are_those_of_the_kpis(name: str) -> None:
    run = run_of(name)
    table, total = plot_of(power(run)).table, run.kpis.total.to_pylist()[0]
    assert table["grid_kwh"].to_numpy().sum() == pytest.approx(total["grid_kwh"], rel=1e-12)
    assert table["highest_kw"].to_numpy().max() == pytest.approx(total["peak_kw"], rel=1e-12)


def test_limits_are_those_of_the_stations_and_hold() -> None:
    table = plot_of(power(run_of("some limits"))).table  # two of three stations, 180 kW each
    limit = table["limit_kw"].to_numpy()
    assert (limit == 360.0).all()
    assert (table["limited_kw"].to_numpy() <= limit * (1.0 + 1e-12)).all()
    assert (table["limited_kw"].to_numpy() < table["highest_kw"].to_numpy()).any()


def test_where_all_are_limited_one_line_is_enough() -> None:
    some, every = (axes_of(plot_of(power(run_of(n))))[0] for n in ("some limits", "all limited"))
    assert list(stairs_of(some)) == [
        *("all stations", "stations with a grid limit", "their grid limits, together")
    ]
    assert list(stairs_of(every)) == ["all stations", "their grid limits, together"]


def test_limits_for_a_part_of_the_day_leave_gaps() -> None:
    table = plot_of(power(run_of("limits for a part of the day"))).table
    by_hour = {row["begin"].hour: row["limit_kw"] for row in table.to_pylist()}
    assert by_hour[11] is None
    assert by_hour[12] == 320.0


def test_without_limits_there_is_no_line_of_them() -> None:
    plot = plot_of(power(run_of("names")))
    assert plot.title == "Power drawn from the grid"
    assert plot.reading.endswith("No station has a grid limit.")
    assert "limit_kw" not in plot.table.column_names


def test_the_axis_reaches_beyond_the_peak_and_names_its_unit() -> None:
    (axes,) = axes_of(plot_of(power(city())))
    assert axes.get_ylabel() == "kW"
    top = np.nanmax(plot_of(power(city())).table["highest_kw"].to_numpy())
    assert axes.get_ylim()[1] >= top


def test_nothing_drawn_is_no_figure() -> None:
    assert missing_of(power(run_of("no arrivals"))) == "Nothing was drawn from the grid."
