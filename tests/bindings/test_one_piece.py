"""A world in one piece of memory: the same tables, set back by one copy."""

import numpy as np
import pytest
from tests.bindings.runs import busy

from voltwin_bindings.nested import flattened
from voltwin_bindings.one_piece import READ, in_one_piece
from voltwin_bindings.preparing import prepare_kernels
from voltwin_bindings.world import build_world
from voltwin_core.record import as_array
from voltwin_core.station.world import World
from voltwin_core.swap import advance

KEY = 2**64 - 1


@pytest.fixture(name="world")
def world_at_the_start() -> World:
    world = build_world(busy(), KEY, 0)
    as_array(world.components)["first_row"] = -1
    prepare_kernels(world)
    return world


def test_all_that_a_run_changes_lies_in_the_memory_and_nothing_else(world: World) -> None:
    """Whatever a run has written to is as it was once the memory is."""
    piece = in_one_piece(world)
    before = {path: array.copy() for path, array in flattened(piece.world).arrays.items()}
    pristine = piece.memory.copy()
    advance(piece.world, 7200.0)
    changed = {
        path
        for path, array in flattened(piece.world).arrays.items()
        if not np.array_equal(array, before[path])
    }
    assert {"counts", "sums", "stations", "events.pending"} < changed
    piece.memory[:] = pristine
    for path, array in flattened(piece.world).arrays.items():
        np.testing.assert_array_equal(array, before[path])


def test_the_world_that_it_was_made_of_stays_as_it_was(world: World) -> None:
    before = {path: array.copy() for path, array in flattened(world).arrays.items()}
    advance(in_one_piece(world).world, 7200.0)
    for path, array in flattened(world).arrays.items():
        np.testing.assert_array_equal(array, before[path])


def test_tables_lie_on_lines_of_their_own_and_what_is_read_comes_first(
    world: World,
) -> None:
    piece = in_one_piece(world)
    places = list(piece.places.items())
    assert {name for name, _ in places[: len(READ)]} == set(READ)
    ends = [0, *(place.end for _, place in places)]
    assert [place.first for _, place in places] == ends[:-1]
    assert all(
        place.first % 8 == 0 and place.nbytes <= 8 * (place.end - place.first)
        for _, place in places
    )
    assert piece.memory.ctypes.data % 64 == 0
    assert len(piece.memory) == ends[-1]
    assert piece.read_words == ends[len(READ)]


def test_tables_of_several_pieces_are_read_one_behind_the_other(world: World) -> None:
    piece = in_one_piece(world)
    other = piece.memory.copy()
    as_array(piece.world.stations)["inside"] = [1, 2, 3]
    pieces = np.stack([piece.memory, other])
    found = piece.places["stations"].tables(pieces)
    assert found["inside"].tolist() == [1, 2, 3, 0, 0, 0]
