"""How the run of a twin goes is told as it is found out here."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from tests.client.cities import city, null

import voltwin
from voltwin.client import whole_run
from voltwin.client.client import Client
from voltwin.client.errors import AWAY, ApiError
from voltwin.client.twin import RemoteTwin
from voltwin.client.whole_run import WholeRun
from voltwin.history.history import History

HOUR = 3600.0
CLOSED = {"kind": "close", "stations": ["south"], "at": "2h", "for": "3h"}


@pytest.fixture(scope="module")
def twin(client: Client) -> Iterator[RemoteTwin]:
    """A twin of two stations that has been changed, and stands in the middle of its run."""
    made = client.twins.create(city(), seed=3)
    made.intervene(CLOSED)
    made.seek("4h")
    yield made
    made.delete()


@pytest.fixture(scope="module")
def history(twin: RemoteTwin) -> History:
    """The history of its run, read here."""
    return History.of_run(twin.scenario(), seed=3)


def test_marks_are_those_of_the_run_here(twin: RemoteTwin, history: History) -> None:
    own, there = history.marks(2, 0.0), twin.marks(least_queue=2, least_s=0.0)
    assert there.intervals.to_pylist() == own.table().to_pylist()
    assert there.counts.to_pylist() == own.counts().to_pylist()
    assert there.end_s == own.end_s
    assert there.left_out == dict.fromkeys(own.intervals, 0)
    assert there.intervals.num_rows > 0


def test_marks_may_be_some_of_them(twin: RemoteTwin) -> None:
    every = twin.marks(["queue"], least_queue=1, least_s=0.0)
    some = twin.marks(["queue"], stations=["south"], least_queue=1, least_s=0.0, most=2)
    assert set(some.intervals.column("station").to_pylist()) <= {"south"}
    assert some.intervals.num_rows + some.left_out["queue"] <= every.intervals.num_rows
    assert some.counts.column_names == ["begin_s", "queue", "queue_stations"]


def test_the_next_mark_is_the_nearest(twin: RemoteTwin) -> None:
    queues = twin.marks(["queue"], least_queue=1, least_s=0.0).intervals
    first, second = np.unique(queues.column("begin_s").to_numpy())[:2].tolist()
    asked: Any = {"kinds": ["queue"], "least_queue": 1, "least_s": 0.0}
    after = twin.next_mark(first, **asked)
    assert after is not None
    assert (after.kind, after.begin_s) == ("queue", second)
    before = twin.next_mark(second, backward=True, **asked)
    assert before is not None
    assert before.begin_s == first
    assert twin.next_mark(twin.info.horizon_s, **asked) is None


def test_history_is_that_of_the_run_here(twin: RemoteTwin, history: History) -> None:
    told = twin.history(["south"], ["queue", "power_kw"], end_s=6 * HOUR, points=50)
    for station in (None, "south"):
        for measure in ("queue", "power_kw"):
            rows = [
                one
                for one in told.to_pylist()
                if (one["station"], one["measure"]) == (station, measure)
            ]
            own = history.series(measure, station, end_s=6 * HOUR, points=50)
            assert [one["time_s"] for one in rows] == own.time.tolist()
            np.testing.assert_array_equal(
                [one["value"] for one in rows], [null(value) for value in own.value.tolist()]
            )
            assert {one["is_whole"] for one in rows} == {own.is_whole}
    alone = twin.history(["south"], ["queue"], network=False)
    assert set(alone.column("station").to_pylist()) == {"south"}
    assert twin.history((), ["queue"], network=False).num_rows == 0


def test_why_it_loses_is_told_up_to_where_it_stands(twin: RemoteTwin) -> None:
    found = twin.explain(["south"])
    so_far = voltwin.run(twin.scenario(), seed=3, until=twin.now)
    assert found.summary == so_far.explain(stations=["south"]).summary
    assert found.table.num_rows == 1


def test_what_there_is_not_is_refused(twin: RemoteTwin) -> None:
    with pytest.raises(ApiError, match="is no station"):
        twin.marks(stations=["nowhere"])
    with pytest.raises(ApiError, match="is no station"):
        twin.history(["nowhere"])
    with pytest.raises(ApiError, match=r"query\.end_s"):
        twin.history(end_s=90 * 24 * HOUR)


def test_a_what_if_about_a_twin_is_about_all_that_was_made_of_it(
    client: Client, twin: RemoteTwin
) -> None:
    change = "stations[*].chargers += 1"
    asked: Any = {"replications": 2, "until": "6h", "measures": ["lost_share"]}
    *_, of_twin = client.what_if(twin, change, **asked)
    *_, of_scenario = client.what_if(twin.scenario(), change, seed=3, **asked)
    *_, of_other = client.what_if(twin, change, seed=4, **asked)
    assert of_twin == of_scenario
    assert of_twin != of_other


class Scripted:
    """Answers as it is told, one after the other."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def get(self, *_: Any, **__: Any) -> Any:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Scene(WholeRun):
    def __init__(self, *answers: Any) -> None:
        http: Any = Scripted(*answers)
        self._http, self._path = http, "twins/one"


def away() -> ApiError:
    return ApiError(503, "Not ready", "1d of 7d are looked through", type=AWAY)


def test_history_is_asked_for_again_until_the_run_has_been_simulated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(whole_run, "_PAUSE_S", 0.0)
    assert Scene(away(), away(), {"series": []}).history().num_rows == 0
    with pytest.raises(ApiError, match="too much"):
        Scene(away(), ApiError(422, "too much", type="/problems/too-much")).history()
    monkeypatch.setattr(whole_run, "SIMULATING_S", 0.0)
    with pytest.raises(ApiError, match="looked through"):
        Scene(away(), {"series": []}).history()


def test_a_next_mark_is_told_though_it_goes_on() -> None:
    mark = {"kind": "queue", "station": "a", "begin_s": 5.0, "end_s": 9.0, "vehicles": 0}
    unknown = {"mark": None, "is_settled": False, "known_s": 3.0}
    found = Scene(unknown, {"mark": mark, "is_settled": False, "known_s": 9.0}).next_mark()
    assert found is not None
    assert found.begin_s == 5.0
    assert Scene(unknown, {**unknown, "is_settled": True}).next_mark() is None
