"""Chains whose shares are known: on and off, queues, and what is no chain that can be solved."""

from math import factorial

import pytest

from voltwin.validation.markov import stationary


def queue(rate: float, mu: float, servers: int, most: int) -> dict[int, float]:
    """Return the shares of M/M/c/K."""
    return stationary(0, lambda n: [(n + 1, rate * (n < most)), (n - 1, mu * min(n, servers))])


def test_what_is_on_and_off_is_each_in_proportion_to_the_other_rate() -> None:
    shares = stationary("off", lambda s: [("on", 3.0)] if s == "off" else [("off", 1.0)])
    assert shares == pytest.approx({"off": 0.25, "on": 0.75}, rel=1e-14)


def test_a_single_state_has_all_the_time() -> None:
    assert stationary(7, lambda n: [(n + 1, 0.0)]) == {7: 1.0}


def test_a_move_to_the_same_state_changes_nothing() -> None:
    with_loops = stationary(0, lambda n: [(1 - n, 1.0 + n), (n, 50.0)])
    assert with_loops == pytest.approx({0: 2 / 3, 1: 1 / 3}, rel=1e-14)


@pytest.mark.parametrize(("rate", "servers", "most"), [(0.8, 1, 5), (3.0, 4, 10), (12.0, 10, 20)])
def test_the_queue_of_c_servers_and_k_places(rate: float, servers: int, most: int) -> None:
    weights = [
        rate**n / (factorial(min(n, servers)) * servers ** max(n - servers, 0))
        for n in range(most + 1)
    ]
    expected = {n: weight / sum(weights) for n, weight in enumerate(weights)}
    assert queue(rate, 1.0, servers, most) == pytest.approx(expected, rel=1e-11)


def test_two_queues_in_a_row_are_independent_as_jackson_says() -> None:
    most = 40  # so rarely reached that the bound is none

    def moves(state: tuple[int, int]) -> list[tuple[tuple[int, int], float]]:
        a, b = state
        second = min(1, a) * (b < most)
        return [
            ((a + 1, b), 0.3 * (a < most)),
            ((a - 1, b + 1), 1.0 * second),
            ((a, b - 1), 1.5 * min(1, b)),
        ]

    shares = stationary((0, 0), moves)
    assert shares[2, 3] == pytest.approx(0.7 * 0.3**2 * 0.8 * 0.2**3, rel=1e-9)


def test_an_infinite_chain_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voltwin.validation.markov._MOST_STATES", 100)
    with pytest.raises(ValueError, match="more than 100 states; is it infinite"):
        stationary(0, lambda n: [(n + 1, 1.0)])
