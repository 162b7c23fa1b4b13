"""A process that has twins: nothing that happens to one of them harms another."""

from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
from tests.server.twins.test_folder import RECORD

from voltwin.twin.bands import Forecast
from voltwin.twin.forecasting import Prospect
from voltwin.twin.twin import Twin
from voltwin_server.settings import Limits
from voltwin_server.twins import hosted as hosted_module
from voltwin_server.twins.alive import Alive
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.host import Host
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
        self.answered: dict[int, Answer] = {}
        self.ordered(Do.OPEN, folder, BUDGET, Limits())

    def post(self, do: Do, *arguments: Any, number: int | None = None) -> int:
        """Give an order, and return its number."""
        self._number += 1
        number = self._number if number is None else number
        self._host._follow(Order(number, TWIN, do, arguments))
        return number

    def ordered(self, do: Do, *arguments: Any) -> Answer:
        """Return what an order is answered."""
        number = self.post(do, *arguments)
        while self._server.poll(LONG_S):
            said = self._server.recv()
            if isinstance(said, Answer):
                self.answered[said.number] = said
                if said.number == number:
                    return said
            if isinstance(said, Told):
                self.told.append(said.what)
        raise AssertionError("nobody answers")

    def report(self) -> Report:
        """Return where the twin stands, as it was told last."""
        self.ordered(Do.BUDGET, BUDGET)  # all that was told before has come then
        return next(what for what in reversed(self.told) if isinstance(what, Report))


@pytest.fixture
def hosting(folder: TwinFolder) -> Iterator[Hosting]:
    hosting = Hosting(folder)
    yield hosting
    hosting.ordered(Do.CLOSE, None)  # who plays on without a server ends the process


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


def test_where_a_twin_plays_is_written_down_while_all_else_is_refused(
    hosting: Hosting, folder: TwinFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosted_module, "_REPORT_EVERY_S", 2 * LONG_S)  # refusals always come first
    played = hosting.ordered(Do.COMMAND, {"do": "play"}, "ann").value
    refused = {"do": "intervene", "what": {"kind": "close", "stations": ["nowhere"]}}
    end = monotonic() + LONG_S
    while folder.position().now <= played["now"]:
        assert monotonic() < end
        assert hosting.ordered(Do.COMMAND, refused, "ann").error is not None


class Noted:
    """Notes how many forecasts are made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, made = 0, Prospect.forecast

        def forecast(prospect: Prospect, **options: Any) -> Forecast:
            self.count += 1
            return made(prospect, **options)

        monkeypatch.setattr(Prospect, "forecast", forecast)


def asked(replications: int = 2, *, keep: bool = False) -> tuple[Any, ...]:
    """Return the arguments of an order for a forecast."""
    options = {"hours": 1.0, "replications": replications, "seed": 1}
    return "forecast", options, None, 1e9, keep


def test_a_forecast_is_answered_and_kept_only_if_it_is_ordered(
    hosting: Hosting, tmp_path: Path
) -> None:
    looked, ordered = (hosting.ordered(Do.ASK, *asked(keep=keep)) for keep in (False, True))
    for name in ("stations", "regions", "total"):
        assert looked.value[name].equals(ordered.value[name])
    assert len(list(tmp_path.rglob("forecast-*.npz"))) == 1


def test_what_is_given_up_before_the_twin_comes_to_it_is_not_made(
    hosting: Hosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted, busy, go_on = Noted(monkeypatch), Event(), Event()

    def seek(self: Twin, at: float) -> None:
        busy.set()
        assert go_on.wait(LONG_S)

    monkeypatch.setattr(Twin, "seek", seek)
    hosting.post(Do.COMMAND, {"do": "seek", "at": 60.0}, "ann")
    assert busy.wait(LONG_S)
    number = hosting.post(Do.ASK, *asked())
    hosting.post(Do.GIVE_UP, number, number=0)
    go_on.set()
    assert hosting.ordered(Do.ASK, *asked(3)).error is None
    assert noted.count == 1
    assert number not in hosting.answered
