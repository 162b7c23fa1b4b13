"""What a notebook shows: well-formed, escaped, with the numbers of the tables."""

from html.parser import HTMLParser

from tests.report.runs import run_of

import voltwin
from voltwin.wording.quantities import money


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data + " "


def shown(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader.text


def test_a_run_shows_headline_totals_and_tables() -> None:
    scenario = voltwin.demo_city(stations=3, seed=2)
    scenario.name = "A <b>& B"
    run = voltwin.run(scenario, seed=4, until="1d")
    text = shown(run._repr_html_())
    total = run.kpis.total.to_pylist()[0]
    assert "A <b>& B" in text
    assert f"{total['swaps']:,} of {total['arrivals']:,} arrivals were served" in text
    assert "seed 4, kernel, Voltwin" in text
    assert "by_station_hour" in text
    assert shown(run.kpis._repr_html_()) in text


def test_a_scenario_shows_what_it_is_made_of() -> None:
    text = shown(voltwin.demo_city(stations=40, seed=2)._repr_html_())
    assert "Mon 2026-01-05 00:00 +0100" in text
    assert "40 in 8 regions" in text
    assert "1w" in text
    assert "standard" in text


def test_money_is_shown_where_there_is_any() -> None:
    run = run_of("money")
    text, total = shown(run._repr_html_()), run.kpis.total.to_pylist()[0]
    assert "Money [EUR]" in text
    for name in ("revenue", "lost_revenue", "energy_cost", "cost", "margin"):
        assert money(total[name]) in text
    assert "Money" not in shown(run_of("no arrivals")._repr_html_())


def test_a_scenario_shows_its_interventions_and_prices() -> None:
    text = shown(run_of("interventions").scenario._repr_html_())
    counts = "1 grid_limit, 1 charger_out, 1 close, 1 surge, 1 observation, 1 open"
    assert f"interventions {counts}" in " ".join(text.split())
    text = shown(run_of("money").scenario._repr_html_())
    assert "in EUR, 9 per swap, 0 per kWh, energy at one price" in text
