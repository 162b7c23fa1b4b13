"""Kept states: small, and the very state again; blocks of equal cells are there once."""

from typing import Any

import numpy as np
import pytest

import voltwin
from voltwin.scenario import parameters
from voltwin.validation.network import parameters as tables_of
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings.kept_state import FROZEN, KeptState
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.kernel_state import KernelState
from voltwin_bindings.nested import Array, flattened
from voltwin_core.number_heaps import NumberHeaps
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.world import World


def differing(one: KernelState, other: KernelState) -> list[str]:
    """Return the paths of arrays that have not the same bits, and what else differs."""
    ours, theirs = (flattened(in_use(state.world)) for state in (one, other))
    wrong = [] if (one.now, one.slab_s) == (other.now, other.slab_s) else ["now"]
    wrong += [] if ours.shared == theirs.shared else ["shared"]
    wrong += ours.arrays.keys() ^ theirs.arrays.keys()
    both = ours.arrays.keys() & theirs.arrays.keys()
    return wrong + [path for path in both if bits(ours.arrays[path]) != bits(theirs.arrays[path])]


def in_use(world: World) -> World:
    """Return a world with nothing behind the numbers that its heaps hold."""
    return world._replace(
        unobserved_batteries=emptied(world.unobserved_batteries),
        unobserved_vehicles=emptied(world.unobserved_vehicles),
    )


def emptied(heaps: NumberHeaps) -> NumberHeaps:
    numbers = heaps.numbers.copy()
    for row in as_array(heaps.ranges):
        numbers[row["first"] + row["count"] : row["first"] + row["room"]] = 0
    return heaps._replace(numbers=numbers)


def again(kept: KeptState, engine: KernelEngine) -> KernelState:
    """Return a state kept of a run."""
    return kept.state(engine.parameters, engine.world.ladders)


def bits(array: Array) -> list[Any]:
    """Return all that an array holds; between the fields of a row there may be anything."""
    fields = [array[name] for name in array.dtype.names or ()] or [array]
    return [array.dtype, array.shape, *(field.tobytes() for field in fields)]


@pytest.fixture(scope="module")
def tables() -> Parameters:
    return parameters(voltwin.demo_city(stations=4, seed=2))


@pytest.mark.parametrize("seed", range(12))
def test_it_gives_back_the_same_bytes_as_often_as_is_wished(seed: int) -> None:
    network = tables_of(random_network(Scope(f"kept/{seed}", arrivals=0.2)))
    engine = KernelEngine(network, seed, log=False)
    horizon_s = float(as_array(network.clock)["horizon_s"][0])
    for part in (0.0, 0.3, 0.8):
        engine.advance(part * horizon_s)
        kept, state = engine.keep(), engine.state()
        assert differing(again(kept, engine), state) == []
        KernelEngine.resumed(again(kept, engine)).advance(horizon_s)  # in memory of its own
        assert differing(again(kept, engine), state) == []


def test_a_run_goes_on_from_it_as_if_nothing_had_been(tables: Parameters) -> None:
    whole, cut = (KernelEngine(tables, 3, log=False) for _ in range(2))
    cut.advance(200_000.0)
    other = cut.at(cut.keep(), tables)
    for engine in (whole, other):
        engine.advance(400_000.0)
    ours, theirs = other.batteries(), whole.batteries()
    assert all(np.array_equal(ours[name], theirs[name]) for name in ours)
    assert np.array_equal(other.visits()[0], whole.visits()[0])


def test_parameters_are_shared_and_all_else_is_not(tables: Parameters) -> None:
    engine = KernelEngine(tables, 3, log=False)
    engine.advance(100_000.0)
    kept = engine.keep()
    for state in (again(kept, engine), engine.state()):
        assert state.world.parameters is engine.parameters
        own = flattened(engine._world).arrays
        for path, array in flattened(state.world).arrays.items():
            if array.nbytes:
                assert np.shares_memory(array, own[path]) == path.startswith(FROZEN), path


def test_hours_that_are_over_are_there_once(tables: Parameters) -> None:
    engine = KernelEngine(tables, 3, log=False)
    engine.advance(30 * 3600.0)
    first = engine.keep()
    engine.advance(54 * 3600.0)
    second = engine.keep()
    assert [block is not None for block in first.blocks][:6] == [True] * 5 + [False]
    # A visit may end in the block after that in which it began.
    assert [a is b for a, b in zip(first.blocks[:4], second.blocks[:4], strict=True)] == [True] * 4
    assert first.blocks[4] is not second.blocks[4]
    assert second.blocks[-1] is None


def test_it_is_small() -> None:
    engine = KernelEngine(parameters(voltwin.demo_city(stations=50, seed=2)), 3, log=False)
    engine.advance(100 * 3600.0)
    kept = engine.keep()
    of_its_own = kept.own_bytes + sum(block.bytes for block in kept.blocks if block)
    assert of_its_own < engine.bytes / 3
