"""Machine repair with spares: the closed form against a solved chain."""

import pytest

from voltwin.validation.machine_repair import ClosedFleet, long_run, moves
from voltwin.validation.markov import stationary


@pytest.mark.parametrize("most_charged", [2, 4])
def test_closed_form_is_the_solution_of_the_chain(most_charged: int) -> None:
    fleet = ClosedFleet(vehicles=10, spares=3, chargers=4, rate=0.25, mu=1.0)

    def of(empty: int) -> list[tuple[int, float]]:
        up, down = moves(fleet, most_charged, empty)
        return [(empty + 1, up), (empty - 1, down)]

    shares, found = stationary(0, of), long_run(fleet, most_charged)
    assert len(shares) == 14
    waiting = sum(p * max(0, n - 3) for n, p in shares.items())
    throughput = sum(p * min(n, most_charged) for n, p in shares.items())
    assert found.none_full == pytest.approx(sum(p for n, p in shares.items() if n >= 3), rel=1e-12)
    assert found.waiting == pytest.approx(waiting, rel=1e-12)
    assert found.throughput == pytest.approx(throughput, rel=1e-12)
    assert found.wait == pytest.approx(waiting / throughput, rel=1e-12)  # Little's law


def test_one_vehicle_and_one_spare_by_hand() -> None:
    """Rate 1, charging 2: none, one or two empty in the ratio 4 : 2 : 1. With two it waits."""
    found = long_run(ClosedFleet(vehicles=1, spares=1, chargers=1, rate=1.0, mu=2.0), 1)
    assert found.none_full == pytest.approx(3 / 7)
    assert found.waits == pytest.approx(2 / 6)  # of 4 + 2 that come, 2 find none
    assert found.waiting == pytest.approx(1 / 7)
    assert found.throughput == pytest.approx(6 / 7)
    assert found.charger_utilisation == pytest.approx(3 / 7)


def test_no_more_chargers_than_spares_charge_alike_by_both_rules() -> None:
    fleet = ClosedFleet(vehicles=20, spares=5, chargers=5, rate=0.3, mu=1.0)
    assert long_run(fleet, 5) == long_run(fleet, min(fleet.chargers, fleet.spares))
    more = fleet._replace(chargers=7)
    assert long_run(more, 5).wait > long_run(more, 7).wait
