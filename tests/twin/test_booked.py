"""What has been observed is found by report, and by time and station, as if all were looked at."""

import math
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.twin.small_city import HOUR_S, city

from voltwin.scenario.interventions import Observation
from voltwin.scenario.moments import seconds_after
from voltwin.twin import Twin, observe
from voltwin.twin.booked import Booked

START = city().start
TIMES = ("1h", "2h", "2026-01-05 02:00", "3h")


def observation(told: tuple[str, str, str | None, int]) -> Observation:
    at, station, report, ready = told
    made = {"at": at, "station": station, "report": report, "ready": ready}
    return Observation.model_validate({"kind": "observation", **made})


TOLD = st.tuples(
    st.sampled_from(TIMES),
    st.sampled_from(["east", "west"]),
    st.none() | st.sampled_from("abcdef"),
    st.integers(0, 9),
)
BATCHES = st.lists(st.lists(TOLD.map(observation), max_size=4), max_size=6)


def place(start: datetime, what: Observation) -> tuple[float, str]:
    return seconds_after(start, what.at), what.station


@given(BATCHES, st.lists(TOLD.map(observation), max_size=3))
def test_it_is_what_a_look_at_all_would_give(
    batches: list[list[Observation]], found: list[Observation]
) -> None:
    booked, every = Booked(START), [what for batch in batches for what in batch]
    for batch in batches:
        booked.add(batch)
    assert booked.reports == {(of.station, of.report) for of in every if of.report is not None}
    assert booked.until == max((place(START, of)[0] for of in every), default=-math.inf)
    for where in {place(START, of) for of in found}:
        of_place = [of for of in booked.beside(found) if place(START, of) == where]
        assert of_place == [of for of in every if place(START, of) == where]
    assert {place(START, of) for of in booked.beside(found)} <= {place(START, of) for of in found}


def test_what_is_booked_in_a_fork_is_not_in_its_twin() -> None:
    report: dict[str, Any] = {"id": "a", "at": "1h", "station": "west", "stock": 2}
    twin = Twin.of(city())
    twin.advance("2h")
    fork = twin.fork()
    assert [of.became for of in observe(fork, [report], by="feed")] == ["booked"]
    assert (fork.booked.until, twin.booked.until) == (HOUR_S, -math.inf)
    assert [of.became for of in observe(twin, [report], by="feed")] == ["booked"]
    assert [of.became for of in observe(twin, [report], by="feed")] == ["repeated"]
