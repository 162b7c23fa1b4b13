"""Whatever a client sends, or does not take, harms nobody else and ends in a bounded time."""

import select
import socket
import struct
from contextlib import ExitStack, suppress
from dataclasses import replace
from threading import Thread

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as searched
from hypothesis import strategies as st
from tests.server.running import rest_of
from tests.server.sockets.conftest import Client, Theatre, theatre
from tests.server.sockets.stage import TWIN
from websockets.exceptions import ConnectionClosed

from voltwin_server.settings import Settings, Timeouts
from voltwin_server.sockets.connection import MOST_AT_ONCE, MOST_PARTS
from voltwin_server.sockets.watcher import MOST_KEYS

HEAD = (
    f"GET /api/twins/{TWIN}/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: voltwin.live.1\r\n"
).encode()
LARGE = b"x" * 300_000


def begun(opened: Theatre) -> Client:
    client = opened.watch()
    assert client.next()["kind"] == "scene"
    return client


def raw(opened: Theatre, buffer_bytes: int | None = None) -> socket.socket:
    """Return a socket that has been opened, and on which nothing more is read by itself."""
    bare = socket.socket()
    if buffer_bytes is not None:
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
    bare.settimeout(30)
    bare.connect(opened.address)
    bare.sendall(HEAD + b"\r\n")
    answer = b""
    while b"scene" not in answer:
        answer += bare.recv(4096)
    assert answer.startswith(b"HTTP/1.1 101")
    return bare


def part(opcode: int, data: bytes, *, last: bool = True) -> bytes:
    """Return a frame as clients send it (RFC 6455, 5.2), masked with zeros."""
    head = bytes([opcode | (0x80 if last else 0)])
    length = (
        bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
    )
    return head + length + bytes(4) + data


def still_serves(opened: Theatre) -> None:
    """See that the server answers, and that somebody else can watch."""
    assert opened.answers()
    client = begun(opened)
    opened.stage.show()
    assert "since 0" in client.next()
    client.socket.close()


def test_messages_that_cannot_be_understood_are_refused_and_too_many_end_it(
    opened: Theatre,
) -> None:
    client = begun(opened)
    for _ in range(21):
        client.socket.send("{")
    assert client.next()["problem"]["type"] == "/problems/malformed"
    assert client.ended() == (1008, "Too many messages could not be understood.")
    still_serves(opened)


@pytest.mark.parametrize("frame", [0, 1, 2, 99])
def test_only_frames_that_were_sent_can_be_acknowledged_and_only_once(
    opened: Theatre, frame: int
) -> None:
    client = begun(opened)
    opened.stage.show()
    assert client.next() == "1 since 0"
    client.say(do="ack", frame=1)
    client.say(do="ack", frame=frame)
    assert client.next()["problem"]["type"] == "/problems/invalid"
    opened.stage.show()
    assert client.next() == "2 since 1"


def test_what_is_sent_a_second_time_is_not_done_a_second_time(opened: Theatre) -> None:
    client = begun(opened)
    for ref in (5, 5, 4, 6):
        client.say(do="play", ref=ref)
    answers = [client.next() for _ in range(4)]
    assert sorted(one["ref"] for one in answers if one["kind"] == "did") == [5, 6]
    assert sorted(one["ref"] for one in answers if one["kind"] == "refused") == [4, 5]
    assert len(opened.stage.commands) == 2


def test_binary_messages_are_refused(opened: Theatre) -> None:
    client = begun(opened)
    client.socket.send(b"\0\1")
    assert client.next()["problem"]["detail"] == "Messages are text, not binary."


@pytest.mark.parametrize("parts", [1, 4])
def test_a_message_that_is_too_large_ends_the_socket(opened: Theatre, parts: int) -> None:
    client = begun(opened)
    size = 16 * 1024 + 4
    with suppress(ConnectionClosed):  # the server may close before the last part is sent
        client.socket.send(["y" * (size // parts)] * parts if parts > 1 else "y" * size)
    assert client.ended()[0] == 1009
    still_serves(opened)


def test_a_message_of_the_greatest_size_is_read(opened: Theatre) -> None:
    client = begun(opened)
    client.say(do="play", ref=1, note="y" * (16 * 1024 - 100))
    assert client.until("did")["ref"] == 1


def test_a_message_in_parts_without_end_ends_the_socket(opened: Theatre) -> None:
    with raw(opened) as bare:
        # Not one more than is read: what a closed socket has not read takes its last words along.
        bare.sendall(part(1, b"", last=False) + MOST_PARTS * part(0, b"", last=False))
        assert b"too many parts" in rest_of(bare)
    still_serves(opened)


FLOODS = {
    "keys": part(1, b'{"do":"key"}'),
    "acknowledgements": part(1, b'{"do":"ack","frame":1}'),
    "pings": part(9, b""),
    "pongs": part(10, b""),
    "parts": part(0, b"", last=False),
}


@pytest.mark.parametrize("kind", [kind for kind in FLOODS if kind != "parts"])
def test_who_sends_without_end_is_let_go_and_told_why(opened: Theatre, kind: str) -> None:
    with raw(opened) as bare:
        bare.sendall((MOST_AT_ONCE + 1) * FLOODS[kind])
        assert b"\x03\xf0Too many messages" in rest_of(bare)  # 1008
    still_serves(opened)


@pytest.mark.parametrize("kind", FLOODS)
def test_who_floods_the_server_keeps_nothing_from_others(opened: Theatre, kind: str) -> None:
    busy = begun(opened)
    with raw(opened) as bare:
        flooding = Thread(target=flood, args=(bare, FLOODS[kind]))
        flooding.start()
        for number in range(1, 21):
            opened.stage.show()
            assert busy.next() == f"{number} since {number - 1}"
            busy.say(do="ack", frame=number)
        flooding.join()
    opened.wait_until(lambda: opened.server.sockets_of_callers.count == 1)


def flood(bare: socket.socket, one: bytes) -> None:
    """Send the same for as long as the server lets."""
    with suppress(OSError):
        while True:
            bare.sendall(1000 * one)


def test_all_that_was_sent_is_not_asked_for_again_and_again(opened: Theatre) -> None:
    client = begun(opened)
    opened.stage.show()
    assert client.next() == "1 since 0"
    for _ in range(MOST_KEYS + 3):
        client.say(do="key")
    refused = client.until("refused")
    assert (refused["ref"], refused["problem"]["status"]) == (None, 429)
    still_serves(opened)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\xff" * 100,
        b"\x81\x01x",  # not masked
        part(3, b""),  # no such kind
        part(8, b"\x00"),  # half a code
        part(1, b"\xff\xfe"),  # no UTF-8
        part(0, b"goes on with nothing"),
        part(9, b"y" * 125, last=False),
    ],
    ids=range(8),
)
def test_what_is_no_frame_ends_the_socket(opened: Theatre, sent: bytes) -> None:
    with raw(opened) as bare:
        bare.sendall(sent)
        rest_of(bare)
    still_serves(opened)


@searched(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sent=st.binary(min_size=1, max_size=200)
    | st.lists(st.tuples(st.sampled_from([0, 1, 2, 8, 9, 10]), st.binary(max_size=125))).map(
        lambda parts: b"".join(part(opcode, data) for opcode, data in parts)
    )
)
def test_bytes_of_any_kind_end_one_socket_at_most(opened: Theatre, sent: bytes) -> None:
    with raw(opened) as bare:
        bare.sendall(sent)
        bare.shutdown(socket.SHUT_WR)
        rest_of(bare)
    assert opened.answers()


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace(b"Version: 13", b"Version: 12"),
        HEAD.replace(b"dGhlIHNhbXBsZSBub25jZQ==", b"short"),
        HEAD.replace(b"voltwin.live.1", b"voltwin.live.2"),
        HEAD.replace(b"Sec-WebSocket-Protocol: voltwin.live.1\r\n", b""),
        HEAD.replace(b"/live", b"/live?tciket=x"),
        HEAD.replace(b"/live", b"/live?" + b"y" * 8170),
        HEAD + b"X-Long: " + b"y" * 9000 + b"\r\n",
        HEAD + b"X: y\r\n" * 200,
        HEAD.replace(b"localhost", b"evil.example"),
    ],
    ids=["version", "key", "protocol", "none", "parameter", "address", "header", "headers", "host"],
)
def test_a_handshake_that_is_wrong_is_answered_with_a_refusal(opened: Theatre, head: bytes) -> None:
    with socket.create_connection(opened.address, timeout=30) as bare:
        bare.sendall(head + b"\r\n")
        assert rest_of(bare).startswith(b"HTTP/1.1 4")
    still_serves(opened)


def test_the_address_is_told_to_be_wrong_with_the_nearest_right_one(opened: Theatre) -> None:
    with socket.create_connection(opened.address, timeout=30) as bare:
        bare.sendall(HEAD.replace(b"/live", b"/live?tciket=x") + b"\r\n")
        assert b'did you mean \\"ticket\\"' in rest_of(bare)


def test_who_takes_nothing_is_let_go_and_holds_nobody(opened: Theatre) -> None:
    with raw(opened, buffer_bytes=4096) as stalled:
        busy = begun(opened)
        for number in range(1, 60):
            opened.stage.show(LARGE)
            assert busy.next().startswith(f"{number} since {number - 1}")
            busy.say(do="ack", frame=number)
        broken_off = select.poll()
        broken_off.register(stalled, select.POLLHUP | select.POLLERR | select.POLLRDHUP)
        assert broken_off.poll(30_000)
    opened.wait_until(lambda: opened.server.sockets_of_callers.count == 1)


def test_who_acknowledges_nothing_for_long_is_let_go(opened: Theatre) -> None:
    client = begun(opened)
    for number in range(1, 9):
        opened.stage.show()
        assert client.next() == f"{number} since {number - 1}"
    assert client.next()["kind"] == "bye"
    assert client.ended()[0] == 1013


def test_who_has_a_few_frames_to_acknowledge_while_none_come_stays(opened: Theatre) -> None:
    client = begun(opened)
    for number in range(1, 4):
        opened.stage.show()
        assert client.next() == f"{number} since {number - 1}"
    with pytest.raises(TimeoutError):
        client.socket.recv(timeout=3 * opened.settings.timeouts.watching)


def test_who_leaves_messages_untaken_is_let_go(app: FastAPI, settings: Settings) -> None:
    patient = replace(settings, timeouts=Timeouts(watching=60.0))
    with theatre(app, patient) as opened, raw(opened, buffer_bytes=4096) as stalled:
        for _ in range(600):
            opened.stage.say({"kind": "kpis", "swaps": "7" * 20_000})
        broken_off = select.poll()
        broken_off.register(stalled, select.POLLHUP | select.POLLERR | select.POLLRDHUP)
        assert broken_off.poll(30_000)


def test_pings_whose_answers_nobody_takes_cost_nothing(opened: Theatre) -> None:
    with raw(opened, buffer_bytes=4096) as stalled:
        stalled.settimeout(0.5)
        try:
            for _ in range(400):
                stalled.sendall(100 * part(9, b"y" * 125))
        except OSError:  # it is not even read, or has been let go
            pass
        still_serves(opened)


def test_who_leaves_in_the_middle_is_forgotten(opened: Theatre) -> None:
    for _ in range(5):
        bare = raw(opened)
        opened.stage.show(LARGE)
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        bare.close()
    opened.wait_until(lambda: opened.server.sockets_of_callers.count == 0)
    assert not opened.stage.listeners


def test_a_server_stops_although_somebody_watches_and_takes_nothing(
    app: FastAPI, settings: Settings
) -> None:
    patient = replace(settings, timeouts=Timeouts(stopping=5.0))
    with ExitStack() as held:
        with theatre(app, patient) as opened:
            held.enter_context(raw(opened, buffer_bytes=4096))
            client = begun(opened)
            for _ in range(5):
                opened.stage.show(LARGE)
            assert "since 0" in client.next()
        assert client.ended()[0] == 1012
