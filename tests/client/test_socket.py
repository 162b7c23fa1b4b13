"""Whatever a socket says or does not say is understood, or told as one of the client's errors."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from tests.client.cities import city
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

from voltwin.client.errors import ApiError, ClientError, NoConnectionError
from voltwin.client.http import Http
from voltwin.client.messages import Bye, LiveKpis, Other, Refused, State, message_of, object_in
from voltwin.client.socket import PROTOCOL
from voltwin.client.twin_answers import Did
from voltwin.client.watching import Watching
from voltwin.frames.decode import Frame
from voltwin.frames.encode import Encoder
from voltwin.frames.scene import scene_of
from voltwin.twin.twin import Twin

TWIN = UUID("0190c5a1-5f00-7000-8000-000000000000")
WALL = "2026-11-22T09:34:45+00:00"
STATE = {
    "kind": "state",
    "now": 0.0,
    "playing": False,
    "speed": 0.0,
    "wanted_speed": 1.0,
    "late": False,
    "number": 0,
}
_LONG_S = 30.0

Serves = Callable[[ServerConnection], None]


@contextmanager
def sockets(
    serves: Serves, answer: Callable[..., Any] | None = None, patience: float = 0.0
) -> Iterator[Watching]:
    """Serve sockets in a thread, and give what watches a twin there."""
    with serve(
        serves,
        "127.0.0.1",
        0,
        subprotocols=[Subprotocol(PROTOCOL)],
        process_request=answer,
        compression=None,
    ) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        http = Http(f"http://127.0.0.1:{server.socket.getsockname()[1]}", "vt_me", _LONG_S)
        try:
            yield Watching(http, TWIN, patience)
        finally:
            http.close()
            server.shutdown()
            thread.join(_LONG_S)


def say(socket: ServerConnection, **message: Any) -> None:
    socket.send(json.dumps(message))


def heard(socket: ServerConnection) -> dict[str, Any]:
    return dict(json.loads(socket.recv(_LONG_S)))


def scene(socket: ServerConnection) -> None:
    say(socket, **scene_of(city()))


def frames() -> Iterator[bytes]:
    """Yield frames of a twin that goes on by a minute each time."""
    twin, encoder = Twin.of(city()), Encoder()
    while True:
        yield encoder.frame(twin.live(), wall_s=0.0, speed=60.0, playing=True)
        twin.advance(twin.now + 600.0)


def test_who_watches_shows_a_token_and_speaks_the_protocol() -> None:
    shown: list[tuple[str | None, str | None, str]] = []

    def serves(socket: ServerConnection) -> None:
        assert socket.request is not None
        token = socket.request.headers.get("Authorization")
        shown.append((token, socket.subprotocol, socket.request.path))
        scene(socket)

    with sockets(serves) as watching, watching:
        assert watching.scene["name"] == "two stations"
    assert shown == [("Bearer vt_me", PROTOCOL, f"/api/twins/{TWIN}/live")]


def test_frames_are_acknowledged_as_they_are_taken() -> None:
    answers: list[dict[str, Any]] = []

    def serves(socket: ServerConnection) -> None:
        scene(socket)
        for _, frame in zip(range(3), frames(), strict=False):
            socket.send(frame)
            answers.append(heard(socket))

    with sockets(serves) as watching, watching:
        taken = [watching.receive(_LONG_S) for _ in range(3)]
    assert [one.now for one in taken if isinstance(one, Frame)] == [0.0, 600.0, 1200.0]
    assert answers == [{"do": "ack", "frame": number} for number in (1, 2, 3)]


def test_a_frame_that_cannot_be_applied_is_followed_by_a_whole_one() -> None:
    answers: list[dict[str, Any]] = []

    def serves(socket: ServerConnection) -> None:
        scene(socket)
        whole, missed, after = (frame for frame, _ in zip(frames(), range(3), strict=False))
        assert missed
        for frame in (after, b"nonsense", whole):
            socket.send(frame)
            answers.append(heard(socket))

    with sockets(serves) as watching, watching:
        one = watching.receive(_LONG_S)
        assert isinstance(one, Frame)
        assert one.number == 1
    assert answers == [{"do": "key"}, {"do": "key"}, {"do": "ack", "frame": 1}]


def test_frames_that_can_never_be_read_are_given_up() -> None:
    def serves(socket: ServerConnection) -> None:
        scene(socket)
        for _ in range(9):
            socket.send(b"VTF9 from another time")

    with sockets(serves) as watching, watching, pytest.raises(ClientError, match="cannot be read"):
        watching.receive(_LONG_S)


def test_an_answer_is_found_among_all_that_comes() -> None:
    did = {"kind": "did", "by": "me", "wall": WALL, "now": 0.0, "do": "play"}

    def serves(socket: ServerConnection) -> None:
        scene(socket)
        source = frames()
        asked = heard(socket)
        say(socket, **did, number=7, ref=None)
        say(socket, **STATE)
        socket.send(next(source))
        assert heard(socket)["do"] == "ack"
        socket.send(next(source))
        assert heard(socket)["do"] == "ack"
        say(socket, **did, number=8, ref=asked["ref"])
        second = heard(socket)
        problem = {"title": "Not allowed", "detail": "This needs the role planner.", "status": 403}
        say(socket, kind="refused", ref=None, problem={"title": "Malformed"})
        say(socket, kind="refused", ref=second["ref"], problem=problem)

    with sockets(serves) as watching, watching:
        assert watching.play().number == 8
        with pytest.raises(ApiError, match="role planner") as error:
            watching.pause()
        assert error.value.status == 403
        came = [watching.receive(_LONG_S) for _ in range(5)]
    kinds = [type(one) for one in came]
    assert kinds == [Did, State, Frame, Did, Refused]
    assert [one.number for one in came if isinstance(one, Did)] == [7, 8]
    assert watching.frame is not None
    assert [one.now for one in came if isinstance(one, Frame)] == [watching.frame.now] == [600.0]


def test_no_answer_to_a_command_is_said_whatever_else_comes() -> None:
    def serves(socket: ServerConnection) -> None:
        scene(socket)
        socket.recv()
        with suppress(ConnectionClosed):
            while True:
                say(socket, **STATE)

    with sockets(serves) as watching, watching:
        watching._http.timeout, watching.longer = 0.04, 0.01
        with pytest.raises(NoConnectionError, match=r"has not answered for 0\.05 s"):
            watching.play()


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ({"kind": "bye", "code": 1011, "reason": "It cannot be shown."}, "It cannot be shown"),
        ({"kind": "state"}, "is no scene"),
        ([], "cannot be read"),
    ],
)
def test_what_is_no_scene_is_said(first: Any, said: str) -> None:
    with (
        sockets(lambda socket: socket.send(json.dumps(first))) as watching,
        pytest.raises(ClientError, match=said),
        watching,
    ):
        pass


def test_a_connection_that_breaks_is_said() -> None:
    def serves(socket: ServerConnection) -> None:
        scene(socket)
        socket.socket.shutdown(2)

    with (
        sockets(serves) as watching,
        watching,
        pytest.raises(NoConnectionError, match="broke"),
    ):
        watching.receive(_LONG_S)


def test_the_server_says_why_it_ends() -> None:
    def serves(socket: ServerConnection) -> None:
        scene(socket)
        socket.send(next(frames()))
        say(socket, kind="bye", code=1013, reason="too slow")
        socket.close(1013, "too slow")

    with sockets(serves) as watching, watching:
        assert isinstance(watching.receive(_LONG_S), Frame)
        assert watching.receive(_LONG_S) == Bye(code=1013, reason="too slow")
        with pytest.raises(NoConnectionError, match="has ended the socket: too slow"):
            watching.receive(_LONG_S)


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, {"title": "There is no such thing", "status": 404}, "no such thing"),
        (429, {"title": "Too many sockets", "status": 429}, "Too many sockets"),
        (502, None, "status 502: <html>"),
    ],
)
def test_a_socket_that_is_refused_says_why(status: int, body: Any, said: str) -> None:
    def answer(socket: ServerConnection, request: Request) -> Response:
        return socket.respond(HTTPStatus(status), json.dumps(body) if body else "<html>")

    with (
        sockets(scene, answer) as watching,
        pytest.raises(ApiError, match=said) as error,
        watching,
    ):
        pass
    assert error.value.status == status


def test_a_server_that_is_not_there_cannot_be_watched() -> None:
    with sockets(scene) as watching:
        pass
    with pytest.raises(NoConnectionError, match="cannot be reached by a socket"), watching:
        pass


def test_messages_of_kinds_to_come_are_passed_on() -> None:
    other = message_of({"kind": "weather", "rain": True})
    assert other == Other(kind="weather", content={"kind": "weather", "rain": True})
    kpis = message_of({"kind": "kpis", "now": 1.0, "total": {"swaps": 3}, "more": 1})
    assert kpis == LiveKpis(now=1.0, total={"swaps": 3})
    with pytest.raises(ClientError, match="kind state cannot be read"):
        message_of({"kind": "state"})
    for text in ("", "[1]", "{", '"text"'):
        with pytest.raises(ClientError, match="cannot be read"):
            object_in(text)
