"""A log that shares power unfairly, or starts charges at the wrong price, is caught."""

import pytest
from tests.validation.replay.logs import log_of, rows_of, with_value, without

from voltwin.validation.difference import Columns
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.replay import Replay
from voltwin_core.station.parameters import SHARE

# Two share 80 kW: both at 40, then one alone at 60. Dear for half an hour, then cheap.
NETWORK = Network(
    types=(
        Type(cool_minimum_s=60.0, soh=0.9, ageing=(0.0, 300.0, 0.5, 0.0, 0.0, 1.0, *(0.0,) * 6)),
    ),
    sites=(
        Site(
            inventory=((0.2, 0.5),),
            ring=(2,),
            shares=(1.0,),
            arrivals=Arrivals(times=()),
            chargers=((60.0, 1.0), (60.0, 1.0)),
            limit_kw=((0.0, 80.0),),
            grid_rule=SHARE,
            reserve=0,
            price_below=0.2,
        ),
    ),
    horizon_s=14400.0,
    prices=(0.3, 0.3, 0.1),
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
    for feature in ("power shared out", "price blocks the queue", "price crosses the threshold"):
        assert replay.features[feature]


@pytest.mark.parametrize(
    ("row", "kw", "problem"),
    [
        (2, 60.0, "kW may be drawn, the limit is 80.0 kW"),
        (2, 39.0, "held at several levels"),
        (1, 40.0 - 1e-6, "held at several levels"),
        (3, 50.0, "though more is demanded"),
        (3, 40.0, "the set-point has not changed"),
    ],
)
def test_an_unfair_set_point_is_caught(log: Columns, row: int, kw: float, problem: str) -> None:
    changed = with_value(log, "power_kw", rows_of(log, "set_point")[row], kw)
    assert problem in problems(changed)


def test_a_set_point_that_is_missing_is_caught(log: Columns) -> None:
    assert "though more is demanded" in problems(without(log, rows_of(log, "set_point")[3]))


def test_a_start_at_a_high_price_is_caught(log: Columns) -> None:
    early = without(log, rows_of(log, "price_low")[0])
    assert "the price does not let it start" in problems(early)


def test_a_health_that_rises_is_caught(log: Columns) -> None:
    aged = rows_of(log, "aged")
    assert aged
    assert "its health was 0.9" in problems(with_value(log, "soc", aged[0], 0.95))
