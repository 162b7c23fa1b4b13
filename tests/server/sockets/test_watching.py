"""Everybody sees what a twin shows; what somebody does, everybody is told, in one order."""

import pytest
from tests.server.sockets.conftest import Client, Theatre
from tests.server.sockets.stage import OTHER, TWIN
from websockets.exceptions import InvalidStatus

from voltwin_server.access.callers import Role
from voltwin_server.problems import (
    AWAY,
    CONFLICT,
    NOT_FOUND,
    TOO_MANY_QUESTIONS,
    ProblemError,
)
from voltwin_server.twins.ends import End

STATE = {"kind": "state", "now": 60.0}
KPIS = {"kind": "kpis", "swaps": 7}


def begun(client: Client) -> Client:
    """Return who has seen the first message."""
    assert client.next() == {"kind": "scene", "twin": str(TWIN), "name": "Zürich"}
    return client


def test_the_scene_comes_first_and_then_frames_since_the_last_one(opened: Theatre) -> None:
    client = begun(opened.watch())
    assert client.socket.subprotocol == "voltwin.live.1"
    opened.stage.show()
    assert client.next() == "1 since 0"
    opened.stage.show()
    assert client.next() == "2 since 1"


def test_who_comes_later_is_told_at_once_where_the_twin_is(opened: Theatre) -> None:
    first = begun(opened.watch())
    for message in (STATE, KPIS, STATE | {"now": 120.0}):
        opened.stage.say(message)
        assert first.next() == message
    opened.stage.show()
    assert first.next() == "1 since 0"
    later = begun(opened.watch())
    assert [later.next(), later.next()] == [STATE | {"now": 120.0}, KPIS]
    assert later.next() == "1 since 0"
    assert opened.stage.asked == ["scene"]
    assert len(opened.stage.listeners) == 1


def test_each_twin_has_its_own_watchers(opened: Theatre) -> None:
    one, two = opened.watch(), opened.watch(twin=OTHER)
    assert (one.next()["twin"], two.next()["twin"]) == (str(TWIN), str(OTHER))
    assert len(opened.stage.listeners) == 2


def test_a_twin_that_nobody_watches_is_not_heard(opened: Theatre) -> None:
    for _ in range(2):
        clients = [begun(opened.watch()) for _ in range(3)]
        assert len(opened.stage.listeners) == 1
        for client in clients:
            client.socket.close()
        opened.wait_until(lambda: not opened.stage.listeners)
    assert opened.server.sockets_of_callers.count == 0


def test_who_acknowledges_nothing_gets_the_newest_frame_when_it_does(opened: Theatre) -> None:
    idle, busy = begun(opened.watch()), begun(opened.watch())
    for number in range(1, 21):
        opened.stage.show()
        assert busy.next() == f"{number} since {number - 1}"
        busy.say(do="ack", frame=number)
    assert [idle.next() for _ in range(8)] == [f"{n} since {n - 1}" for n in range(1, 9)]
    idle.say(do="ack", frame=5)
    assert idle.next() == "20 since 8"


def test_who_lost_its_way_asks_for_a_whole_frame(opened: Theatre) -> None:
    client = begun(opened.watch())
    opened.stage.show()
    assert client.next() == "1 since 0"
    client.say(do="key")
    assert client.next() == "1 since 0"


def test_what_one_does_everybody_is_told(opened: Theatre) -> None:
    one, two = begun(opened.watch()), begun(opened.watch())
    one.say(do="speed", speed=60, ref=7)
    did = {"kind": "did", "number": 1, "by": "local", "do": "speed", "speed": 60}
    assert one.next() == did | {"ref": 7}
    assert two.next() == did
    two.say(do="pause", ref=1)
    assert two.until("did")["ref"] == 1
    assert "ref" not in one.until("did")


def test_two_planners_see_one_order(guarded: Theatre) -> None:
    names = ("Ann", "Bob")
    planners = [begun(guarded.watch(guarded.token(name, Role.PLANNER))) for name in names]
    for ref in range(1, 9):
        for planner in planners:
            planner.say(do="step", seconds=ref, ref=ref)
    seen = [[planner.until("did") for _ in range(16)] for planner in planners]
    orders = [[(did["number"], did["by"], did["seconds"]) for did in own] for own in seen]
    assert orders[0] == orders[1]
    assert [number for number, _, _ in orders[0]] == list(range(1, 17))
    for own, name in zip(seen, names, strict=True):
        refs = {did["number"]: did["ref"] for did in own if "ref" in did}
        assert refs == {did["number"]: did["seconds"] for did in own if did["by"] == name}


def test_commands_are_made_one_after_another_and_hold_no_frames(opened: Theatre) -> None:
    client = begun(opened.watch())
    client.say(do="slow", ref=1)
    client.say(do="play", ref=2)
    for number in range(1, 20):
        opened.stage.show()
        assert client.next() == f"{number} since {number - 1}"
        client.say(do="ack", frame=number)
    opened.stage.open_gate()
    assert [client.until("did")["ref"], client.until("did")["ref"]] == [1, 2]


def test_what_cannot_be_done_is_refused_with_its_reason(opened: Theatre) -> None:
    client = begun(opened.watch())
    client.say(do="refuse", ref=3)
    refused = client.until("refused")
    assert (refused["ref"], refused["problem"]["type"]) == (3, "/problems/conflict")
    assert refused["problem"]["detail"] == "It is at its end."
    client.say(do="play", ref=4)
    assert client.until("did")["ref"] == 4


def test_a_command_that_fails_tells_nothing_of_the_inside(opened: Theatre) -> None:
    client = begun(opened.watch())
    client.say(do="crash", ref=1)
    refused = client.until("refused")
    assert refused["problem"]["type"] == "/problems/crashed"
    assert "hunter2" not in str(refused)


def test_a_viewer_watches_and_commands_nothing(guarded: Theatre) -> None:
    client = begun(guarded.watch(guarded.token("Eve", Role.VIEWER)))
    client.say(do="play", ref=1)
    refused = client.until("refused")
    assert (refused["ref"], refused["problem"]["status"]) == (1, 403)
    assert "planner" in refused["problem"]["detail"]
    guarded.stage.show()
    assert client.next() == "1 since 0"
    client.say(do="ack", frame=1)
    assert guarded.stage.commands == []


def test_many_commands_at_once_are_refused(opened: Theatre) -> None:
    client = begun(opened.watch())
    client.say(do="slow", ref=1)
    opened.wait_until(lambda: opened.stage.is_busy)
    for ref in range(2, 20):
        client.say(do="play", ref=ref)
    assert [client.until("refused")["ref"] for _ in range(2)] == [18, 19]
    opened.stage.open_gate()
    assert [client.until("did")["ref"] for _ in range(17)] == list(range(1, 18))


@pytest.mark.parametrize(
    ("end", "code"), [(End.DELETED, 1001), (End.LATER, 1013), (End.BROKEN, 1011)]
)
def test_a_twin_that_ends_lets_everybody_go(opened: Theatre, end: End, code: int) -> None:
    clients = [begun(opened.watch()) for _ in range(3)]
    opened.stage.end("Ann says so.", end)
    for client in clients:
        assert client.next() == {"kind": "bye", "code": code, "reason": "Ann says so."}
        assert client.ended() == (code, "Ann says so.")


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (ProblemError(CONFLICT, "It is damaged on the disk."), 1011),
        (ProblemError(AWAY, "There is no memory for it.", headers={"Retry-After": "5"}), 1013),
        (ProblemError(TOO_MANY_QUESTIONS, "Too much is asked of it."), 1013),
        (ProblemError(NOT_FOUND, "The twin has been deleted."), 1001),
    ],
)
def test_a_twin_that_cannot_be_shown_says_why(
    opened: Theatre, problem: ProblemError, code: int
) -> None:
    opened.stage.failing = problem
    assert opened.watch().ended() == (code, problem.detail)


def test_frames_that_do_not_fit_end_the_sockets_and_not_the_server(opened: Theatre) -> None:
    client = begun(opened.watch())
    opened.stage.show(b"broken")
    assert client.ended()[0] == 1011
    again = begun(opened.watch())
    opened.stage.show()
    assert again.next() == "1 since 0"


def test_a_twin_that_is_not_there_is_no_socket(opened: Theatre) -> None:
    with pytest.raises(InvalidStatus) as refused:
        opened.watch(twin="0190c5a1-5f00-7000-8000-000000000009")
    assert refused.value.response.status_code == 404
    assert b"/problems/not-found" in refused.value.response.body
