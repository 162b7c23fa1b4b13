"""What a kernel that calls kernels may count on: one program, each part lowered once."""

from typing import Any

import numba
import numpy as np
import pytest
from numba.core.errors import TypingError

from voltwin_core.jit import OPTIONS, cache_folder, inlined, kernel
from voltwin_core.parts import _hide_all_but, _mergeable
from voltwin_core.record import F64, I32, I64, Record, as_array

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="about compiled kernels")


class Box(Record):
    narrow: I32
    wide: I64
    load: F64


@kernel
def doubled(number: int) -> int:
    return 2 * number


@inlined
def squared(number: int) -> int:
    return number * number


@kernel
def sum_of_squares(box: Any, literal: int) -> int:
    return squared(box.narrow) + squared(box.wide) + squared(literal) + squared(number=3)


@kernel
def of_all_widths(boxes: Any, i: int) -> int:
    box = boxes[i]
    return doubled(box.narrow) + doubled(box.wide) + doubled(5) + sum_of_squares(box, 4)


@kernel
def tripled(number: int) -> int:
    return 3 * number


@inlined
def tripled_and_more(number: int) -> int:
    return tripled(number) + 1


@kernel
def asks_for_more(number: int) -> int:
    return tripled_and_more(number)


@kernel
def scrambled(word: np.uint64) -> np.uint64:
    return word * np.uint64(0x9E3779B97F4A7C15)


@kernel
def twice_scrambled(word: np.uint64) -> np.uint64:
    return scrambled(scrambled(word))


@kernel
def attribute_of_a_number(number: int) -> int:
    return number.nothing  # type: ignore[attr-defined, no-any-return]


@kernel
def calls_what_does_not_compile(number: int) -> int:
    return attribute_of_a_number(number)


def test_integers_of_any_width_and_literal_ones_share_one_part() -> None:
    boxes = Box.table(2)
    row = as_array(boxes)
    row["narrow"], row["wide"] = -7, 1 << 20
    compiled_anew: Any = numba.njit(**OPTIONS)(of_all_widths.__wrapped__)  # type: ignore[attr-defined]
    assert compiled_anew(boxes, 1) == -14 + (1 << 21) + 10 + 49 + (1 << 40) + 16 + 9
    parts: list[Any] = [doubled, squared, sum_of_squares]
    assert [len(part.part.overloads) for part in parts] == [1, 1, 1]


def test_words_without_sign_stay_as_they_are() -> None:
    word = 0x0123456789ABCDEF
    expected = word * 0x9E3779B97F4A7C15**2 % (1 << 64)
    assert twice_scrambled(np.uint64(word)) == expected


def test_a_part_can_be_an_entry_too() -> None:
    assert doubled(21) == 42
    assert squared(6) == squared(number=6) == 36


def library(part: Any) -> Any:
    """Return the code of a part that `asks_for_more` calls, directly or not."""
    compiled_anew: Any = numba.njit(**OPTIONS)(asks_for_more.__wrapped__)  # type: ignore[attr-defined]
    assert compiled_anew(5) == 16
    (compiled,) = part.part.overloads.values()
    return compiled.library


def test_what_an_inlined_kernel_calls_is_not_forced_inline() -> None:
    """Numba would have it inherit that from whoever has it compiled first."""
    assert "alwaysinline" in str(library(tripled_and_more)._final_module)
    assert "alwaysinline" not in str(library(tripled)._final_module)


def test_what_a_part_calls_has_no_symbol() -> None:
    """The linker in memory would take a local symbol for its namesake in another program."""
    part = library(tripled_and_more)
    module = part._final_module.clone()
    module.link_in(_mergeable(library(tripled)), preserve=True)
    _hide_all_but(part._final_module, module)
    linkages = [function.linkage for function in module.functions if not function.is_declaration]
    assert sorted(linkage.name for linkage in linkages) == ["external", "private"]


def test_only_entries_are_cached() -> None:
    of_all_widths(Box.table(1), 0)
    files = [file.name for file in cache_folder().rglob("test_parts.*.nbc")]
    assert any("of_all_widths" in name for name in files)
    assert not any("sum_of_squares" in name for name in files)


def test_an_error_in_a_part_names_it() -> None:
    with pytest.raises(TypingError, match="attribute_of_a_number"):
        calls_what_does_not_compile(1)
