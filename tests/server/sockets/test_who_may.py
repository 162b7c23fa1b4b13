"""Who may watch: whoever may call the routes, from the server's own page, and only so many."""

import json
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from tests.server.conftest import Store
from tests.server.sockets.conftest import Theatre, theatre
from tests.server.sockets.stage import OTHER, TWIN
from websockets.exceptions import InvalidStatus

from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import FILE, Tokens
from voltwin_server.app import create_app
from voltwin_server.settings import Limits, Settings


def refused(opened: Theatre, *args: Any, **options: Any) -> tuple[int, str]:
    """Return by which status a handshake is refused, and the kind of problem."""
    with pytest.raises(InvalidStatus) as error:
        opened.watch(*args, **options)
    answer = error.value.response
    assert answer.body is not None
    return answer.status_code, json.loads(answer.body)["type"]


def ticket(guarded: Theatre, token: str, twin: object = TWIN) -> str:
    """Return a ticket, as a page gets it."""
    url = f"http://{guarded.address[0]}:{guarded.address[1]}/api/twins/{twin}/tickets"
    answer = httpx2.post(url, headers={"Authorization": f"Bearer {token}"}, trust_env=False)
    assert answer.status_code == 201
    assert answer.json()["path"] == f"/api/twins/{twin}/live"
    return f"?ticket={answer.json()['ticket']}"


@pytest.mark.parametrize("token", [None, "vt_guess"])
def test_nobody_unknown_watches(guarded: Theatre, token: str | None) -> None:
    assert refused(guarded, token) == (401, "/problems/who-are-you")
    assert refused(guarded, query="?ticket=guess") == (401, "/problems/who-are-you")


@pytest.mark.parametrize("role", Role)
def test_every_role_watches_and_planners_command(guarded: Theatre, role: Role) -> None:
    client = guarded.watch(guarded.token("Ann", role))
    client.say(do="play", ref=1)
    kind = "did" if role >= Role.PLANNER else "refused"
    assert client.until(kind)["ref"] == 1


def test_a_page_watches_with_a_ticket_once_and_with_its_role(guarded: Theatre) -> None:
    query = ticket(guarded, guarded.token("Eve", Role.VIEWER))
    client = guarded.watch(query=query)
    assert client.next()["kind"] == "scene"
    client.say(do="play", ref=1)
    assert client.until("refused")["problem"]["type"] == "/problems/not-allowed"
    assert refused(guarded, query=query) == (401, "/problems/who-are-you")


def test_a_ticket_is_for_one_twin(guarded: Theatre) -> None:
    query = ticket(guarded, guarded.token("Eve", Role.VIEWER))
    assert refused(guarded, query=query, twin=OTHER) == (401, "/problems/who-are-you")


def test_a_ticket_of_a_revoked_token_opens_nothing(guarded: Theatre) -> None:
    query = ticket(guarded, guarded.token("Eve", Role.VIEWER))
    Tokens(guarded.settings.data).revoke("Eve")
    assert refused(guarded, query=query) == (401, "/problems/who-are-you")


def test_two_tickets_at_once_are_none(guarded: Theatre) -> None:
    token = guarded.token("Eve", Role.VIEWER)
    query = ticket(guarded, token) + "&" + ticket(guarded, token)[1:]
    assert refused(guarded, token, query=query) == (401, "/problems/who-are-you")


@pytest.mark.parametrize("again", [False, True])
def test_a_socket_whose_token_is_revoked_ends_and_no_other(guarded: Theatre, again: bool) -> None:
    eve = guarded.watch(guarded.token("Eve", Role.VIEWER))
    by_ticket = guarded.watch(query=ticket(guarded, guarded.token("Bob", Role.VIEWER)))
    ann = guarded.watch(guarded.token("Ann", Role.VIEWER))
    for name in ("Eve", "Bob"):
        Tokens(guarded.settings.data).revoke(name)
    if again:  # somebody else of the same name and role
        guarded.token("Eve", Role.VIEWER)
    for client in (eve, by_ticket):
        assert client.ended() == (1008, "The token of this socket is valid no more.")
    guarded.stage.show()
    assert ann.next()["kind"] == "scene"
    assert ann.next() == "1 since 0"


def test_nobody_goes_on_watching_while_the_file_of_tokens_is_damaged(guarded: Theatre) -> None:
    eve = guarded.watch(guarded.token("Eve", Role.VIEWER))
    (guarded.settings.data / FILE).write_text("{")
    assert eve.ended()[0] == 1008


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
def test_a_page_elsewhere_watches_nothing(opened: Theatre, headers: dict[str, str]) -> None:
    assert refused(opened, headers=headers) == (403, "/problems/other-site")


def test_the_own_page_watches(opened: Theatre) -> None:
    host = f"{opened.address[0]}:{opened.address[1]}"
    client = opened.watch(headers={"Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"})
    assert client.next()["kind"] == "scene"


def test_one_caller_has_so_many_sockets(settings: Settings, store: Store) -> None:
    settings = replace(settings, allowed_hosts=("a.example",), limits=Limits(sockets_per_token=2))
    with theatre(create_app(settings, store=store), settings) as guarded:
        token, other = guarded.token("Ann", Role.VIEWER), guarded.token("Bob", Role.VIEWER)
        first, _ = guarded.watch(token), guarded.watch(query=ticket(guarded, token))
        assert refused(guarded, token) == (429, "/problems/too-many-sockets")
        guarded.watch(other)
        first.socket.close()
        guarded.wait_until(lambda: guarded.server.sockets_of_callers.count == 2)
        assert guarded.watch(token).next()["kind"] == "scene"


def test_all_have_so_many_sockets_together(settings: Settings, store: Store) -> None:
    settings = replace(settings, limits=Limits(sockets=2))
    with theatre(create_app(settings, store=store), settings) as opened:
        for _ in range(2):
            opened.watch()
        assert refused(opened) == (503, "/problems/away")


def test_a_socket_is_a_connection_like_others(settings: Settings, store: Store) -> None:
    settings = replace(settings, connections=2)
    with theatre(create_app(settings, store=store), settings) as opened:
        for _ in range(2):
            assert opened.watch().next()["kind"] == "scene"
        assert not opened.answers()


def test_a_socket_lives_longer_than_an_idle_connection(settings: Settings, store: Store) -> None:
    soon = replace(settings.timeouts, header=0.2, idle=0.2, reading=0.2)
    settings = replace(settings, timeouts=soon)
    with theatre(create_app(settings, store=store), settings) as opened:
        client = opened.watch()
        assert client.next()["kind"] == "scene"
        with pytest.raises(TimeoutError):
            client.socket.recv(timeout=1.5)
        opened.stage.show()
        assert client.next() == "1 since 0"
