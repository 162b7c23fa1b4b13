"""What is read from a log is what is seen of the run itself, at any time, of any network."""

from typing import Any

import numpy as np
import pytest
from tests.history.networks import COUNT, read, stops, stretches, tables_of

from voltwin.history.courses import course_of, course_of_all, of_station
from voltwin.history.power import power_at
from voltwin.history.reading import Lines
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.record import as_array
from voltwin_core.station.parameters import NO_RESERVE, Parameters
from voltwin_core.station.state import CHARGES, IDLE

SEEN = ("open", "ready", "charging", "waiting", "queue", "swaps", "lost")


def last_before(lines: Lines, station: int, now: float) -> Any:
    """Return the line of a station that all before a time has left."""
    of_it = of_station(lines, station)
    return of_it[np.searchsorted(of_it["time"], now) - 1]


@pytest.mark.parametrize("number", range(COUNT))
def test_lines_say_what_is_seen_of_the_run(number: int) -> None:
    _, found = read(number)
    for engine in stops(number):
        seen = engine.live().stations
        for station in range(len(seen["ready"])):
            line = last_before(found.lines, station, engine.now)
            said = {name: int(line[name]) for name in SEEN}
            assert said == {name: int(seen[name][station]) for name in SEEN}, engine.now


@pytest.mark.parametrize("number", range(COUNT))
def test_power_is_that_of_the_run(number: int) -> None:
    tables, found = read(number)
    for engine in stops(number):
        now, seen = np.array([engine.now]), engine.live().stations["power_kw"]
        for station, expected in enumerate(seen):
            drawn = power_at(now, of_station(found.charges, station), tables)
            # Where a curve has a step, two ways to the same SoC may fall on either side of it.
            assert drawn[0] == pytest.approx(expected, rel=1e-6, abs=1e-6)


def is_limited(engine: KernelEngine, tables: Parameters, station: int) -> bool:
    """Return, from the state of the run, whether a grid limit holds charges back."""
    world = engine.closed_world()
    of, state = as_array(tables.stations)[station], as_array(world.stations)[station]
    first = int(of["first_charger"])
    chargers = as_array(world.chargers)[first : first + int(of["chargers"])]
    charging = chargers[(chargers["mode"] == CHARGES) & (chargers["suspended"] == 0)]
    throttled = (charging["set_point_kw"] < charging["most_kw"]) & (charging["held"] == 1)
    if chargers["suspended"].any() or throttled.any():
        return True
    types = int(as_array(tables.settings)["battery_types"][0])
    pools = as_array(world.pools)[station * types : (station + 1) * types]
    unclaimed = int(pools["ready"].sum() - pools["claims"].sum())
    may_start = of["reserve"] == NO_RESERVE or state["cheap"] or unclaimed < of["reserve"]
    waits = as_array(world.charge_queues.ends)["count"][station] > 0
    return bool(waits and (chargers["mode"] == IDLE).any() and may_start)


@pytest.mark.parametrize("number", range(COUNT))
def test_a_limit_is_reached_where_it_holds_charges_back(number: int) -> None:
    tables, found = read(number)
    for engine in stops(number):
        for station in range(len(tables.stations)):
            line = last_before(found.lines, station, engine.now)
            assert bool(line["limited"]) == is_limited(engine, tables, station), engine.now


def test_the_networks_show_all_of_it() -> None:
    most = dict.fromkeys((*SEEN, "limited"), 0)
    least = dict.fromkeys(most, 10**9)
    for number in range(COUNT):
        lines = read(number)[1].lines
        for name in most:
            most[name] = max(most[name], int(lines[name].max()))
            least[name] = min(least[name], int(lines[name].min()))
    assert all(most.values())
    assert not any(least.values())


def test_a_stretch_says_what_is_seen_at_its_begin_and_then_each_change() -> None:
    for number in range(COUNT):
        for stretch in stretches(number, (0.2, 0.5)):
            for station in range(len(tables_of(number).stations)):
                times = of_station(stretch.lines, station)["time"]
                assert times[0] == stretch.begin_s
                assert (np.diff(times[1:]) > 0.0).all()
                assert (times[1:] >= stretch.begin_s).all()
                assert (times[1:] < stretch.end_s).all()


@pytest.mark.parametrize("number", range(COUNT))
def test_stretches_say_what_the_whole_log_does(number: int) -> None:
    tables, whole = read(number)
    parts = list(stretches(number, (0.1, 0.11, 0.6)))
    for station in range(len(tables.stations)):
        for measure in (*SEEN, "limited"):
            found, expected = (course_of(of, station, measure) for of in (parts, [whole]))
            assert found.time.tolist() == expected.time.tolist()
            assert found.value.tolist() == expected.value.tolist()
    for measure in (*SEEN, "limited"):
        found, expected = (course_of_all(of, measure) for of in (parts, [whole]))
        assert found.time.tolist() == expected.time.tolist()
        assert found.value.tolist() == expected.value.tolist()
