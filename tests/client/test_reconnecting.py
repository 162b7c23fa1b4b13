"""A connection that is lost is opened again; what was done meanwhile is told; no command is given
twice."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

import pytest
from tests.client.cities import city
from tests.client.relay import Relay
from tests.client.test_socket import STATE, WALL, heard, say, scene, sockets
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection

from voltwin.client.client import Client, connect
from voltwin.client.errors import ApiError, LostAnswerError, NoConnectionError
from voltwin.client.messages import Bye, Reconnected, State
from voltwin.client.twin_answers import Did
from voltwin.client.watching import Event, Watching
from voltwin.frames.decode import Frame
from voltwin_server.settings import Settings

_LONG_S = 30.0
Serves = Callable[[ServerConnection], None]


def did(number: int, **more: Any) -> dict[str, Any]:
    return {"number": number, "by": "Ann", "wall": WALL, "now": 0.0, "do": "pause", **more}


@contextmanager
def in_turn(
    *serves: Serves, journal: tuple[dict[str, Any], ...] = (), refuses: tuple[int, ...] = ()
) -> Iterator[Watching]:
    """Serve each connection in another way, the last one from then on; some are refused, and the
    journal can be asked for."""
    left, statuses = list(serves), list(refuses)
    opened = 0

    def serve(socket: ServerConnection) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(socket)

    def answer(socket: ServerConnection, request: Request) -> Response | None:
        nonlocal opened
        if "/commands" in request.path:
            after = int(request.path.split("after=")[1].split("&")[0])
            items = [one for one in journal if one["number"] > after]
            page = {"items": items[:1], "next": items[0]["number"] if items[1:] else None}
            return socket.respond(HTTPStatus.OK, json.dumps(page))
        opened += 1
        if opened > 1 and statuses:
            status = HTTPStatus(statuses.pop(0))
            problem = {"title": status.phrase, "status": status.value}
            return socket.respond(status, json.dumps(problem))
        return None

    with sockets(serve, answer, patience=_LONG_S) as watching:
        yield watching


def breaks(socket: ServerConnection) -> None:
    scene(socket)
    say(socket, **{**STATE, "number": 4})
    socket.socket.shutdown(2)


def stays(socket: ServerConnection) -> None:
    scene(socket)
    say(socket, **{**STATE, "number": 7})
    say(socket, kind="did", **did(7))  # is in the journal, too
    say(socket, kind="did", **did(8))
    with suppress(Exception):
        while True:
            heard(socket)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Watching, "pauses", (0.0, 0.01))


def received(watching: Watching, count: int) -> list[Event | None]:
    return [watching.receive(_LONG_S) for _ in range(count)]


def test_what_was_done_meanwhile_is_told_once_and_in_order() -> None:
    journal = tuple(did(number) for number in range(1, 8))
    with in_turn(breaks, stays, journal=journal) as watching, watching:
        first, again, *rest = received(watching, 7)
    assert isinstance(first, State)
    assert isinstance(again, Reconnected)
    assert "broke" in again.why
    assert [one.number for one in rest if isinstance(one, Did)] == [5, 6, 7, 8]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_is_not_ready_is_asked_again(status: int) -> None:
    with in_turn(breaks, stays, refuses=(status, status, status)) as watching, watching:
        assert isinstance(received(watching, 2)[1], Reconnected)


@pytest.mark.parametrize("status", [401, 404])
def test_what_a_server_refuses_for_good_is_said(status: int) -> None:
    with in_turn(breaks, stays, refuses=(status,)) as watching, watching:
        received(watching, 1)
        with pytest.raises(ApiError) as error:
            watching.receive(_LONG_S)
    assert error.value.status == status


def closing(code: int, *, bye: bool = True) -> Serves:
    def serves(socket: ServerConnection) -> None:
        scene(socket)
        if bye:
            say(socket, kind="bye", code=code, reason="So it is.")
        socket.close(code, "So it is.")

    return serves


@pytest.mark.parametrize("code", [1012, 1013])
def test_who_may_come_again_does(code: int) -> None:
    with in_turn(closing(code), stays) as watching, watching:
        bye, again = received(watching, 2)
    assert bye == Bye(code=code, reason="So it is.")
    assert again == Reconnected(why=lost("So it is."))


@pytest.mark.parametrize("code", [1001, 1011, 1012])
def test_a_close_without_a_farewell_is_no_end(code: int) -> None:
    with in_turn(closing(code, bye=False), stays) as watching, watching:
        assert received(watching, 1) == [Reconnected(why=lost("So it is."))]


def lost(why: str) -> str:
    return f"The server has ended the socket: {why}"


@pytest.mark.parametrize("code", [1001, 1008, 1011])
def test_what_the_server_ends_for_good_has_ended(code: int) -> None:
    with in_turn(closing(code), stays) as watching, watching:
        assert list(watching) == [Bye(code=code, reason="So it is.")]
        for ask in (watching.receive, watching.play):
            with pytest.raises(NoConnectionError, match="has ended the socket: So it is"):
                ask()


def test_what_this_client_does_wrong_is_not_done_again() -> None:
    with (
        in_turn(closing(1009, bye=False), stays) as watching,
        watching,
        pytest.raises(NoConnectionError, match="has ended the socket"),
    ):
        watching.receive(_LONG_S)


def test_what_was_closed_here_stays_closed() -> None:
    with in_turn(stays) as watching, watching:
        received(watching, 1)
        watching.close()
        with pytest.raises(NoConnectionError, match="it was closed here"):
            watching.receive(_LONG_S)


def test_patience_has_an_end() -> None:
    with in_turn(breaks, breaks, refuses=(503,) * 1000) as watching:
        watching._patience = 0.05
        with watching:
            received(watching, 1)
            with pytest.raises(NoConnectionError, match=r"for 0\.05 s it has not come back"):
                watching.receive(_LONG_S)


def test_a_time_without_a_connection_is_one_without_anything() -> None:
    with in_turn(breaks, stays, refuses=(503,) * 3) as watching, watching:
        received(watching, 1)
        while (one := watching.receive(0.0)) is None:
            pass
        assert isinstance(one, Reconnected)


def test_a_command_whose_answer_is_lost_may_have_been_done_and_is_not_given_again() -> None:
    asked: list[dict[str, Any]] = []

    def dies(socket: ServerConnection) -> None:
        scene(socket)
        say(socket, **{**STATE, "number": 4})
        asked.append(heard(socket))
        socket.socket.shutdown(2)

    def hears(socket: ServerConnection) -> None:
        scene(socket)
        asked.append(heard(socket))
        say(socket, kind="did", **did(6, do="pause", ref=asked[-1]["ref"]))

    journal = (did(4), did(5, do="play"))
    with in_turn(dies, hears, journal=journal) as watching, watching:
        received(watching, 1)
        with pytest.raises(
            LostAnswerError, match=r"play was done is not known.*commands\(after=4\)"
        ):
            watching.play()
        assert watching.pause().number == 6
        again, played, paused = received(watching, 3)
    assert [one["do"] for one in asked] == ["play", "pause"]
    assert isinstance(again, Reconnected)
    assert isinstance(played, Did)
    assert (played.number, played.do) == (5, "play")
    assert isinstance(paused, Did)


def test_a_command_over_a_connection_that_is_lost_is_given_once_over_another() -> None:
    asked: list[dict[str, Any]] = []

    def hears(socket: ServerConnection) -> None:
        scene(socket)
        asked.append(heard(socket))
        say(socket, kind="did", **did(1, ref=asked[-1]["ref"]))

    with in_turn(breaks, hears) as watching, watching:
        while watching._socket is None or watching._socket._socket.is_open:  # type: ignore[union-attr]  # is one
            pass
        assert watching.pause().number == 1
    assert [one["do"] for one in asked] == ["pause"]


@pytest.fixture
def relayed(settings: Settings, url: str) -> Iterator[tuple[Client, Relay]]:
    """A client, and what stands between it and a real server."""
    with Relay(url) as relay, connect(relay.url) as client:
        yield client, relay


def test_a_twin_is_gone_on_being_watched_when_the_way_to_it_breaks(
    client: Client, relayed: tuple[Client, Relay]
) -> None:
    theirs, relay = relayed
    twin = client.twins.create(city(), seed=3)
    with theirs.twins.get(twin.id).watch() as watching:
        watching.seek("6h")
        while not isinstance(watching.receive(_LONG_S), Frame):
            pass
        relay.cut()
        twin.step(3600)
        twin.speed(600)
        seen: list[Any] = []
        while not (seen and isinstance(seen[-1], Frame) and seen[-1].now == 7 * 3600.0):
            seen.append(watching.receive(_LONG_S))
        assert sum(isinstance(one, Reconnected) for one in seen) == 1
        assert [one.do for one in seen if isinstance(one, Did)][-2:] == ["step", "speed"]
        assert watching.pause().number == 4
    twin.delete()


def test_whether_a_command_was_done_whose_answer_a_proxy_lost_is_found_in_the_journal(
    relayed: tuple[Client, Relay],
) -> None:
    client, relay = relayed
    twin = client.twins.create(city(), seed=3)
    twin.seek("6h")
    twin.refresh()
    relay.swallows_answers = True
    with pytest.raises(LostAnswerError, match=r"step was done is not known.*after=1\)"):
        twin.step(3600)
    relay.swallows_answers = False
    assert [(one.number, one.do) for one in twin.commands(after=1)] == [(2, "step")]
    twin.delete()
