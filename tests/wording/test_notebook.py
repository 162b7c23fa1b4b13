"""What a notebook shows: well-formed, escaped, with the numbers of the tables."""

from html.parser import HTMLParser

import voltwin


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
