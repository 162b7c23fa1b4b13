import re
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.explain.constructed import SLOW_BAY
from tests.explain.constructed import scenario as constructed
from tests.report.pages import Element, read, rows
from tests.report.runs import HOSTILE, NAMES, ODD, city, network, run_of

import voltwin
from voltwin.report.html import render, write_html
from voltwin.report.style import TOKENS
from voltwin.run_folder.folder_error import FolderError


@cache
def text_of(name: str) -> str:
    return render(run_of(name))


FIGURES = ("map", "ranking", "waits", "losses", "heat-map", "inventory", "power")
MB = 1_000_000


@pytest.fixture(scope="module")
def page() -> Element:
    return read(render(city()))


def total(name: str) -> Any:
    return city().kpis.total[name][0].as_py()


def numbers(page: Element, figure: str, column: str) -> list[float]:
    """Return a column of the table behind a figure."""
    table = next(page.by_id(figure).all("table"))
    return [float(row[column].replace(",", "").replace(" %", "")) for row in rows(table)]


@pytest.mark.parametrize("name", ODD)
def test_every_run_has_a_page_that_is_whole(name: str) -> None:
    page = read(text_of(name))
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert len(next(page.all("h1")).text) > 0
    words = set(re.findall(r"[\w.]+", next(page.all("main")).text.replace(HOSTILE, "")))
    assert not words & {"nan", "None", "inf", "NaN", "Infinity"}


@pytest.mark.parametrize("name", ODD)
def test_nothing_is_fetched(name: str) -> None:
    text = text_of(name)
    page = read(text)
    assert not [tag for tag in ("img", "iframe", "object", "embed", "base") for _ in page.all(tag)]
    for element in page.all():
        for attribute in ("src", "href", "xlink:href", "srcset", "action"):
            target = element.attributes.get(attribute, "#")
            assert target.startswith("#") or target == "data:,", target
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {f"#{i}" for i in _ids(page)}
    assert "@import" not in text


def _ids(page: Element) -> set[str]:
    return {element.attributes["id"] for element in page.all() if "id" in element.attributes}


def test_references_lead_somewhere(page: Element) -> None:
    ids = _ids(page)
    for element in page.all():
        names = element.attributes.get("aria-labelledby", "").split()
        names += (
            [element.attributes["href"][1:]] if "#" in element.attributes.get("href", "") else []
        )
        assert set(names) <= ids


def test_parts_stand_in_their_order(page: Element) -> None:
    assert [heading.text for heading in page.all("h2")] == [
        *("Stations", "Waits", "Losses", "Hour by hour", "Batteries", "Power"),
        *("Regions", "All stations", "How to get the same numbers again"),
    ]
    assert [figure.attributes["id"] for figure in page.all("figure")] == list(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_words_and_its_numbers(page: Element, name: str) -> None:
    figure = page.by_id(name)
    drawing = next(figure.all("svg"))
    assert drawing.attributes["role"] == "img"
    assert next(drawing.all("title")).text == next(figure.all("h3")).text
    assert next(figure.all("figcaption")).text.endswith(".")
    assert next(figure.all("details")).attributes.get("open") is None
    assert next(next(figure.all("details")).all("tbody")).children


def test_the_numbers_behind_figures_are_those_of_the_kpis(page: Element) -> None:
    assert sum(numbers(page, "losses", "lost")) == total("lost")
    assert sum(numbers(page, "losses", "arrivals")) == total("arrivals")
    assert sum(numbers(page, "heat-map", "arrivals")) == total("arrivals")
    assert sum(numbers(page, "waits", "vehicles")) == total("swaps")
    assert sum(numbers(page, "map", "lost")) == total("lost")
    drawn = numbers(page, "power", "grid")
    assert sum(drawn) == pytest.approx(total("grid_kwh"), abs=0.05 * len(drawn))  # a digit is shown


def test_colours_are_those_of_the_page(page: Element) -> None:
    for drawing in page.all("svg"):
        styles = " ".join(element.attributes.get("style", "") for element in drawing.all())
        assert not re.findall(r"#[0-9a-f]{6}", styles)
        names = set(re.findall(r"var\(--([a-z0-9-]+)\)", styles))
        assert names <= {token.name for token in TOKENS}
        assert "font-family" not in styles


def test_dark_on_screens_alone_and_light_on_paper() -> None:
    style = next(read(render(run_of("nothing observed"))).all("style")).text
    light, _, screen = style.partition("@media screen")
    for token in TOKENS:
        assert f"--{token.name}: {token.light};" in light
        assert screen.count(f"--{token.name}: {token.dark};") == 2  # chosen, and preferred


def test_names_are_shown_as_they_are() -> None:
    page = read(render(run_of("names")))
    assert next(page.all("h1")).text == " ".join(NAMES)
    assert {row["name"] for row in rows(next(page.by_id("all-stations").all("table")))} == set(
        NAMES
    )
    drawn = " ".join(text.text for text in next(page.by_id("ranking").all("svg")).all("text"))
    for name in NAMES[1:3]:
        assert name in drawn


def test_nothing_observed_leaves_headline_and_recipe() -> None:
    page = read(render(run_of("nothing observed")))
    assert "has not left its warm-up" in next(page.all("header")).text
    assert [heading.text for heading in page.all("h2")] == ["How to get the same numbers again"]


@pytest.mark.parametrize(
    ("run", "part", "sentence"),
    [
        ("no coordinates", "map", "have no coordinates"),
        ("no arrivals", "losses", "No vehicle was lost."),
        ("no arrivals", "waits", "No vehicle was served."),
        ("nobody served", "inventory", "no batteries of their own"),
        ("nobody lost", "losses", "No vehicle was lost."),
    ],
)
def test_what_cannot_be_drawn_is_said(run: str, part: str, sentence: str) -> None:
    missing = read(render(run_of(run))).by_id(part)
    assert missing.tag == "div"
    assert sentence in missing.text


def test_a_station_alone_needs_no_map() -> None:
    page = read(render(run_of("one station for an hour")))
    assert not page.has("map")
    assert not page.has("regions")


def test_money_stands_there_if_there_is_any() -> None:
    run = run_of("money")
    page = read(render(run))
    books = {
        row["account"]: row["amount"]
        for row in rows(list(page.by_id("section-money").all("table"))[-1])
    }
    revenue = run.kpis.total["revenue"][0].as_py()
    assert float(books["revenue"].replace(",", "")) == pytest.approx(revenue, abs=0.5)
    assert "margin, EUR" in [tile.text for tile in page.all("dt")]
    assert "margin" in rows(next(page.by_id("all-stations").all("table")))[0]


class Explained:
    """An explanation of one station."""

    summary = "1 of 12 stations loses vehicles."
    worst = (
        {"name": "A & B", "binds": "bays", "sentence": "A & B loses 2 of 7.", "trouble": "loses",
         "bay_saved": 2, "grid_saved": None},
    )  # fmt: skip
    table = pa.Table.from_pylist(list(worst))


def test_why_follows_the_stations() -> None:
    page = read(render(city(), Explained()))
    assert [heading.text for heading in page.all("h2")][:3] == ["Stations", "Why", "Waits"]
    why = page.by_id("section-why")
    assert Explained.summary in why.text
    assert rows(next(why.all("table"))) == [
        {"station": "A & B", "binds": "bays", "+bay": "2", "why": "A & B loses 2 of 7."}
    ]  # no station has a grid limit, so no column says what a higher one would bring


def test_an_explanation_of_a_run_is_taken_as_it_is() -> None:
    explanation = city().explain()
    page = read(render(city(), explanation))
    said = [row["why"] for row in rows(next(page.by_id("section-why").all("table")))]
    assert said == [row["sentence"] for row in explanation.worst[:10]]


def test_where_vehicles_only_wait_next_units_bring_them_into_time() -> None:
    run = voltwin.run(constructed(SLOW_BAY))
    why = read(render(run, run.explain())).by_id("section-why")
    (row,) = rows(next(why.all("table")))
    assert (row["binds"], row["+bay"], row["+charger"]) == ("bays", "20", "0")
    assert "at stations that delay, serve in time" in why.text


def test_of_many_stations_the_worst_are_listed_and_the_rest_is_counted() -> None:
    run = voltwin.run(network(503, "1h"))
    page = read(render(run))
    listed = page.by_id("all-stations")
    assert len(rows(next(listed.all("table")))) == 500
    assert "3 more stations are in kpis/by_station.csv" in listed.text


def test_a_large_network_is_a_small_file() -> None:
    scenario = voltwin.demo_city(stations=6_000, seed=1)
    run = voltwin.run(scenario.model_copy(update={"horizon": 3600.0}))
    text = render(run)
    assert len(text.encode()) < 1.2 * MB
    assert "Its beginning;" in text
    drawn = next(read(text).by_id("map").all("svg"))
    points = sum(path.attributes.get("d", "").count("M ") for path in drawn.all("path"))
    assert points > 6_000  # every station is there


@pytest.mark.parametrize("name", ["a month", "a year", "ten years"])
def test_a_long_run_is_a_small_file(name: str) -> None:
    text = text_of(name)
    assert len(text.encode()) < 1.5 * MB
    page = read(text)
    for figure in page.all("figure"):
        assert len(rows(next(figure.all("table")))) <= 800


def test_the_same_run_gives_the_same_page() -> None:
    assert render(city()) == render(city())


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    run, file = run_of("nothing observed"), tmp_path / "report.html"
    file.write_text("an earlier one")
    write_html(run, None, file)
    assert file.read_text(encoding="utf-8") == render(run)
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(FolderError, match=r"absent/report\.html: cannot be written: No such file"):
        write_html(run, None, tmp_path / "absent" / "report.html")
    with pytest.raises(FolderError, match="is a folder; name a file"):
        write_html(run, None, tmp_path)
