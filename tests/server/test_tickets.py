"""A ticket opens one socket, once, within half a minute."""

import pytest

from voltwin_server.access.callers import Caller, Role
from voltwin_server.access.tickets import VALID_S, Tickets
from voltwin_server.problems import ProblemError

ANN, BOB = Caller("Ann", Role.VIEWER), Caller("Bob", Role.PLANNER)
PATH = "/api/twins/0190c5a1-5f00-7000-8000-000000000000/live"


def test_a_ticket_opens_once() -> None:
    tickets = Tickets()
    ticket = tickets.issue(ANN, PATH)
    assert tickets.take(ticket, PATH) == ANN
    assert tickets.take(ticket, PATH) is None


@pytest.mark.parametrize("guess", ["", "x", "vt_x", "\udcff", "A" * 10_000])
def test_a_guess_opens_nothing(guess: str) -> None:
    tickets = Tickets()
    ticket = tickets.issue(ANN, PATH)
    assert tickets.take(guess, PATH) is None
    assert tickets.take(ticket, PATH) == ANN


def test_a_ticket_opens_nothing_else_and_is_used_up_by_trying() -> None:
    tickets = Tickets()
    ticket = tickets.issue(ANN, PATH)
    assert tickets.take(ticket, PATH.replace("0", "1")) is None
    assert tickets.take(ticket, PATH) is None


@pytest.mark.parametrize(("after", "opens"), [(VALID_S - 0.1, True), (VALID_S, False)])
def test_a_ticket_grows_old(after: float, opens: bool) -> None:
    now = [0.0]
    tickets = Tickets(clock=lambda: now[0])
    ticket = tickets.issue(ANN, PATH)
    now[0] = after
    assert (tickets.take(ticket, PATH) == ANN) is opens


def test_tickets_that_nobody_uses_are_bounded_for_each_caller() -> None:
    now = [0.0]
    tickets = Tickets(clock=lambda: now[0])
    issued = [tickets.issue(ANN, PATH) for _ in range(100)]
    assert len(set(issued)) == 100
    with pytest.raises(ProblemError) as refused:
        tickets.issue(ANN, PATH)
    assert refused.value.kind.status == 429
    assert tickets.take(tickets.issue(BOB, PATH), PATH) == BOB
    now[0] = VALID_S
    assert tickets.take(tickets.issue(ANN, PATH), PATH) == ANN
