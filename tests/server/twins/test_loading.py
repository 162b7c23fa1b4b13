"""What a process of twins loads before it is asked."""

import logging
from multiprocessing import Pipe
from threading import Event, Thread
from uuid import uuid4

import pytest

from voltwin.twin.forecasting import Prospect
from voltwin.twin.twin import Twin
from voltwin_server.twins import host
from voltwin_server.twins.host import Host
from voltwin_server.twins.loading import load_more
from voltwin_server.twins.wire import Answer, Do, Order

LONG_S = 60.0
TWIN = uuid4()


def test_forecasts_and_fleets_are_loaded(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made, forecast = [], Prospect.forecast

    def noted(prospect: Prospect, **options: object) -> object:
        made.append(prospect._scenario.fleet is not None)
        return forecast(prospect, **options)  # type: ignore[arg-type]  # as they are

    monkeypatch.setattr(Prospect, "forecast", noted)
    with caplog.at_level(logging.WARNING):
        load_more()
    assert made == [False, True]
    assert caplog.records == []


def test_what_cannot_be_loaded_is_logged_and_nothing_more(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Twin, "advance", lambda *_: 1 / 0)
    load_more()
    assert "not all could be loaded" in caplog.text


def test_the_first_twin_does_not_wait_for_what_others_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has said that it is ready before the rest is loaded, and that is loaded besides."""
    loading, go_on = Event(), Event()

    def slowly() -> None:
        loading.set()
        assert go_on.wait(LONG_S)

    monkeypatch.setattr(host, "load", lambda: None)
    monkeypatch.setattr(host, "load_more", slowly)
    monkeypatch.setattr(host, "_IDLE_S", 0.0)
    server, theirs = Pipe()
    serving = Thread(target=Host(theirs).serve)
    serving.start()
    try:
        assert server.poll(LONG_S)
        assert server.recv() == Answer(0)
        assert loading.wait(LONG_S)
        server.send(Order(1, TWIN, Do.CLOSE, (None,)))  # of a twin that is not there
        assert server.poll(LONG_S)
        assert server.recv() == Answer(1)
    finally:
        go_on.set()
        server.send(Order(0, None, Do.STOP))
        serving.join(LONG_S)
    assert not serving.is_alive()
