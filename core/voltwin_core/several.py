"""Loops that the compiler turns into work on several numbers at once.

It does so for a loop whose number of rounds it does not know. One of a few rounds it writes out
first, and what it then finds to do at once is little where a round is long. (Rounds of integers
alone, as in `draws.uniforms_ahead`, it takes up all the same.)
"""

# Numba's extension interface has no types.
# mypy: disable-error-code="misc, untyped-decorator, import-untyped, unused-ignore"

from typing import Any

from llvmlite import ir
from numba import config
from numba.extending import intrinsic


def rounds(count: int) -> int:
    """Return `count`, as a number that the compiler does not know."""
    return count


if not config.DISABLE_JIT:

    @intrinsic  # type: ignore[no-redef]
    def rounds(typing: Any, count: Any) -> Any:
        """Return `count`, handed through an instruction that is none."""

        def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            word = arguments[0].type
            return builder.asm(ir.FunctionType(word, [word]), "", "=r,0", arguments, False)

        return count(count), lower
