"""The lowest bit of a word."""

# Numba's bit operations have no types.
# mypy: disable-error-code="import-untyped, unused-ignore"

from numba import config
from numba.cpython.unsafe.numbers import trailing_zeros


def lowest_bit(word: int) -> int:
    """Return the place of the lowest bit that is set in a word, which is not 0."""
    return (int(word) & -int(word)).bit_length() - 1


if not config.DISABLE_JIT:
    lowest_bit = trailing_zeros  # one instruction, which only compiled code can call
