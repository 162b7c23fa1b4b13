"""With the log off vehicles live on from trip to trip, and nobody can tell: docs/model.md §3."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.small import HOUR_S
from tests.reference.towns import HOURLY, drivers, stop, town

from voltwin.validation.laws import uniform
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.fleet.cells import FLEET_COUNTS, TRIPS
from voltwin_core.fleet.state import ON_TRIP, PARKED, SEEKS
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.world import World

DAY_H = 24.0
RUSH = tuple(0.5 + 3.0 * (hour % 24 in (7, 8, 17)) for hour in range(168))


def crowd() -> Parameters:
    """Return a day of a town in which vehicles drive, swap, wait, are cancelled and stranded."""
    of = uniform(0.3, 0.9)
    near = drivers(count=6, kwh_per_km=0.1, per_hour=RUSH, initial_soc=of, threshold_soc=0.4)
    far = drivers(count=3, per_hour=HOURLY, initial_soc=of, energy_factor=uniform(0.5, 1.5))
    heavy = drivers(count=2, kwh_per_km=0.8, per_hour=HOURLY, initial_soc=of)
    stations = (6.0, stop(0.9, 0.9)), (80.0, stop(0.9))
    return town(*stations, zones=(30.0, 0.0, 55.0), classes=(near, far, heavy), hours=DAY_H)


CROWD = crowd()


def state(world: World) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.void]]]:
    """Return where everybody is and what it has done."""
    names = "drivers", "vehicles", "pools"
    return {name: as_array(getattr(world, name)) for name in names}


def assert_alike(silent: KernelEngine, logging: KernelEngine) -> None:
    """Hold two runs that stand at one time against each other."""
    ours, theirs = silent.state().world, logging.state().world
    ours_told, theirs_told = state(ours), state(theirs)
    for name in ("doing", "place", "origin", "goal", "trip", "drive", "visit", "arrives_at"):
        assert ours_told["drivers"][name].tolist() == theirs_told["drivers"][name].tolist(), name
    mine, other = silent.batteries(), logging.batteries()
    for column in ("station", "state", "soc"):
        assert mine[column].tolist() == other[column].tolist(), column
    assert mine["throughput_kwh"] == pytest.approx(other["throughput_kwh"], rel=1e-12)
    assert ours_told["vehicles"]["battery"].tolist() == theirs_told["vehicles"]["battery"].tolist()
    assert ours_told["pools"]["ready"].tolist() == theirs_told["pools"]["ready"].tolist()
    assert ours.fleet_counts.tolist() == theirs.fleet_counts.tolist()
    assert ours.fleet_sums == pytest.approx(theirs.fleet_sums, rel=1e-12, abs=1e-12)


@settings(max_examples=60)
@given(
    st.lists(st.floats(0.0, DAY_H * HOUR_S), min_size=1, max_size=6),
    st.integers(0, 2**64 - 1),
)
def test_at_any_cut_everybody_is_where_a_run_with_a_log_has_them(
    times: list[float], key: int
) -> None:
    silent, logging = (KernelEngine(CROWD, key, log=log) for log in (False, True))
    for until in [*sorted(times), DAY_H * HOUR_S]:
        silent.advance(until)
        logging.advance(until)
        assert_alike(silent, logging)


def test_the_town_has_all_that_may_follow_a_trip() -> None:
    engine = KernelEngine(CROWD, 7, log=False)
    engine.advance(DAY_H * HOUR_S)
    counts = engine.closed_world().fleet_counts.reshape(-1, len(FLEET_COUNTS)).sum(axis=0)
    told = dict(zip(FLEET_COUNTS, counts.tolist(), strict=True))
    for name in ("trips", "trips_cancelled", "drives_to_stations", "swaps", "stranded", "towed"):
        assert told[name] > 0, name


def test_trips_of_the_past_only_are_made() -> None:
    """Whoever is parked at a cut departs no earlier; whoever seeks a station does so later."""
    engine = KernelEngine(CROWD, 7, log=False)
    engine.advance(8.5 * HOUR_S)
    world = engine.state().world
    doing = as_array(world.drivers)["doing"]
    assert not (doing == SEEKS).any()  # that is decided before its time, and done at its time
    waiting = as_array(world.road.waiting)["time"][(doing == PARKED) | (doing == ON_TRIP)]
    assert (waiting[waiting > 0.0] >= 8.5 * HOUR_S).all()
    departed = as_array(world.drivers)["departed_at"]
    assert departed.max() < 8.5 * HOUR_S
    assert world.fleet_counts[TRIPS :: len(FLEET_COUNTS)].reshape(3, -1)[:, 9:].sum() == 0
