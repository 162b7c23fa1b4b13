"""Memory by cache lines."""

import pytest

from voltwin_bindings.aligned import LINE, aligned


@pytest.mark.parametrize("words", [1, 8, 1000, 1 << 20])
def test_memory_begins_with_a_line_and_is_zero(words: int) -> None:
    memory = aligned(words)
    assert len(memory) == words
    assert memory.ctypes.data % LINE == 0
    assert not memory.any()


def test_no_words_are_no_memory() -> None:
    assert len(aligned(0)) == 0
