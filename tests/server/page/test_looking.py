"""The run of a twin from its start to its end: what stands out, what is seen, why it loses."""

from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from tests.server.page.conftest import CLOSE, SEED

from voltwin.history.history import History
from voltwin.history.marks import LEAST_S, Marks
from voltwin.scenario.without_files import scenario_without_files
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.settings import Settings

LONG_AGO = "0190c5a1-5f00-7000-8000-000000000000"


def history_of(*interventions: dict[str, Any]) -> History:
    scenario = scenario_without_files({**SCENARIO, "interventions": list(interventions)})
    return History.of_run(scenario, seed=SEED)


@pytest.fixture(scope="module")
def history() -> History:
    """The same, from the recipe of the twin, without a server."""
    return history_of(CLOSE)


@pytest.fixture(scope="module")
def marks(history: History) -> Marks:
    return history.marks(least_queue=1, least_s=0.0)


def asked(whole: TestClient, path: str, **parameters: Any) -> dict[str, Any]:
    answer = whole.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_marks_are_those_of_the_recipe(whole: TestClient, twin: str, marks: Marks) -> None:
    found = asked(whole, f"{twin}/marks", least_queue=1, least_s=0, most=100_000)
    assert (found["end_s"], found["slot_s"], found["least_queue"]) == (86_400.0, 900.0, 1)
    assert found["known_s"] == found["end_s"]
    assert [one["kind"] for one in found["kinds"]] == ["stockout", "queue", "limit", "loss"]
    assert sum(one["total"] for one in found["kinds"]) > 0
    for one in found["kinds"]:
        expected = marks.intervals[one["kind"]]
        columns = one["intervals"]
        assert columns["begin_s"] == expected.begin_s.tolist()
        assert columns["end_s"] == expected.end_s.tolist()
        assert columns["station"] == [marks.stations[n] for n in expected.station]
        assert columns["vehicles"] == expected.vehicles.tolist()
        assert one["begun"] == expected.begun(96).tolist()
        assert one["stations"] == expected.stations(96).tolist()
        assert one["total"] == sum(one["begun"])
        assert one["left_out"] == 0


def test_what_is_short_does_not_count(
    whole: TestClient, twin: str, marks: Marks, history: History
) -> None:
    found = asked(whole, f"{twin}/marks", most=100_000)
    assert {one["kind"]: one["least_s"] for one in found["kinds"]} == LEAST_S
    usual = history.marks().intervals
    for one in found["kinds"]:
        assert one["intervals"]["begin_s"] == usual[one["kind"]].begin_s.tolist()
        assert one["begun"] == usual[one["kind"]].begun(96).tolist()
    assert len(usual["stockout"]) < len(marks.intervals["stockout"])
    assert sum(one["total"] for one in found["kinds"]) > 0


def test_marks_may_be_some_of_them(whole: TestClient, twin: str, history: History) -> None:
    options: dict[str, Any] = {"kinds": ["stockout"], "stations": ["south"], "least_s": 60}
    [found] = asked(whole, f"{twin}/marks", most=2, **options)["kinds"]
    every = history.marks(least_s=60.0).intervals["stockout"].at(np.array([1]))
    assert found["total"] == len(every) > 2
    assert found["left_out"] == len(every) - 2
    assert found["intervals"]["begin_s"] == every.longest(2).begin_s.tolist()


def test_the_next_mark_is_the_first_that_begins_later(
    whole: TestClient, twin: str, marks: Marks
) -> None:
    stockouts = marks.intervals["stockout"]
    for number in (0, 1, len(stockouts) - 2):
        at = float(stockouts.begin_s[number])
        options: dict[str, Any] = {"kinds": "stockout", "after_s": at, "least_s": 0}
        answer = asked(whole, f"{twin}/marks/next", **options)
        found = answer["mark"]
        assert answer["is_settled"]
        assert found["begin_s"] == min(stockouts.begin_s[stockouts.begin_s > at])
        assert found["kind"] == "stockout"
        back = asked(whole, f"{twin}/marks/next", direction="backward", **options)["mark"]
        before = stockouts.begin_s[stockouts.begin_s < at]
        assert back is None if not len(before) else back["begin_s"] == before.max()


def test_the_next_of_several_kinds_is_the_nearest(whole: TestClient, twin: str) -> None:
    kinds = ["stockout", "loss"]
    each = [asked(whole, f"{twin}/marks/next", after_s=30_000, kinds=kind) for kind in kinds]
    nearest = min((one["mark"] for one in each if one["mark"]), key=lambda one: one["begin_s"])
    both = asked(whole, f"{twin}/marks/next", after_s=30_000, kinds=kinds)
    assert both["mark"] == nearest


def test_behind_the_last_mark_there_is_none(whole: TestClient, twin: str) -> None:
    found = asked(whole, f"{twin}/marks/next", after_s=86_400)
    assert found == {"mark": None, "is_settled": True, "known_s": 86_400.0}


def test_who_does_not_wait_is_told_what_is_known_and_asks_again(whole: TestClient) -> None:
    scenario = {**SCENARIO, "name": "long", "horizon": "8w"}
    path = whole.post("/api/twins", json={"from": {"scenario": scenario}}).headers["location"]
    known = [0.0]
    while known[-1] < 8 * 7 * 86_400.0:
        known.append(asked(whole, f"{path}/marks", kinds="loss", wait=0)["known_s"])
    assert known == sorted(set(known))


def test_series_are_those_of_the_recipe(whole: TestClient, twin: str, history: History) -> None:
    options: dict[str, Any] = {"stations": ["south"], "measures": ["ready", "power_kw"]}
    found = asked(whole, f"{twin}/history", begin_s=3600, end_s=50_000, points=100, **options)
    assert (found["begin_s"], found["end_s"]) == (3600.0, 50_000.0)
    places = [(one["station"], one["measure"]) for one in found["series"]]
    assert places == [(s, m) for s in (None, "south") for m in ("ready", "power_kw")]
    for one in found["series"]:
        expected = history.series(
            one["measure"], one["station"], begin_s=3600.0, end_s=50_000.0, points=100
        )
        assert one["time_s"] == expected.time.tolist()
        assert one["values"] == expected.value.tolist()
        assert one["is_whole"] == expected.is_whole
        assert one["unit"] == {"ready": "batteries", "power_kw": "kW"}[one["measure"]]


def test_the_series_at_now_is_what_the_twin_shows(whole: TestClient, twin: str) -> None:
    shown = whole.get(f"{twin}/stations").json()
    measures = ["ready", "queue", "charging", "waiting", "swaps", "lost", "open"]
    options: dict[str, Any] = {"stations": ["north", "south"], "measures": measures}
    found = asked(whole, f"{twin}/history", network=False, points=10_000, **options)
    for one in found["series"]:
        number = shown["stations"].index(one["station"])
        at = np.searchsorted(one["time_s"], shown["now_s"], side="left") - 1
        assert one["values"][at] == shown["columns"][one["measure"]][number]


def test_no_limit_is_null(whole: TestClient, twin: str) -> None:
    [series] = asked(whole, f"{twin}/history", measures="limit_kw")["series"]
    assert set(series["values"]) == {None}


def test_what_is_made_of_a_twin_is_in_its_run(whole: TestClient) -> None:
    body = {"from": {"scenario": SCENARIO}, "seed": SEED}
    path = str(whole.post("/api/twins", json=body).headers["location"])
    before = asked(whole, f"{path}/marks", kinds="loss")["kinds"][0]["total"]
    assert before == history_of().marks().intervals["loss"].vehicles.sum()
    closed = {"kind": "close", "at": "6h", "for": "6h"}
    command = {"do": "intervene", "what": closed}
    assert whole.post(f"{path}/commands", json=command).status_code == 200
    after = asked(whole, f"{path}/marks", kinds="loss")["kinds"][0]["total"]
    assert after == history_of(closed).marks().intervals["loss"].vehicles.sum() > before


def test_why_a_twin_loses_is_told_up_to_now(whole: TestClient, twin: str) -> None:
    found = asked(whole, f"{twin}/explain")
    lost = {one["name"]: one["values"] for one in found["table"]["columns"]}["lost"]
    shown = whole.get(f"{twin}/stations").json()["columns"]["lost"]
    assert sum(lost) == sum(shown) > 0
    assert found["summary"]
    assert found["until_s"] == whole.get(twin).json()["now_s"] == 12 * 3600.0
    one = asked(whole, f"{twin}/explain", stations="south")
    assert one["table"]["rows"] == 1


@pytest.mark.parametrize("at", ["0s", "0.5s"])
def test_at_its_start_there_is_nothing_to_explain(whole: TestClient, at: str) -> None:
    path = whole.post("/api/twins", json={"from": {"scenario": SCENARIO}}).headers["location"]
    command = {"do": "seek", "at": at}
    assert whole.post(f"{path}/commands", json=command).status_code == 200
    answer = whole.get(f"{path}/explain")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conflict")


LOOKS = ["marks", "marks/next", "history", "explain", "map", "levers", "made", "changes?to=ITSELF"]


def asked_in_every_way(whole: TestClient, path: str) -> dict[str, Any]:
    """Return what is answered to all that a page asks of a twin."""
    own = path.rpartition("/")[2]
    found = {look: whole.get(f"{path}/{look}".replace("ITSELF", own)) for look in LOOKS}
    body = {"twin_id": own, "changes": ["stations[*].chargers += 1"], "replications": 1}
    return {**found, "what-if": whole.post("/api/what-if", json=body)}


@pytest.mark.parametrize("file", ["recipe.json", "commands.jsonl"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_twin_whose_files_are_damaged_is_told_to_be(
    whole: TestClient, settings_of: Settings, file: str, is_gone: bool
) -> None:
    body = {"from": {"scenario": {**SCENARIO, "name": f"{file} {is_gone}"}}}
    path = str(whole.post("/api/twins", json=body).headers["location"])
    assert whole.post(f"{path}/commands", json={"do": "seek", "at": "1h"}).status_code == 200
    spoilt = settings_of.data / "twins" / path.rpartition("/")[2] / file
    spoilt.unlink() if is_gone else spoilt.write_text('{"number": 1\n')
    answers = asked_in_every_way(whole, path)
    if file == "commands.jsonl" and is_gone:  # nothing has been done to it, then
        assert {look: one.status_code for look, one in answers.items()} == dict.fromkeys(
            answers, 200
        )
        return
    for look, answer in answers.items():
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conflict"), look
        assert file in answer.json()["detail"], look


def test_so_many_looks_at_once_and_no_more(whole: TestClient, twin: str) -> None:
    server = whole.app.state.server  # type: ignore[attr-defined]  # it is FastAPI
    with ExitStack() as asking:
        for _ in range(server.settings.limits.looks_per_token):
            asking.enter_context(server.looks_of_callers.asking("local"))
        answers = asked_in_every_way(whole, twin)
    refused = {look for look, answer in answers.items() if answer.status_code == 429}
    assert refused == set(LOOKS) - {"explain"}  # that, and a what-if, are questions
    assert not server.looks_of_callers._counts


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
@pytest.mark.parametrize(
    "query",
    [
        *("marks?least_s", "marks?until_s", "marks?wait", "marks/next?after_s"),
        *("marks/next?wait", "history?begin_s", "history?end_s", "history?wait"),
        *("forecast?hours", "/api/demo?wait", "/api/runs/LONG_AGO?wait"),
    ],
)
def test_what_is_no_number_is_refused(
    whole: TestClient, twin: str, query: str, number: str
) -> None:
    path = query.replace("LONG_AGO", LONG_AGO) if query.startswith("/") else f"{twin}/{query}"
    answer = whole.get(f"{path}={number}")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("marks?stations=nort", "query.stations"),
        ("marks/next?stations=nort", "query.stations"),
        ("history?stations=nort", "query.stations"),
        ("history?end_s=90000", "query.end_s"),
        ("history?begin_s=90000", "query.begin_s"),
        ("history?begin_s=50&end_s=50", "query.begin_s"),
        ("explain?stations=nort", "query.stations"),
    ],
)
def test_what_there_is_not_is_refused(whole: TestClient, twin: str, query: str, where: str) -> None:
    answer = whole.get(f"{twin}/{query}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["where"] == where


def test_too_many_points_are_refused(whole: TestClient, twin: str) -> None:
    parameters: dict[str, Any] = {"stations": ["north", "south"], "points": 10_000}
    measures = ["ready", "charging", "waiting", "queue", "swaps", "lost", "power_kw"]
    answer = whole.get(f"{twin}/history", params={**parameters, "measures": measures})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/too-much")


def test_a_run_that_takes_too_much_memory_is_refused(
    whole: TestClient, twin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    server = whole.app.state.server  # type: ignore[attr-defined]  # it is FastAPI
    limits = replace(server.settings.limits, looking_bytes=10)
    monkeypatch.setattr(server, "settings", replace(server.settings, limits=limits))
    other = {**SCENARIO, "name": "another"}
    path = whole.post("/api/twins", json={"from": {"scenario": other}}).headers["location"]
    answer = whole.get(f"{path}/marks")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/too-much")


@pytest.mark.parametrize("what", ["marks", "marks/next", "history", "explain", "map", "levers"])
def test_a_twin_that_there_is_not_has_none(whole: TestClient, what: str) -> None:
    assert whole.get(f"/api/twins/{LONG_AGO}/{what}").status_code == 404
