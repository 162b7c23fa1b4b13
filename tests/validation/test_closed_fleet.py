"""The whole kernel as machine repair with spares: fleets, drives, swaps and charges.

Seeds and sizes are named here, before the verdict; see test_waiting_lines.py. Sizes of fleets are
those of the reference values.
"""

import pytest
from tests.validation.reference_values import check

from voltwin.validation.closed_fleet import closed_network, measure, round_the_zone
from voltwin.validation.engines import compare_engines
from voltwin.validation.machine_repair import ClosedFleet, long_run

SMALL = ClosedFleet(vehicles=10, spares=3, chargers=4, rate=0.25, mu=1.0)
MIDDLE = ClosedFleet(vehicles=100, spares=15, chargers=12, rate=0.1, mu=1.0)
SEED, REPLICATIONS = 1, 10


@pytest.mark.parametrize(
    ("fleet", "swaps", "widest"), [(SMALL, 4e5, 0.01), (MIDDLE, 1.2e6, 0.02)], ids=["10", "100"]
)
def test_closed_fleet_holds(fleet: ClosedFleet, swaps: float, widest: float) -> None:
    found = measure(fleet, swaps, REPLICATIONS, SEED)
    theory = long_run(fleet, min(fleet.chargers, fleet.spares))
    check(found.throughput, theory.throughput)
    check(found.charger_utilisation, theory.charger_utilisation)
    check(found.waits, theory.waits, widest)
    check(found.waiting, theory.waiting, widest)
    check(found.wait, theory.wait, widest)


def test_a_fleet_that_is_too_well_off_is_found_out() -> None:
    found = measure(SMALL, 2e5, REPLICATIONS, SEED)
    assert not found.waits.holds(long_run(SMALL, SMALL.chargers).waits)  # all chargers charge
    assert not found.throughput.holds(long_run(SMALL._replace(spares=4), 4).throughput)


def test_engines_agree_on_a_closed_fleet() -> None:
    network = closed_network(SMALL, 1.0)
    outcome = compare_engines(round_the_zone(network), SEED)
    assert outcome.ok, outcome.message
    assert outcome.rows > 10_000
