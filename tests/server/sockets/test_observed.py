"""A socket is a line of log when it opens and one when it ends, and is counted meanwhile."""

import io
import json
from typing import Any

from prometheus_client.parser import text_string_to_metric_families
from tests.server.sockets.conftest import LONG_S, Client, Theatre
from tests.server.sockets.stage import TWIN

from voltwin_server.access.callers import Role


def of_sockets(log: io.StringIO) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in lines if line.get("method") == "WEBSOCKET" or "why" in line]


def figures(opened: Theatre) -> dict[str, float]:
    """Return the figures of sockets."""
    families = text_string_to_metric_families(opened.server.metrics.text().decode())
    samples = [one for family in families for one in family.samples if "socket" in one.name]
    return {" ".join([one.name, *one.labels.values()]): one.value for one in samples}


def begun(client: Client) -> Client:
    assert client.next()["kind"] == "scene"
    return client


def test_one_line_when_it_opens_and_one_when_it_ends(guarded: Theatre, log: io.StringIO) -> None:
    client = begun(guarded.watch(guarded.token("Ann", Role.VIEWER)))
    guarded.stage.show()
    assert client.next() == "1 since 0"
    [opened] = of_sockets(log)
    assert (opened["status"], opened["caller"]) == (101, "Ann")
    assert opened["route"] == "/api/twins/{twin_id}/live"
    client.socket.close()
    guarded.wait_until(lambda: len(of_sockets(log)) == 2)
    ended = of_sockets(log)[1]
    assert (ended["why"], ended["caller"], ended["twin"]) == ("left", "Ann", str(TWIN))
    assert (ended["frames"], ended["messages"]) == (1, 1)
    assert ended["request_id"] == opened["request_id"]
    assert ended["level"] == "info"


def test_a_ticket_is_not_in_the_log(guarded: Theatre, log: io.StringIO) -> None:
    caller = guarded.server.door.by_token([f"Bearer {guarded.token('Ann', Role.VIEWER)}"])
    assert caller is not None
    secret = guarded.server.door.tickets.issue(caller, f"/api/twins/{TWIN}/live")
    begun(guarded.watch(query=f"?ticket={secret}"))
    assert len(of_sockets(log)) == 1
    assert secret not in log.getvalue()


def test_figures_say_how_many_are_open_and_what_they_were_sent(opened: Theatre) -> None:
    clients = [begun(opened.watch()) for _ in range(3)]
    assert figures(opened)["voltwin_sockets"] == 3
    opened.stage.show(b"x" * 1000)
    for client in clients:
        client.next()
        client.socket.close()
    opened.wait_until(lambda: figures(opened)["voltwin_sockets"] == 0)
    last = figures(opened)
    assert last["voltwin_sockets_ended_total left"] == 3
    assert last["voltwin_socket_frames_total"] == 3
    assert last["voltwin_socket_messages_total"] == 3
    assert last["voltwin_socket_bytes_total"] > 3000


def test_figures_and_the_log_count_the_bytes_that_are_sent(
    opened: Theatre, log: io.StringIO
) -> None:
    client = opened.watch()
    scene = client.socket.recv(timeout=LONG_S, decode=False)
    assert "Zürich".encode() in scene
    client.socket.close()
    opened.wait_until(lambda: figures(opened)["voltwin_sockets"] == 0)
    assert figures(opened)["voltwin_socket_bytes_total"] == len(scene)
    assert of_sockets(log)[1]["bytes"] == len(scene)


def test_sockets_that_live_long_are_no_slow_requests(opened: Theatre) -> None:
    client = begun(opened.watch())
    text = opened.server.metrics.text().decode()
    assert 'voltwin_http_requests_total{method="other",route="/api/twins/{twin_id}/live"' in text
    client.socket.close()
    opened.wait_until(lambda: figures(opened)["voltwin_sockets"] == 0)
    assert text.count('status="101"') == opened.server.metrics.text().decode().count('status="101"')


def test_an_answer_to_a_handshake_has_the_id_of_its_request(opened: Theatre) -> None:
    client = opened.watch(headers={"X-Request-Id": "abc-1"})
    assert client.socket.response is not None
    assert client.socket.response.headers["X-Request-Id"] == "abc-1"
