"""The whole kernel as machine repair with spares: both engines agree on such a town.

That what they agree on is right is asked by `theory_checks/test_theory_checks.py`.
"""

from voltwin.validation.closed_fleet import closed_network, round_the_zone
from voltwin.validation.engines import compare_engines
from voltwin.validation.machine_repair import ClosedFleet
from voltwin.validation.theory import Size

SMALL = ClosedFleet(vehicles=10, spares=3, chargers=4, rate=0.25, mu=1.0)


def test_engines_agree_on_a_closed_fleet() -> None:
    network = closed_network(SMALL, Size(1, 1.0))
    outcome = compare_engines(round_the_zone(network), 1)
    assert outcome.ok, outcome.message
    assert outcome.rows > 1000
