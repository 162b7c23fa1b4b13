"""What a twin says to take in memory is what it takes, however much has been made of it."""

import gc
import tracemalloc
from collections.abc import Iterator
from random import Random

import pytest

import voltwin
from voltwin.twin import Twin, observe

MOST_KEPT = 400_000  # [B]


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def live_through(twin: Twin, hours: int, source: Random) -> None:
    """Report and intervene every hour, and look back now and then."""
    stations = [station.id for station in twin.scenario.stations]
    for _ in range(hours):
        twin.advance(twin.now + 3600.0)
        number = len(twin.recipe.made)
        reports = [
            {
                "id": f"r{number + k}",
                "at": twin.now - source.random() * 300.0,
                "station": source.choice(stations),
                "stock": {"ready": source.randint(0, 9), "not_ready": source.randint(0, 9)},
                "queue": source.randint(0, 3),
            }
            for k in range(40)
        ]
        assert {found.became for found in observe(twin, reports, by="feed")} == {"booked"}
        twin.make({"kind": "surge", "factor": 1.01, "for": "1h"}, by="ann")
        twin.make({"kind": "close", "stations": source.choice(stations), "for": "9min"}, by="bob")
        if source.random() < 0.3:
            was = twin.now
            twin.seek(source.random() * was)
            twin.seek(was)


def memory(twin: Twin) -> tuple[int, int]:
    """Return what is traced, and what the twin says [B]."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0], twin.bytes


@pytest.mark.usefixtures("traced")
def test_bytes_are_those_of_memory() -> None:
    city = voltwin.demo_city(stations=6, seed=1)
    for station in city.stations:
        station.racks = 100
    twin, source = Twin.of(city, budget_bytes=MOST_KEPT), Random(1)
    live_through(twin, 6, source)  # once, so that what is loaded late is there
    before, said_before = memory(twin)
    live_through(twin, 24, source)
    after, said_after = memory(twin)
    assert twin._timeline.kept.bytes <= MOST_KEPT
    assert len(twin._timeline.kept) > 5
    assert said_after - said_before == pytest.approx(after - before, rel=0.05)
