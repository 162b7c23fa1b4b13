"""Sets of numbers, against Python's."""

from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from voltwin_core.number_sets import (
    add,
    discard,
    empty_sets,
    lowest,
    next_above,
    take,
    take_lowest,
)
from voltwin_core.record import as_array

SIZES = [3, 64, 65, 200]
SET = st.integers(0, len(SIZES) - 1)


class Against(RuleBasedStateMachine):
    """Several sets in one table, each beside a Python set."""

    def __init__(self) -> None:
        super().__init__()
        self.sets = empty_sets(np.array(SIZES))
        self.twins: list[set[int]] = [set() for _ in SIZES]

    @rule(i=SET, data=st.data())
    def join(self, i: int, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, SIZES[i] - 1))
        if number not in self.twins[i]:
            add(self.sets, i, number)
            self.twins[i].add(number)

    @rule(i=SET)
    def take_the_least(self, i: int) -> None:
        if self.twins[i]:
            least = min(self.twins[i])
            assert take_lowest(self.sets, i) == least
            self.twins[i].remove(least)

    @rule(i=SET, data=st.data())
    def leave(self, i: int, data: st.DataObject) -> None:
        if self.twins[i]:
            number = data.draw(st.sampled_from(sorted(self.twins[i])))
            take(self.sets, i, number)
            self.twins[i].remove(number)

    @rule(i=SET, data=st.data())
    def leave_if_there(self, i: int, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, SIZES[i] - 1))
        discard(self.sets, i, number)
        self.twins[i].discard(number)

    @invariant()
    def one_after_the_other(self) -> None:
        for i, twin in enumerate(self.twins):
            number, found = -1, []
            for _ in twin:
                number = next_above(self.sets, i, number)
                found.append(number)
            assert found == sorted(twin)

    @invariant()
    def same_members(self) -> None:
        counts = as_array(self.sets.ranges)["count"].tolist()
        assert counts == [len(twin) for twin in self.twins]
        for i, twin in enumerate(self.twins):
            if twin:
                assert lowest(self.sets, i) == min(twin)


TestAgainstPythonsSets: Any = Against.TestCase
TestAgainstPythonsSets.settings = settings(max_examples=60, stateful_step_count=40)


@pytest.mark.parametrize("i", range(len(SIZES)))
def test_every_number_has_its_place(i: int) -> None:
    sets = empty_sets(np.array(SIZES))
    for number in reversed(range(SIZES[i])):
        add(sets, i, number)
    assert [take_lowest(sets, i) for _ in range(SIZES[i])] == list(range(SIZES[i]))
    assert not sets.words.any()
