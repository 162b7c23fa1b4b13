"""Kept states: the nearest before a time, within a budget, sparser where they are old."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.twin.small_town import town

from voltwin.scenario import parameters
from voltwin.twin.kept_states import KeptStates
from voltwin_bindings.kept_state import KeptState
from voltwin_bindings.kernel_engine import KernelEngine

BYTES = 1_000  # of each


@dataclass(frozen=True, eq=False)
class OfOneSize(KeptState):
    """A state that takes so much memory, whatever is in it."""

    own_bytes = BYTES  # computed, of others


@pytest.fixture(scope="module")
def start() -> KeptState:
    """Return a state of so many bytes and no cells."""
    state = KernelEngine(parameters(town()), 1, log=False).keep()
    assert not any(state.blocks)
    return OfOneSize(**vars(state))


def put(kept: KeptStates, start: KeptState, times: range) -> KeptStates:
    for now in times:
        if kept.wants(now, 1.0):
            kept.put(replace(start, now=float(now)))
    return kept


def times(kept: KeptStates) -> list[float]:
    return [state.now for state in kept]


def test_the_nearest_before_a_time_is_found(start: KeptState) -> None:
    kept = put(KeptStates([start], 10 * BYTES), start, range(10, 40, 10))
    assert [kept.before(at).now for at in (0.0, 9.9, 10.0, 25.0, 99.0)] == [0, 0, 10, 20, 30]
    assert times(kept.until(20.0)) == [0, 10, 20]
    assert kept.until(20.0).bytes == 3 * BYTES
    assert len(kept) == 4


@pytest.mark.parametrize("room", [1, 2, 5, 8, 13])
def test_however_far_it_goes_the_gaps_stay_about_even(start: KeptState, room: int) -> None:
    kept = put(KeptStates([start], room * BYTES), start, range(1, 101))
    left = times(kept)
    assert kept.bytes == len(left) * BYTES <= room * BYTES
    assert left[0] == 0.0
    if room > 2:
        assert len(left) >= room - 1
        gaps = [after - before for before, after in zip(left[:-1], left[1:], strict=True)]
        assert max(gaps) <= 4 * 100 / room


def test_a_full_budget_takes_only_what_is_worth_another(start: KeptState) -> None:
    kept = put(KeptStates([start], 6 * BYTES), start, range(1, 101))
    before = times(kept)
    assert times(put(kept, start, range(1, 101))) == before  # the way is gone once more


def test_what_is_close_to_another_is_not_wanted(start: KeptState) -> None:
    kept = put(KeptStates([start], 100 * BYTES), start, range(0, 50, 10))
    assert not any(kept.wants(at, 1.0) for at in (0.0, 0.5, 10.0, 19.5, 40.9))
    assert all(kept.wants(at, 1.0) for at in (1.0, 15.0, 41.0))


def test_a_smaller_budget_is_kept_to(start: KeptState) -> None:
    kept = put(KeptStates([start], 100 * BYTES), start, range(1, 17))
    kept.budget_bytes = 9 * BYTES
    kept.thin_out()
    assert times(kept) == [0, 2, 4, 6, 8, 10, 12, 14, 16]
    kept.budget_bytes = 0
    kept.thin_out()
    assert times(kept) == [0]
    assert not kept.wants(17.0, 1.0)


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(0, 400_000))
def test_blocks_of_cells_are_counted_once(moves: list[int], budget: int) -> None:
    engine = KernelEngine(parameters(town()), 1, log=False)
    kept = KeptStates([engine.keep()], budget)
    for hours in moves:
        engine.advance(engine.now + 3600.0 * hours)
        if kept.wants(engine.now, 1.0):
            kept.put(engine.keep())
        blocks = {id(block): block for state in kept for block in state.blocks if block}
        own = sum(state.own_bytes for state in kept)
        assert kept.bytes == own + sum(block.bytes for block in blocks.values())
        assert kept.bytes <= budget or len(kept) == 1
