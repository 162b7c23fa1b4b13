"""An explanation on the terminal, as it reads in a pipe."""

import io
from collections.abc import Callable

from rich.console import Console
from tests.explain.constructed import (
    FEW_BAYS,
    FEW_CHARGERS,
    HALF_A_DAY,
    SLOW_BAY,
    TWO_AT_ONCE,
    explained,
    station,
)

from voltwin.kpis.columns import LOST
from voltwin.report.explained import render_network, render_station

LONG = "Zentraler Omnibusbahnhof [red] :smile: an der Messe, Halle 4"
CITY = explained(
    {**FEW_CHARGERS, "id": "a", "name": LONG},
    {**FEW_BAYS, "id": "b"},
    {**SLOW_BAY, "id": "c"},
    {**HALF_A_DAY, "id": "d"},
    station("fine"),
)


def printed(render: Callable[[Console], None], width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    render(console)
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()


def test_the_worst_come_first_with_a_line_and_a_sentence_each() -> None:
    text = printed(lambda console: render_network(CITY, 3, console))
    assert all(len(line) <= 80 for line in text.splitlines())
    lines = [line.split() for line in text.splitlines()]
    assert ["b", "47", "49.5", "%", "bays", "0", "0", "47", "-", "-"] in lines
    assert ["d", "47", "49.5", "%", "hours", "0", "0", "0", "-", "4"] in lines
    assert "b loses 49.5 % (47 of 95), because all queue places were taken" in text
    assert "c loses none, but 50.0 % of those it serves" in text  # the worst: half of them wait
    assert "[red] :smile:" not in text  # the fourth: a third is lost
    every = printed(lambda console: render_network(CITY, None, console))
    assert "[red] :smile:" in every  # as it is called, not as markup


def test_at_a_station_that_delays_the_table_counts_vehicles_in_time() -> None:
    text = printed(lambda console: render_network(CITY, None, console))
    lines = [line.split() for line in text.splitlines()]
    assert ["c", "0", "0.0", "%", "bays", "0", "0", "20", "-", "-"] in lines


def test_the_summary_adds_up_what_the_best_units_would_save() -> None:
    assert CITY.summary == (
        "4 of 5 stations lose or delay vehicles. What binds: bays at 2, opening hours at 1, "
        "chargers at 1. The 3 best next units, each at another station, would save 84 of 127 "
        "vehicles lost."  # 47 + 33 + 4 of 47 + 33 + 47
    )
    assert explained(FEW_BAYS).summary == (
        "The station loses or delays vehicles. What binds: bays at 1. The best next unit would "
        "save 47 of 47 vehicles lost."
    )
    assert explained(station()).summary == "The station never loses or delays vehicles."
    two = explained(station("a"), station("b"))
    assert two.summary == "None of 2 stations loses or delays vehicles."


def test_one_station_shows_its_numbers_and_what_would_help() -> None:
    row = explained({**TWO_AT_ONCE, "name": LONG}).rows[0]
    causes = {**dict.fromkeys(LOST, 0), "lost_stockout": 33}
    text = printed(lambda console: render_station(row, causes, console))
    lines = [line.split() for line in text.splitlines()]
    assert "two things bind at once" in " ".join(text.split())
    assert ["no", "battery", "33"] in lines
    assert ["one", "more", "battery", "1", "1", "0", "s"] in lines
    assert [
        *["one", "more", "charger", "with", "80", "kW", "more", "from", "the", "grid"],
        "33",
        "33",
        "0",
        "s",
    ] in lines
    assert all(len(line) <= 80 for line in text.splitlines())


def test_a_station_without_bad_hours_while_open_has_no_means_of_them() -> None:
    row = explained(HALF_A_DAY).rows[0]
    causes = {**dict.fromkeys(LOST, 0), "lost_closed": 47}
    text = printed(lambda console: render_station(row, causes, console))
    assert "batteries ready when it loses - " in " ".join(text.split())
    assert "nan" not in text


def test_a_station_that_is_fine_is_a_sentence_alone() -> None:
    text = printed(lambda console: render_station(CITY.station("fine"), {}, console))
    assert text == "fine is fine: it loses none, and serves all within 5 min.\n"
