"""A run that goes on with other draws: what lies ahead is drawn anew, what is there stays."""

import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bindings.runs import assert_same, busy, readings
from tests.core.fleet.test_departures import CROWD
from tests.kpis.any_network import networks
from tests.kpis.networks import Site, Type, exponential, fixed, network, rows
from tests.kpis.networks import uniform as uniform_law

from voltwin_bindings.drawn_again import drawn_again, unforeseen
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.kernel_state import KernelState
from voltwin_bindings.nested import flattened
from voltwin_core.distributions import sample
from voltwin_core.draws import (
    AHEAD,
    ARRIVAL_GAP,
    ARRIVAL_SOC,
    CHARGER_FAULT,
    SWAP_TIME,
    TRIP_GAP,
    other_key,
    uniform,
)
from voltwin_core.elementary import log
from voltwin_core.event_list import BUCKETS, NO_EVENT, event_key, key_rank, recurring_row
from voltwin_core.fleet.state import PARKED
from voltwin_core.fleet.trips import next_departure
from voltwin_core.linked import NONE
from voltwin_core.record import as_array
from voltwin_core.station.events import ARRIVAL, BAY_IN, CHARGER_OUT, WAKE
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.script import HOURS_BY_WEEK, NO_LINE, OBSERVE, Line

KEY: Any = np.uint64(2**63 + 7)
SEVERAL = settings(max_examples=40)
HOUR_S = 3600.0


def stopped(parameters: Parameters, at: float, *, log: bool = False) -> KernelState:
    engine = KernelEngine(parameters, 1, log=log)
    engine.advance(at)
    return engine.state()


def at_station(state: KernelState, station: int) -> dict[int, float]:
    """Return when what is pending at a station is due [s], by its key."""
    events, found = state.world.events, {}
    pending = as_array(events.pending)
    recurring = pending[recurring_row(station)]
    if recurring["time"] < math.inf:
        found[int(recurring["key"])] = float(recurring["time"])
    for head in events.heads[BUCKETS * station : BUCKETS * (station + 1)].tolist():
        row = head
        while row != NO_EVENT:
            found[int(pending["key"][row])] = float(pending["time"][row])
            row = int(pending["after"][row])
    return found


def on_road(state: KernelState) -> dict[int, tuple[float, int]]:
    """Return (time, key) of what is pending on the road, by vehicle."""
    road, found = state.world.road, {}
    waiting, soon = as_array(road.waiting), as_array(road.soon)
    for head in road.heads[road.heads != NONE].tolist():
        vehicle = head
        while vehicle != NONE:
            found[vehicle] = float(waiting["time"][vehicle]), int(waiting["key"][vehicle])
            vehicle = int(waiting["next"][vehicle])
    for entry in soon[: int(as_array(road.wheels)["soon"].sum())]:  # of the only wheel, if any
        found[int(entry["entity"])] = float(entry["time"]), int(entry["key"])
    return found


def memory(state: KernelState) -> dict[str, bytes]:
    return {path: array.tobytes() for path, array in flattened(state.world).arrays.items()}


def is_drawn_anew(key: int) -> bool:
    return key_rank(key) == ARRIVAL or CHARGER_OUT <= key_rank(key) <= BAY_IN


# --- what stays -----------------------------------------------------------------------------------


@SEVERAL
@given(networks(), st.floats(1.0, 40_000.0))
def test_all_else_that_is_pending_stays_pending(parameters: Parameters, at: float) -> None:
    state = stopped(parameters, at)
    other = drawn_again(state, KEY)
    for station in range(len(parameters.stations)):
        before, after = at_station(state, station), at_station(other, station)
        stays = {key: time for key, time in before.items() if not is_drawn_anew(key)}
        assert {key: time for key, time in after.items() if not is_drawn_anew(key)} == stays
        assert all(time >= state.now for time in after.values())


@SEVERAL
@given(networks(), st.floats(0.0, 40_000.0), st.booleans())
def test_the_run_itself_is_not_written_to(parameters: Parameters, at: float, log: bool) -> None:
    state = stopped(parameters, at, log=log)
    before = memory(state)
    KernelEngine.resumed(drawn_again(state, KEY)).advance(math.inf)
    assert memory(state) == before


def test_nothing_is_drawn_yet_at_the_begin() -> None:
    anew = KernelEngine.resumed(drawn_again(stopped(busy(), 0.0), KEY))
    run = KernelEngine(busy(), KEY, log=False)
    for engine in (anew, run):
        engine.advance(math.inf)
    assert_same(readings(anew), readings(run))


def test_another_key_is_another_future_and_the_same_key_the_same_one() -> None:
    state = stopped(busy(), 5000.0)
    runs = [KernelEngine.resumed(drawn_again(state, other_key(1, 1, n))) for n in (0, 0, 1)]
    for run in runs:
        run.advance(math.inf)
    assert_same(readings(runs[0]), readings(runs[1]))
    assert runs[2].visits()[0].tolist() != runs[0].visits()[0].tolist()


def test_keys_are_of_the_run_the_seed_and_the_number() -> None:
    keys = {other_key(run, seed, n) for run in range(3) for seed in range(3) for n in range(3)}
    assert len(keys) == 27


# --- what is drawn anew, against formulas ---------------------------------------------------------


@SEVERAL
@given(at=st.floats(1.0, 30_000.0))
def test_an_arrival_is_the_next_of_its_number_from_now_on(at: float) -> None:
    """At a constant rate: the unit exponential of its number over the rate, from now on."""
    state = stopped(steady(), at)
    number = int(as_array(state.world.demand.states)["ordinal"][0])
    source = as_array(steady().sources)[0]
    waits = -math.log(uniform(KEY, ARRIVAL_GAP, source["key"], number)) / source["base_per_s"]
    due = at_station(drawn_again(state, KEY), 0)[event_key(ARRIVAL, 0)]
    assert due == pytest.approx(at + waits, rel=1e-12)


@SEVERAL
@given(at=st.floats(1.0, 30_000.0))
def test_who_comes_is_drawn_anew_with_the_arrivals(at: float) -> None:
    """SoC and swap time of the arrivals that are drawn ahead, up to the end of their block."""
    state = stopped(steady(), at)
    tables, number = state.world.parameters, int(as_array(state.world.demand.states)["ordinal"][0])
    coming, station = drawn_again(state, KEY).world.coming, as_array(tables.stations)[0]
    soc = int(as_array(tables.battery_types)["arrival_soc"][0])
    laws = (ARRIVAL_SOC, soc, coming.socs), (SWAP_TIME, int(station["swap_time"]), coming.swaps_s)
    first = AHEAD * math.ceil(number / AHEAD)  # from here on they are drawn when they come
    for n in range(number, first):
        for stream, law, drawn in laws:
            u = uniform(KEY, stream, station["key"], n)
            assert drawn[n % AHEAD] == sample(tables.distributions, tables.numbers, law, u)


def steady() -> Parameters:
    """Return a station with Poisson arrivals at a constant rate, and chargers that fail."""
    faults = exponential(7200.0), exponential(1800.0)
    chargers = ((60.0, 1.0),) * 4
    site = Site(
        inventory=((0.9,) * 3,),
        ring=9,
        chargers=chargers,
        places=5,
        swap_s=uniform_law(60.0, 120.0),
        charger_faults=faults,
    )
    comes = Type(arrival_soc=uniform_law(0.1, 0.4))
    parameters = network((site,), (comes,), horizon_s=36_000.0)
    source = as_array(parameters.sources)[:1]
    source["kind"], source["base_per_s"] = 0, 1.0 / 600.0
    source["profile"] = len(parameters.numbers)
    source["day_factor"] = source["hour_jitter"] = -1
    return parameters._replace(numbers=np.concatenate([parameters.numbers, np.ones(168)]))


@SEVERAL
@given(at=st.floats(1.0, 30_000.0))
def test_a_fault_at_a_constant_rate_is_due_anew_from_now_on(at: float) -> None:
    state = stopped(steady(), at)
    tables = state.world.parameters
    due, station = at_station(drawn_again(state, KEY), 0), as_array(tables.stations)[0]
    for charger, changes in enumerate(as_array(state.world.charger_outages)["changes"].tolist()):
        fails = as_array(tables.disturbances)[0]
        law = int(fails["charger_fails" if changes % 2 else "charger_works"])
        u = uniform(KEY, CHARGER_FAULT, station["key"], (charger << 32) | changes)
        wait = sample(tables.distributions, tables.numbers, law, u)
        assert due[event_key(CHARGER_OUT + changes % 2, charger)] == pytest.approx(at + wait)


def test_a_fault_that_is_not_at_a_constant_rate_stays_as_it_was_drawn() -> None:
    worn = fixed(9000.0), fixed(1800.0)
    site = Site(inventory=((0.9,),), ring=9, chargers=((60.0, 1.0),) * 2, charger_faults=worn)
    state = stopped(network((site,), horizon_s=36_000.0), 5000.0)
    assert at_station(drawn_again(state, KEY), 0) == at_station(state, 0)


@SEVERAL
@given(at=st.floats(1.0, 80_000.0), logging=st.booleans())
def test_a_parked_vehicle_departs_anew_and_the_others_go_on(at: float, logging: bool) -> None:
    state = stopped(CROWD, at, log=logging)
    before, after = on_road(state), on_road(drawn_again(state, KEY))
    fleet, expected = CROWD.fleet, {}
    for v, driver in enumerate(as_array(state.world.drivers)):
        if driver["doing"] != PARKED:
            if v in before:
                expected[v] = before[v]
            continue
        of = as_array(fleet.vehicles)[v]
        exponential_ = -log(uniform(KEY, TRIP_GAP, of["key"], int(driver["trip"])))
        since = max(at, float(driver["arrives_at"]))
        due = next_departure(fleet, int(of["vehicle_class"]), since, exponential_)
        if due < math.inf:
            expected[v] = due, event_key(WAKE, v)
    assert after == expected


PLAIN = """
from tests.bindings.test_drawn_again import CROWD, KEY, drawn_again, on_road, steady, stopped
from tests.bindings.test_drawn_again import at_station
for parameters in (CROWD, steady()):
    state = drawn_again(stopped(parameters, 7000.0), KEY)
    print(sorted(on_road(state).items()), sorted(at_station(state, 0).items()))
"""


def test_plain_python_draws_the_same() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", PLAIN],
            env={**os.environ, "NUMBA_DISABLE_JIT": disabled},
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for disabled in ("0", "1")
    ]
    assert told[0] == told[1]
    assert len(told[0]) > 500


# --- what is not foreseen -------------------------------------------------------------------------


def seen_at(*times: float) -> Parameters:
    """Return a station whose script has observations that nobody reads, as its lines are."""
    site = Site(inventory=((0.9,) * 3,), ring=9, places=5)
    lines = [(time, 0, 6, OBSERVE, n, n, NO_LINE, 0.0) for n, time in enumerate(times)]
    return network((site,), horizon_s=36_000.0)._replace(script=rows(Line, lines))


def test_only_later_observations_are_not_foreseen() -> None:
    state = KernelState(KernelEngine(seen_at(10.0, 500.0, 900.0), 1).world, 500.0, HOUR_S)
    script = as_array(unforeseen(state).world.parameters.script)
    assert script["does"].tolist() == [OBSERVE, OBSERVE, HOURS_BY_WEEK]
    assert script["ends"].tolist() == [NO_LINE, NO_LINE, 2]
    assert as_array(state.world.parameters.script)["does"].tolist() == [OBSERVE] * 3


def test_without_later_observations_nothing_is_copied() -> None:
    state = KernelState(KernelEngine(seen_at(10.0), 1).world, 500.0, HOUR_S)
    assert unforeseen(state) is state
