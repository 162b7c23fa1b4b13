"""Both engines on networks made by hand, for what random ones seldom do."""

import math

from tests.reference.small import HOUR_S, MONDAY, site

from voltwin.reference import ReferenceEngine
from voltwin.validation.engines import compare_engines
from voltwin.validation.network import Network, Type, parameters
from voltwin_core.station.parameters import Parameters


def agree(network: Parameters) -> list[tuple[float, str]]:
    """Return time and kind of the rows of a log on which both engines agree, and are right."""
    outcome = compare_engines(network, 1)
    assert outcome.ok, outcome.message
    engine = ReferenceEngine(network, 1)
    engine.advance(math.inf)
    rows = [row for batch in engine.drain() for row in batch.to_pylist()]
    return [(row["time"], row["kind"]) for row in rows]


def test_of_stations_at_one_instant_those_that_open_come_before_those_that_close() -> None:
    closes = site(100.0, hours=((0.0, 1.0), (HOUR_S, 0.0)))
    opens = site(100.0, hours=((0.0, 0.0), (HOUR_S, 1.0)))
    day = parameters(Network((Type(),), (closes, opens), 4 * HOUR_S, first_hour=MONDAY))
    at_the_hour = [kind for time, kind in agree(day) if time == HOUR_S]
    assert at_the_hour == ["opened", "closed"]
