"""A twin on a server takes over what is seen and tells what may come, as twins do here."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.client.cities import assert_same, city, null

from voltwin.client.client import Client
from voltwin.client.errors import ApiError
from voltwin.client.twin import RemoteTwin
from voltwin.twin.forecasting import Prospect
from voltwin.twin.observing import observe
from voltwin.twin.report import read_report
from voltwin.twin.scores import Scores
from voltwin.twin.twin import Twin

HOUR = 3600.0
START = city().start
OPTIONS: dict[str, Any] = {"hours": 2.0, "replications": 5, "seed": 4}
REPORTS: list[dict[str, Any]] = [
    {"id": "b", "at": START + timedelta(hours=7), "station": "south", "queue": 3},
    {"id": "a", "at": "6h 30min", "station": "north", "stock": {"ready": 5, "not_ready": 2}},
    {"id": "c", "at": "9h", "station": "north", "queue": 1},
    {"id": "a", "at": "6h 30min", "station": "north", "stock": {"ready": 5, "not_ready": 2}},
    {"id": "d", "at": 0, "station": "nort", "queue": 1},
]
BECAME = ["booked", "booked", "refused", "repeated", "refused"]


@pytest.fixture
def twin(client: Client) -> Iterator[RemoteTwin]:
    made = client.twins.create(city(), seed=3)
    made.seek("6h")
    yield made
    made.delete()


@pytest.fixture
def own() -> Twin:
    made = Twin.of(city(), seed=3)
    made.advance(6 * HOUR)
    return made


def test_a_forecast_is_that_of_a_twin_here(twin: RemoteTwin, own: Twin) -> None:
    here = Prospect(own.simulation()).forecast(**OPTIONS)
    assert_same(twin.forecast(**OPTIONS), here.table())
    assert_same(twin.forecast(**OPTIONS, stations=["south"]), here.table(["south"]))
    assert_same(twin.forecast(**OPTIONS, of="regions"), here.region_table())
    assert_same(twin.forecast(**OPTIONS, of="total"), here.total_table())
    assert twin.now == 6 * HOUR


def test_reports_are_booked_as_in_a_twin_here(twin: RemoteTwin, own: Twin) -> None:
    twin.seek("8h")
    own.advance(8 * HOUR)
    outcomes = twin.observe(REPORTS)
    plain = [{**one, "at": "7h"} if isinstance(one["at"], datetime) else one for one in REPORTS]
    here = observe(own, plain, by="somebody")
    assert [one.became for one in outcomes] == BECAME == [one.became for one in here]
    assert [one.reason for one in outcomes] == [one.reason for one in here]
    assert [one.at for one in outcomes] == [7 * HOUR, 6.5 * HOUR, 9 * HOUR, 6.5 * HOUR, 0.0]
    assert 'did you mean "north"' in outcomes[4].reason
    assert twin.now == own.now == 8 * HOUR
    for name, values in own.live().stations.items():
        shown = twin.stations().column(name).to_pylist()
        assert shown == [null(value) for value in values.tolist()]
    *_, last = twin.commands()
    assert (last.do, last.observations) == ("observe", 2)
    assert {one.became for one in twin.observe([read_report(REPORTS[1])])} == {"repeated"}


def test_more_reports_than_a_request_takes_are_numbered_on(
    twin: RemoteTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voltwin.client.twin._MOST_REPORTS", 2)
    twin.seek("8h")
    outcomes = twin.observe(REPORTS)
    assert [one.number for one in outcomes] == list(range(5))
    assert [one.became for one in outcomes] == BECAME
    assert twin.observe([]) == []


def test_forecasts_are_scored_as_in_a_twin_here(twin: RemoteTwin, own: Twin) -> None:
    scores = Scores(["north", "south"])
    twin.forecast(**OPTIONS, keep=True)
    twin.forecast(**{**OPTIONS, "replications": 7})  # of which nothing is kept
    scores.keep(Prospect(own.simulation()).forecast(**OPTIONS))
    twin.step(2 * HOUR)
    own.advance(8 * HOUR)
    twin.observe(REPORTS[1:2])
    observe(own, REPORTS[1:2], by="somebody", scores=scores)
    for by, here in (
        ("total", scores.total()),
        ("by_lead", scores.by_lead()),
        ("by_station", scores.by_station()),
    ):
        there = twin.scores(by)  # type: ignore[arg-type]  # is one
        assert there.column_names == here.column_names
        assert there.column("n").to_pylist() == here.column("n").to_pylist()
        assert there.column("pinball").to_pylist() == here.column("pinball").to_pylist()
    assert twin.scores().column("n").to_pylist() == [1, 0]  # ready, and no queue


def test_what_cannot_be_foreseen_is_refused(twin: RemoteTwin) -> None:
    with pytest.raises(ApiError, match='did you mean "north"'):
        twin.forecast(stations=["nort"])
    with pytest.raises(ApiError, match=r"query\.hours"):
        twin.forecast(99)
