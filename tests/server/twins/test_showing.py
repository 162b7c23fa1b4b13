"""What those who watch a twin are sent, and how often."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from voltwin.frames.interval import MOST_BYTES_PER_S
from voltwin_server.twins.alive import Alive
from voltwin_server.twins.showing import Showing, kpis_message

FRAME_BYTES = 200_000


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> tuple[Showing, list[Any]]:
    """Return what shows a twin, and what it has sent."""
    sent: list[Any] = []
    monkeypatch.setattr(Showing, "_frame", lambda self, twin: bytes(FRAME_BYTES))
    monkeypatch.setattr(f"{Showing.__module__}.{kpis_message.__name__}", lambda twin: {})
    showing = Showing(sent.append)
    showing.watched(True)
    return showing, sent


def playing() -> Alive:
    return cast(Alive, SimpleNamespace(pace=SimpleNamespace(playing=True)))


def frames(showing: Showing, sent: list[Any], seconds: float) -> int:
    """Return how many frames are sent in a time when each is taken at once."""
    sent.clear()
    for tick in range(int(seconds * 100)):
        showing.show(playing(), tick / 100)
        showing.taken()
    return sum(isinstance(what, bytes) for what in sent)


def test_large_frames_come_as_often_as_a_watcher_can_bear(shown: tuple[Showing, list[Any]]) -> None:
    assert frames(*shown, 10.0) * FRAME_BYTES == pytest.approx(10.0 * MOST_BYTES_PER_S, rel=0.05)


def test_a_server_that_takes_no_frame_is_sent_few(shown: tuple[Showing, list[Any]]) -> None:
    showing, sent = shown
    for tick in range(100):
        showing.show(playing(), float(tick))
    assert sum(isinstance(what, bytes) for what in sent) == 3


def test_nobody_is_shown_nothing(shown: tuple[Showing, list[Any]]) -> None:
    showing, sent = shown
    showing.watched(False)
    assert frames(showing, sent, 2.0) == 0
