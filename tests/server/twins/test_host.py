"""A process that has twins: nothing that happens to one of them harms another."""

from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import pytest
from tests.server.twins.place import beginning
from tests.server.twins.test_folder import RECORD

from voltwin_server.settings import Limits
from voltwin_server.twins.alive import Alive
from voltwin_server.twins.folder import TwinFolder, new_folder
from voltwin_server.twins.host import Host
from voltwin_server.twins.record import Position
from voltwin_server.twins.wire import Answer, Do, Order, Report, Told

LONG_S = 60.0
BUDGET = 2**26
TWIN = RECORD.id


class Hosting:
    """A host in this process, and the server's end of its pipe."""

    def __init__(self, folder: TwinFolder) -> None:
        self._server, theirs = Pipe()
        self._host, self._number = Host(theirs), 0
        self.told: list[Any] = []
        self.ordered(Do.OPEN, folder, BUDGET, Limits())

    def ordered(self, do: Do, *arguments: Any) -> Answer:
        """Return what an order is answered."""
        self._number += 1
        self._host._follow(Order(self._number, TWIN, do, arguments))
        while self._server.poll(LONG_S):
            said = self._server.recv()
            if isinstance(said, Answer) and said.number == self._number:
                return said
            if isinstance(said, Told):
                self.told.append(said.what)
        raise AssertionError("nobody answers")

    def report(self) -> Report:
        """Return where the twin stands, as it was told last."""
        self.ordered(Do.BUDGET, BUDGET)  # all that was told before has come then
        return next(what for what in reversed(self.told) if isinstance(what, Report))


@pytest.fixture
def hosting(tmp_path: Path) -> Hosting:
    return Hosting(new_folder(tmp_path, RECORD, beginning().recipe, Position()))


def test_an_order_that_comes_late_harms_nobody(hosting: Hosting) -> None:
    assert hosting.ordered(Do.CLOSE, None).error is None
    assert hosting.ordered(Do.TAKEN).error is None


def test_a_twin_that_fails_while_it_plays_answers_that_it_cannot_be_had(
    hosting: Hosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Alive) -> None:
        raise RuntimeError("nobody has foreseen this")

    monkeypatch.setattr(Alive, "go_on", fail)
    hosting.ordered(Do.COMMAND, {"do": "play"}, "ann")
    answer = hosting.ordered(Do.COMMAND, {"do": "pause"}, "ann")
    assert "cannot be brought into memory" in str(answer.error)
    assert hosting.ordered(Do.CLOSE, None).error is None


def test_who_watches_is_told_of_a_twin_that_a_failure_has_paused(
    hosting: Hosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosting.ordered(Do.COMMAND, {"do": "play"}, "ann")
    with monkeypatch.context() as patch:
        patch.setattr("voltwin_server.twins.alive.plain_made", lambda made: 1 / 0)
        what = {"kind": "close", "stations": ["south"]}
        answer = hosting.ordered(Do.COMMAND, {"do": "intervene", "what": what}, "ann")
    assert answer.error is not None
    assert not hosting.report().playing
