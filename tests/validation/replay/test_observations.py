"""An observation after which a station is not as it was seen is caught."""

import pytest
from tests.validation.replay.logs import log_of, rows_of, with_value, without

from voltwin.validation.difference import Columns
from voltwin.validation.laws import fixed
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.replay import Replay
from voltwin.validation.scripting import Observed
from voltwin_core.record import as_array
from voltwin_core.station.script import SEEN_IDLE, SEEN_OUT

# Two ready batteries and four others on and before three chargers; a swap takes longer than it
# takes to see vehicles wait for the only bay.
SEEN = (
    Observed(900.0, 0, chargers=((0, 0.1), (1, SEEN_IDLE), (2, SEEN_OUT))),
    Observed(1000.0, 0, ready=0, not_ready=1),
    Observed(1100.0, 0, waiting=0),
    Observed(1200.0, 0, ready=2, not_ready=4, waiting=3, soc=0.25, chargers=((2, 0.5),)),
)
NETWORK = Network(
    types=(Type(cool_minimum_s=60.0),),
    sites=(
        Site(
            inventory=((0.9, 0.9, 0.2, 0.2, 0.2, 0.2),),
            ring=(6,),
            shares=(1.0,),
            arrivals=Arrivals(times=(600.0, 610.0, 620.0)),
            chargers=((50.0, 1.0),) * 3,
            swap_s=fixed(2000.0),
            more_racks=4,
        ),
    ),
    horizon_s=14400.0,
    observations=SEEN,
)
TABLES = parameters(NETWORK)


@pytest.fixture(scope="module")
def log() -> Columns:
    return log_of(TABLES)


def problems(log: Columns) -> str:
    return "\n".join(Replay(TABLES).read(log).problems)


def test_log_of_the_engine_breaks_no_rule(log: Columns) -> None:
    replay = Replay(TABLES).read(log)
    assert replay.problems == []
    for feature in ("observed", "battery seen", "battery unseen", "SoC seen", "claim lost"):
        assert replay.features[feature]
    for feature in ("vehicle seen", "vehicle unseen", "charger in by an observation"):
        assert replay.features[feature]


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("observed", "nothing is observed"),
        ("battery_seen", "not the first of the unobserved pool"),
        ("battery_unseen", "batteries are"),
        ("soc_simulated", "the SoC simulated has not been told"),
        ("soc_seen", "a SoC was not told"),
        ("vehicle_seen", "not the first of the unobserved pool"),
        ("vehicle_unseen", "another one leaves first"),
        ("charger_out", "charger 2 is out, or not"),
        ("charger_in", "the charger is out of order"),
    ],
)
def test_a_row_that_is_missing_is_caught(log: Columns, kind: str, problem: str) -> None:
    assert problem in problems(without(log, rows_of(log, kind)[0]))


@pytest.mark.parametrize(
    ("kind", "column", "value", "problem"),
    [
        ("soc_seen", "soc", 0.15, "not the SoC that was seen"),
        ("soc_seen", "power_kw", 40.0, "the power at this SoC is 50.0 kW"),
        ("soc_simulated", "soc", 0.1, "its SoC fell"),
        ("battery_seen", "soc", 0.6, "not the SoC that was seen"),
        ("battery_unseen", "soc", 0.0, "its SoC fell"),
        ("vehicle_seen", "soc", 0.3, "not the SoC seen"),
    ],
)
def test_a_value_that_was_not_seen_is_caught(
    log: Columns, kind: str, column: str, value: float, problem: str
) -> None:
    assert problem in problems(with_value(log, column, rows_of(log, kind)[0], value))


def test_batteries_beyond_the_racks_are_caught() -> None:
    fuller = parameters(NETWORK)
    as_array(fuller.observations)["racks"][3] = 5
    found = "\n".join(Replay(fuller).read(log_of(TABLES)).problems)
    assert "in 5 places already" in found
