"""Formulas of waiting, against published values, against each other, and against the kernel.

Seeds and sizes are named here, before the verdict: a 99 % interval from 20 independent stations,
of half-width 1 % of the value, or what stands beside it: rare losses come in bursts.
"""

import pytest
from tests.validation.reference_values import REPLICATIONS, check, needs_values, values

from voltwin.validation.laws import exponential, fixed
from voltwin.validation.markov import stationary
from voltwin.validation.theory import MINUTE_S, lost_at_markov_station
from voltwin.validation.waiting_lines import erlang_c, markov_line, pollaczek_khinchine
from voltwin.validation.waiting_networks import Size, battery_line, bay_line, measure_line


@needs_values
def test_formulas_give_the_reference_values() -> None:
    for case in values("swap_queue_MM"):
        line = markov_line(*(case[name] for name in ("lam", "mu", "C", "S", "Q")))
        expected = [case[name] for name in ("Pblock", "Pwait_given_accepted", "mean_queue")]
        assert [line.blocked, line.waits, line.queue] == pytest.approx(expected, rel=1e-11)
        expected = [case[name] for name in ("mean_wait", "charger_util", "mean_full_on_shelf")]
        assert [line.wait, line.utilisation, line.full] == pytest.approx(expected, rel=1e-11)
    for case in values("mmck"):
        line = markov_line(case["lam"], case["mu"], case["c"], case["c"], case["K"] - case["c"])
        expected = [case[name] for name in ("Pblock", "Lq", "Wq", "util")]
        found = [line.blocked, line.queue, line.wait, line.utilisation]
        assert found == pytest.approx(expected, rel=1e-11)
    for case in values("erlangC"):
        expected = [case["C"], case["Wq_over_service"]]
        assert erlang_c(case["c"], case["a"]) == pytest.approx(expected, rel=1e-12)


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


# --- through the kernel ---------------------------------------------------------------------------


@needs_values
@pytest.mark.parametrize(
    ("case", "seed", "arrivals", "rare", "wait"),
    [(0, 401, 250_000, 0.03, 0.015), (1, 402, 200_000, 0.07, 0.03)],
)
def test_vehicles_wait_for_batteries(
    case: int, seed: int, arrivals: int, rare: float, wait: float
) -> None:
    system = values("swap_queue_MM")[case]
    rate, mu, chargers, batteries, places = (system[n] for n in ("lam", "mu", "C", "S", "Q"))
    size = Size(REPLICATIONS, arrivals)
    network = battery_line(rate, mu, chargers, batteries, places, size)
    found = measure_line(network, seed)
    check(found.blocked, system["Pblock"], rare)
    check(found.waits, system["Pwait_given_accepted"], wait)
    check(found.wait, system["mean_wait"], wait)
    check(found.charger_utilisation, system["charger_util"])
    check(found.full, system["mean_full_on_shelf"])


@needs_values
@pytest.mark.parametrize(
    ("case", "seed", "rare"), [(0, 411, 0.01), (1, 412, 0.025), (3, 413, 0.01)]
)
def test_vehicles_wait_for_bays(case: int, seed: int, rare: float) -> None:
    system = values("mmck")[case]
    bays, swap_s = system["c"], exponential(MINUTE_S / system["mu"])
    size = Size(REPLICATIONS, 200_000)
    found = measure_line(bay_line(system["lam"], swap_s, bays, system["K"] - bays, size), seed)
    check(found.blocked, system["Pblock"], rare)
    check(found.wait, system["Wq"])
    check(found.bay_utilisation, system["util"])


@needs_values
@pytest.mark.parametrize(("case", "seed"), [(0, 421), (1, 422)])
def test_erlang_c_where_the_line_has_no_bound(case: int, seed: int) -> None:
    system = values("erlangC")[case]
    servers, size = system["c"], Size(REPLICATIONS, 200_000)
    found = measure_line(battery_line(system["a"], 1.0, servers, servers, None, size), seed)
    check(found.waits, system["C"])
    check(found.wait, system["Wq_over_service"])
    check(found.charger_utilisation, system["a"] / servers)


def test_pollaczek_khinchine_for_swaps_of_fixed_length() -> None:
    rate = 0.7
    network = bay_line(rate, fixed(MINUTE_S), 1, None, Size(REPLICATIONS, 200_000))
    found = measure_line(network, 431)
    check(found.waits, rate)
    check(found.wait, pollaczek_khinchine(rate, 1.0))
