"""Questions to a process that has twins: given up with whoever asks, and not asked again if they
may be what it has died of."""

import asyncio
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any
from uuid import UUID

import pytest
from tests.server.twins.place import PATIENCE_S, Place, place_in

from voltwin_server.problems import ProblemError
from voltwin_server.twins.forecasts import MOST

MOST_VISITS = 1e12
LONG = {"hours": 20.0, "replications": 1000}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("twins")) as found:
        yield found


@pytest.fixture
def twin(place: Place) -> UUID:
    """One that is in memory."""
    made = place.create()
    place.do(made, do="seek", at="1h")
    return made


def asked(place: Place, twin: UUID, **options: Any) -> "Future[Any]":
    """Return what a forecast will be."""
    work = place.twins.ask(twin, "forecast", {"seed": 1, **options}, None, MOST_VISITS, False)
    return asyncio.run_coroutine_threadsafe(work, place._loop)


def test_who_leaves_makes_room_for_others(place: Place, twin: UUID) -> None:
    asking = [asked(place, twin, **{**LONG, "seed": seed}) for seed in range(MOST)]
    with pytest.raises(ProblemError, match="4 other forecasts are being made or wait") as refused:
        asked(place, twin, hours=1.0, replications=2).result(PATIENCE_S)
    assert refused.value.headers == {"Retry-After": "5"}
    for one in asking:
        one.cancel()
    place.ask(twin, "stations")  # the process has heard of it
    found = asked(place, twin, hours=1.0, replications=2).result(PATIENCE_S)
    assert found["issued_s"] == 3600.0


def test_a_twin_that_is_deleted_has_no_forecast_any_more(place: Place, twin: UUID) -> None:
    asking = asked(place, twin, **LONG)
    place.ask(twin, "stations")
    place.run(place.twins.delete(twin))
    with pytest.raises(ProblemError, match="The twin has been deleted"):
        asking.result(PATIENCE_S)


def test_a_forecast_that_a_process_has_died_of_is_not_made_again(place: Place, twin: UUID) -> None:
    deaths = place.twins.deaths
    asking = asked(place, twin, **LONG)
    place.ask(twin, "stations")
    (process,) = place.processes()
    os.kill(process, signal.SIGKILL)
    with pytest.raises(ProblemError) as told:
        asking.result(PATIENCE_S)
    assert told.value.status_code == 503
    assert told.value.headers == {}
    assert "SIGKILL" in told.value.detail
    assert "ask for fewer replications or hours" in told.value.detail
    found = asked(place, twin, hours=1.0, replications=2).result(PATIENCE_S)
    assert found["issued_s"] == 3600.0
    assert place.twins.deaths == deaths + 1
