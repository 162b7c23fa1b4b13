"""The page of benchmarks: groups, tables, other simulators, sizes."""

import math
from pathlib import Path

from voltwin import bench
from voltwin.bench.compared import rivals_table, sizes_table
from voltwin.bench.groups import grouped
from voltwin.bench.markdown import table
from voltwin.bench.measurement import Case, Measurement
from voltwin.bench.scaling import Curve, Panel, Point
from voltwin.bench.scaling_plot import draw

SIZES = Panel(
    "a city, a day",
    "stations",
    (
        Curve("kernel", (Point(10, 0.001, 280.0), Point(1000, 0.1, 300.0))),
        Curve("plain SimPy", (Point(10, 0.1, 270.0),)),
    ),
)
CORES = Panel("a city, a week", "cores", (Curve("kernel", (Point(1, 0.5), Point(2, 0.26))),))


def figure(name: str, value: float = 1.0, bar: str = ">= 1") -> Measurement:
    return Measurement(name, value, "x", bar, True, "seen")


def test_columns_are_aligned_but_for_sentences_at_the_end() -> None:
    assert table(["a", "number", "note"], [["long name", "1", "a sentence"]], "lrl") == [
        "| a         | number | note |",
        "| --------- | -----: | --- |",
        "| long name |      1 | a sentence |",
    ]


def test_figures_are_grouped_by_their_names() -> None:
    names = ["year-drift", "fleet-speedup", "arrivals-seconds", "something-new", "share-ratio"]
    found = [(title, [one.name for one in of]) for title, of in grouped(map(figure, names))]
    assert found == [
        ("A city by arrivals", ["arrivals-seconds", "share-ratio"]),
        ("A fleet", ["fleet-speedup"]),
        ("A year", ["year-drift"]),
        ("Further figures", ["something-new"]),
    ]


def test_every_figure_with_a_bar_has_a_group() -> None:
    titles = [title for title, _ in grouped(map(figure, bench.names()))]
    assert "Further figures" not in titles


def test_figures_of_rivals_stand_beside_the_kernels_and_have_no_bar() -> None:
    rival = Case("mm1-simpy-ns", "SimPy", "ns", None, False, lambda: (8000.0, "seen")).run()
    assert (rival.bar, rival.aim, rival.ok) == ("", "", True)
    assert grouped([rival]) == []
    lines = rivals_table([figure("mm1-ns-per-arrival", 160.0), rival])
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    assert cells[2] == ["Voltwin", "160", "1", "-", "-"]
    assert cells[3] == [
        "SimPy, in its idiom: a process a customer, a resource",
        *("8,000", "50", "-", "-"),
    ]
    assert rivals_table([figure("year-drift")]) == []


def test_bounds_are_told_in_the_direction_of_the_figure() -> None:
    case = Case("ratio", "this over that", "x", 5.0, False, lambda: (5.5, "seen"), aim=3.0)
    measured = case.run()
    assert (measured.bar, measured.aim, measured.ok) == ("<= 5", "<= 3", False)


def test_figure_that_could_not_be_measured_is_a_dash(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    bench.write_report([Measurement("fleet-x", math.nan, "x", ">= 1", False, "not here")], file)
    assert "| `fleet-x` |     - | >= 1 |     | left out | not here |" in file.read_text("utf-8")


def test_sizes_that_an_engine_does_not_reach_are_dashes() -> None:
    lines = sizes_table(SIZES)
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    assert cells[0] == [
        *("stations", "kernel [s]", "kernel [MB]", "plain SimPy [s]", "plain SimPy [MB]"),
    ]
    assert cells[2] == ["10", "0.001", "280", "0.1", "270"]
    assert cells[3] == ["1,000", "0.1", "300", "-", "-"]
    assert "[MB]" not in sizes_table(CORES)[0]


def test_page_shows_the_picture_of_sizes_by_a_relative_path(tmp_path: Path) -> None:
    page, picture = tmp_path / "docs" / "benchmarks.md", tmp_path / "docs" / "scaling.svg"
    draw([SIZES, CORES], picture)
    assert picture.read_text("utf-8").count("<svg") == 1
    bench.write_report([figure("year-drift")], page, ([SIZES, CORES], picture))
    text = page.read_text("utf-8")
    assert "](scaling.svg)" in text
    assert "A city, a week:" in text
