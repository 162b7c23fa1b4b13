"""Formulas of waiting against each other; the kernel is held against them by
`theory_checks/test_theory_checks.py`."""

import pytest

from voltwin.validation.markov import stationary
from voltwin.validation.theory import lost_at_markov_station
from voltwin.validation.waiting_lines import erlang_c, markov_line, pollaczek_khinchine


def test_lines_without_places_lose_as_stations_without_a_line_do() -> None:
    line, loss = markov_line(3.0, 1.0, 4, 6, 0), lost_at_markov_station(3.0, 1.0, 4, 6)
    assert (line.blocked, line.full) == pytest.approx((loss.lost, loss.full), rel=1e-14)
    assert line.wait == 0.0


def test_the_line_is_that_of_its_chain() -> None:
    """Vehicles that wait and batteries that are not full, told apart, make the same numbers."""
    rate, mu, chargers, batteries, places = 5.0, 1.3, 4, 6, 3

    def moves(state: tuple[int, int]) -> list[tuple[tuple[int, int], float]]:
        empty, waiting = state
        came = (empty, waiting + 1) if empty == batteries else (empty + 1, waiting)
        done = (empty, waiting - 1) if waiting else (empty - 1, waiting)
        return [(came, rate * (waiting < places)), (done, mu * min(empty, chargers))]

    shares = stationary((0, 0), moves)
    line = markov_line(rate, mu, chargers, batteries, places)
    assert line.blocked == pytest.approx(shares[batteries, places], rel=1e-12)
    assert line.queue == pytest.approx(sum(w * p for (_, w), p in shares.items()), rel=1e-12)


def test_one_server_waits_half_as_long_for_fixed_services() -> None:
    assert pollaczek_khinchine(0.7, 1.0) == pytest.approx(erlang_c(1, 0.7)[1] / 2.0, rel=1e-14)
    assert pollaczek_khinchine(0.7, 1.0, 1.0) == pytest.approx(erlang_c(1, 0.7)[1], rel=1e-14)
