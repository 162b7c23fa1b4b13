"""A log that breaks a rule of the model is caught, even if both engines should write it alike."""

from collections import Counter

import pytest
from tests.validation.replay.logs import log_of, rows_of, with_value, without

from voltwin.validation.difference import Columns
from voltwin.validation.laws import fixed
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.replay import Replay, charges, observations, station, trucks, vehicles
from voltwin.validation.replay.drivers import DRIVER_FEATURES
from voltwin_core.record import as_array
from voltwin_core.station.events import KINDS

# Two batteries, two chargers under a limit that falls, and vehicles that come three at a time.
NETWORK = Network(
    types=(Type(ready_soc=0.8, full_soc=0.9, cool_minimum_s=60.0),),
    sites=(
        Site(
            inventory=((0.9, 0.2),),
            ring=(6,),
            shares=(1.0,),
            arrivals=Arrivals(times=(0.0, 0.0, 1800.0, 1800.0, 3600.0)),
            chargers=((50.0, 1.0), (30.0, 1.0)),
            places=2,
            patience_s=fixed(5000.0),
            limit_kw=((0.0, 80.0), (3 * 86400.0 + 2400.0, 50.0), (3 * 86400.0 + 3000.0, 80.0)),
        ),
    ),
    horizon_s=14400.0,
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
    assert {"suspended", "resumed", "limit changes", "arrivals at one instant"} <= set(
        +replay.features
    )


def test_every_kind_of_row_has_one_rule() -> None:
    of_stations = (part.RULES for part in (vehicles, charges, station, trucks, observations))
    found = Counter(kind for table in (*of_stations, DRIVER_FEATURES) for kind in table)
    assert found == Counter(KINDS)


@pytest.mark.parametrize("kind", ["placed", "cooled", "swap_begin", "unplugged"])
def test_battery_that_moves_without_a_row_is_caught(log: Columns, kind: str) -> None:
    assert problems(without(log, rows_of(log, kind)[0]))


def test_limit_that_is_exceeded_is_caught(log: Columns) -> None:
    suspended = rows_of(log, "suspended")[0]
    assert "the limit is 50.0 kW" in problems(without(log, suspended))


def test_limit_below_the_power_of_a_single_row_is_caught(log: Columns) -> None:
    limit = rows_of(log, "limit")[1]
    assert "kW drawn, the limit is 10.0 kW" in problems(with_value(log, "power_kw", limit, 10.0))


def test_power_that_is_not_of_the_curve_is_caught(log: Columns) -> None:
    cooled = rows_of(log, "cooled")[0]
    assert "power at this SoC" in problems(with_value(log, "power_kw", cooled, 49.0))


def test_state_of_charge_that_falls_is_caught(log: Columns) -> None:
    suspended = rows_of(log, "suspended")[0]
    assert "fell" in problems(with_value(log, "soc", suspended, 0.1))


def test_time_that_runs_backwards_is_caught(log: Columns) -> None:
    end = rows_of(log, "swap_end")[0]
    assert "backwards" in problems(with_value(log, "time", end + 1, 0.5))


def test_bay_taken_twice_is_caught(log: Columns) -> None:
    assert "bay" in problems(without(log, rows_of(log, "swap_end")[0]))


def test_vehicle_beyond_the_queue_places_is_caught(log: Columns) -> None:
    tables = parameters(NETWORK)
    as_array(tables.stations)["queue_places"] = 0
    found = "\n".join(Replay(tables).read(log).problems)
    assert "on 0 queue places" in found
