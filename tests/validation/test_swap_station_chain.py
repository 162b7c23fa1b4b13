"""The exact chain of a swap station: published values by the paper's rule, the kernel by ours.

Seeds and sizes are named here, before the verdict; see test_waiting_lines.py.
"""

from dataclasses import astuple

import pytest
from tests.validation.reference_values import REPLICATIONS, check, needs_values, values

from voltwin.validation.swap_station_chain import (
    SwapStation,
    by_queue_places,
    by_room,
    long_run,
)
from voltwin.validation.waiting_lines import markov_line
from voltwin.validation.waiting_networks import Size, measure_line, swap_station

_NAMES = (
    "Pblock",
    "throughput",
    "mean_vehicles",
    "mean_wait_before_swap",
    "charger_util",
    "bay_util",
    "mean_full",
    "P_no_full",
)


def station_of(case: int) -> SwapStation:
    system = values("bscs_ctmc")[case]
    return SwapStation(*(system[name] for name in ("lam", "nu", "mu", "N", "S", "C", "B")))


@needs_values
def test_the_chain_gives_the_reference_values() -> None:
    for case, system in enumerate(values("bscs_ctmc")):
        found = long_run(station_of(case), by_room)
        assert astuple(found) == pytest.approx([system[name] for name in _NAMES], rel=1e-9)
        sojourn = found.wait + 1.0 / system["nu"]
        assert sojourn == pytest.approx(system["mean_sojourn"], rel=1e-9)


def test_with_ample_batteries_both_rules_are_the_queue_of_the_bays() -> None:
    station = SwapStation(8.0, 3.0, 500.0, room=9, bays=4, chargers=200, batteries=200)
    queue = markov_line(8.0, 3.0, chargers=4, batteries=4, places=5)
    for rule in (by_room, by_queue_places):
        found = long_run(station, rule)
        assert found.blocked == pytest.approx(queue.blocked, rel=1e-9)
        assert found.wait == pytest.approx(queue.wait, rel=1e-9)


def test_with_quick_bays_the_rule_of_queue_places_is_the_line_for_batteries() -> None:
    station = SwapStation(3.0, 3e6, 1.0, room=6, bays=1, chargers=4, batteries=6)
    found, line = long_run(station, by_queue_places), markov_line(3.0, 1.0, 4, 6, 5)
    assert found.blocked == pytest.approx(line.blocked, rel=1e-5)
    assert found.wait == pytest.approx(line.wait, rel=1e-5)
    assert found.full == pytest.approx(line.full, rel=1e-5)


@needs_values
@pytest.mark.parametrize(
    ("case", "seed", "rare", "wait"),
    [(0, 441, 0.01, 0.01), (1, 442, 0.02, 0.01), (2, 443, 0.06, 0.01), (3, 444, 0.07, 0.03)],
)
def test_the_whole_kernel_against_the_chain(case: int, seed: int, rare: float, wait: float) -> None:
    station = station_of(case)
    theory = long_run(station, by_queue_places)
    found = measure_line(swap_station(station, Size(REPLICATIONS, 120_000)), seed)
    check(found.blocked, theory.blocked, rare)
    check(found.wait, theory.wait, wait)
    check(found.throughput, theory.throughput)
    check(found.charger_utilisation, theory.charger_utilisation)
    check(found.bay_utilisation, theory.bay_utilisation)
    check(found.full, theory.full)
