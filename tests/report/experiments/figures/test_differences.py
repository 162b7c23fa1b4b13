import pyarrow as pa
import pytest
from matplotlib.axes import Axes
from tests.report.experiments.made import made
from tests.report.figures.drawn import across, axes_of, marked, plot_of, up

from voltwin.experiment.experiment import Experiment
from voltwin.report.experiments.figures.best import best
from voltwin.report.experiments.figures.differences import differences
from voltwin.report.experiments.figures.hourly import hourly
from voltwin.report.experiments.figures.regions import by_region
from voltwin.report.experiments.figures.variants import colours
from voltwin.report.experiments.select import rows_where
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.style import GREY, OF_VARIANT
from voltwin.wording.experiments import is_clear


def points(axes: Axes) -> list[tuple[float, str]]:
    """Return where each mean is drawn, from the top, and in what colour."""
    return [(across(line)[0], str(line.get_color())) for line in marked(axes, "o")]


def test_each_difference_is_drawn_as_a_part_of_its_base() -> None:
    (plot,) = differences(made("one variant"))
    (axes,) = axes_of(plot_of(plot))
    rows = made("one variant").tables["differences"].to_pylist()
    drawn = [place for place, _ in points(axes)]
    assert drawn == pytest.approx([100.0 * row["relative"] for row in rows])


def test_what_may_be_chance_is_grey() -> None:
    (plot,) = differences(made("the best"))
    (axes,) = axes_of(plot_of(plot))
    rows = made("the best").tables["differences"].to_pylist()
    order = list(made("the best").plan.measures)
    rows.sort(key=lambda row: (order.index(row["measure"]), row["variant"]))
    for (_, colour), row in zip(points(axes), rows, strict=True):
        own = OF_VARIANT[row["variant"] - 1].light
        assert colour == (own if is_clear(row) else GREY.light)


def test_a_variant_has_one_colour_in_all_figures() -> None:
    experiment = made("the best")
    of = {variant: token.light for variant, token in colours(experiment).items()}
    (axes,) = axes_of(plot_of(hourly(experiment)))
    lines = {line.get_label(): line.get_color() for line in axes.lines[1:]}
    assert list(lines.values()) == list(of.values())


def test_regions_with_the_largest_differences_come_first() -> None:
    experiment = made("one variant")
    plot = plot_of(by_region(experiment))
    rows = rows_where(experiment.tables["differences_by_region"], measure="lost_share")
    rows.sort(key=lambda row: -abs(row["difference"]))
    assert plot.table["region"].to_pylist() == [row["region"] for row in rows]
    assert rows[0]["region"] in plot.finding


def test_hours_have_their_differences() -> None:
    experiment = made("one variant")
    plot = plot_of(hourly(experiment))
    rows = rows_where(experiment.tables["differences_by_hour"], measure="lost_share")
    (axes,) = axes_of(plot)
    drawn = up(axes.lines[1])
    assert drawn == pytest.approx([100.0 * row["difference"] for row in rows])
    assert plot.table.num_rows == len(rows)


def test_the_best_is_in_front() -> None:
    plot = best(made("the best"))
    assert isinstance(plot, Plot)
    rows = made("the best").tables["best"].to_pylist()
    assert plot.table["variant"][0].as_py() == next(r["name"] for r in rows if r["is_best"])
    assert plot.table["verdict"][0].as_py() == "best"


def test_where_no_replication_tells_it_says_so() -> None:
    experiment = made("the best")
    unknown = dict.fromkeys(("mean", "difference", "low", "high"))
    rows = [{**row, **unknown} for row in experiment.tables["best"].to_pylist()]
    tables = {"best": pa.Table.from_pylist(rows, experiment.tables["best"].schema)}
    found = best(replace_tables(experiment, tables))
    assert isinstance(found, Missing)
    assert "cannot be told" in found.why


def replace_tables(experiment: Experiment, tables: dict[str, pa.Table]) -> Experiment:
    return Experiment(
        experiment.plan,
        {**experiment.tables, **tables},
        experiment.record,
        lambda name: tables[name],
        (),
    )
