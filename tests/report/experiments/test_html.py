import re
from functools import cache
from pathlib import Path

import pytest
from tests.report.experiments.made import MADE, made
from tests.report.pages import Element, read, rows
from tests.report.runs import HOSTILE

from voltwin.report.experiments.html import render, write_html
from voltwin.report.style import TOKENS
from voltwin.run_folder.folder_error import FolderError


@cache
def text_of(name: str) -> str:
    return render(made(name))


def page_of(name: str) -> Element:
    return read(text_of(name))


def titles(page: Element) -> list[str]:
    return [heading.text for heading in page.all("h2")]


@pytest.mark.parametrize("name", MADE)
def test_every_experiment_has_a_page_that_is_whole(name: str) -> None:
    page = page_of(name)
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    main = next(page.all("main"))
    for written in (*main.all("code"), *main.all("pre")):  # scenario and plan may say infinite
        written.children.clear()
    words = set(re.findall(r"[\w.]+", main.text.replace(HOSTILE, "")))
    assert not words & {"nan", "None", "inf", "NaN", "Infinity", "infinite"}
    assert titles(page)[-1] == "How to get the same numbers again"


@pytest.mark.parametrize("name", MADE)
def test_nothing_is_fetched(name: str) -> None:
    text = text_of(name)
    page = read(text)
    assert not [tag for tag in ("img", "iframe", "object", "embed", "base") for _ in page.all(tag)]
    ids = {element.attributes["id"] for element in page.all() if "id" in element.attributes}
    for element in page.all():
        for attribute in ("src", "href", "xlink:href", "srcset", "action"):
            target = element.attributes.get(attribute, "#")
            assert target.startswith("#") or target == "data:,", target
        assert set(element.attributes.get("aria-labelledby", "").split()) <= ids
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {f"#{i}" for i in ids}


@pytest.mark.parametrize("name", MADE)
def test_every_figure_has_its_words_and_its_numbers(name: str) -> None:
    for figure in page_of(name).all("figure"):
        drawing = next(figure.all("svg"))
        assert next(drawing.all("title")).text == next(figure.all("h3")).text
        for said in ("finding", "figcaption"):
            text = next(e for e in figure.all() if said in (e.tag, e.attributes.get("class"))).text
            assert text.endswith(".")
        assert rows(next(next(figure.all("details")).all("table")))


@pytest.mark.parametrize("name", MADE)
def test_colours_are_those_of_the_page(name: str) -> None:
    for drawing in page_of(name).all("svg"):
        styles = " ".join(element.attributes.get("style", "") for element in drawing.all())
        assert not re.findall(r"#[0-9a-f]{6}", styles)
        names = set(re.findall(r"var\(--([a-z0-9-]+)\)", styles))
        assert names <= {token.name for token in TOKENS}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("replications", ["Means", "Between replications", "Hour by hour",
                          "Regions, the worst first"]),
        ("until narrow", ["How many replications", "Means", "Between replications"]),
        ("one variant", ["Variants", "Differences", "Regions", "Hour by hour",
                         "two more: all measures"]),
        ("sweep", ["What matters", "Factor by factor", "Factors together",
                   "All variants, by lost share"]),
        ("sizing", ["How sure", "Where", "Cost and service", "The search", "Levers"]),
        ("front", ["Designs worth their cost", "Cost and service", "The search", "Levers"]),
    ],
)  # fmt: skip
def test_parts_stand_in_their_order(name: str, parts: list[str]) -> None:
    assert titles(page_of(name))[:-1] == parts


def test_the_best_stands_behind_the_differences() -> None:
    assert titles(page_of("the best"))[1:3] == ["Differences", "The best"]


@pytest.mark.parametrize(
    ("name", "part", "sentence"),
    [
        ("one replication", "replications", "one replication, which differs from no other"),
        ("nobody comes", "hours-lost-share", "not defined in any hour"),
        ("nothing changes", "differences-by-region", "no difference in any region"),
        ("nobody to lose", "hourly-lost-share", "no difference in any hour"),
        ("two points", "shares", "cannot be told"),
        ("nothing needed", "where", "Nothing is added"),
    ],
)
def test_what_cannot_be_drawn_is_said(name: str, part: str, sentence: str) -> None:
    missing = page_of(name).by_id(part)
    assert missing.tag == "div"
    assert sentence in missing.text


def test_means_are_those_of_the_table() -> None:
    (table, *_) = page_of("replications").by_id("section-means").all("table")
    listed = {row["measure"]: row for row in rows(table)}
    summary = {row["measure"]: row for row in made("replications").tables["summary"].to_pylist()}
    for measure, label in (
        ("lost_share", "lost share"),
        ("charger_utilisation", "chargers charging"),
    ):
        mean = float(listed[label]["mean"].removesuffix(" %")) / 100.0
        half = float(listed[label]["±"]) / 100.0
        row = summary[measure]
        assert abs(mean - row["mean"]) <= 0.5 * (row["high"] - row["low"])
        assert half == pytest.approx((row["high"] - row["low"]) / 2.0, rel=0.25)


def test_names_are_shown_as_they_are() -> None:
    page = page_of("the best")
    (table, *_) = page.by_id("section-variants").all("table")
    assert [row["variant"] for row in rows(table)] == ["base", HOSTILE, "more"]
    assert HOSTILE in [heading.text.removesuffix(": all measures") for heading in page.all("h2")]


def test_what_the_columns_mean_is_told_for_all_tables() -> None:
    experiment = made("one variant")
    (*_, table) = page_of("one variant").by_id("recipe").all("table")
    told = {row["name"]: row["meaning"] for row in rows(table)}
    columns = {name for table in experiment.tables.values() for name in table.column_names}
    assert columns | set(experiment.plan.measures) <= set(told)
    assert all(told.values())


def test_the_scenario_and_the_plan_are_there() -> None:
    recipe = page_of("one variant").by_id("recipe").text
    assert "swaps_per_day: 150" in recipe
    assert "operation: +=" in recipe
    assert "voltwin compare scenario.yaml --set 'stations[*].chargers+=2'" in recipe


def test_long_experiments_show_their_worst_week_and_say_so() -> None:
    figure = page_of("three weeks").by_id("hours-wait-mean-s")
    assert "The week with the largest values, of 3.0 weeks." in figure.text
    assert len(rows(next(figure.all("table")))) == 7 * 24


def test_of_many_variants_each_measure_has_a_figure() -> None:
    page = page_of("many variants")
    assert page.has("differences-wait-mean-s")
    assert page.has("differences-lost-share")
    assert len(rows(next(page.by_id("differences-wait-mean-s").all("table")))) == 9


def test_the_same_experiment_gives_the_same_page() -> None:
    assert render(made("the best")) == text_of("the best")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    write_html(made("two pairs"), file)
    assert file.read_text(encoding="utf-8") == text_of("two pairs")
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(FolderError, match="cannot be written"):
        write_html(made("two pairs"), tmp_path / "absent" / "report.html")
