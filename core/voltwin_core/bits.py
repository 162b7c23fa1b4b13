"""Words of 64 bits, and the floats that they are."""

# Numba's bit operations have no types; to the type checker NumPy's words are no integers.
# mypy: disable-error-code="import-untyped, unused-ignore, no-any-return"

import struct
from typing import Any

import numpy as np
from numba import config
from numba.cpython.unsafe.numbers import trailing_zeros, viewer

from voltwin_core.jit import inlined

WORD_BITS = 64
NO_BITS: Any = np.uint64(0)
ONE: Any = np.uint64(1)

_WORD_BITS: Any = np.uint64(WORD_BITS)
_LAST_BIT: Any = np.uint64(WORD_BITS - 1)


def _zeros_below(word: int) -> int:
    return (int(word) & -int(word)).bit_length() - 1


if not config.DISABLE_JIT:
    _zeros_below = trailing_zeros  # one instruction, which only compiled code can call


@inlined
def bit(place: int) -> int:
    """Return a word with this bit set."""
    return ONE << np.uint64(place)


@inlined
def bit_if(condition: bool, place: int) -> int:
    """Return a word with this bit set if a condition holds, else an empty one: no branch."""
    return np.uint64(condition) << np.uint64(place)  # type: ignore[return-value]


@inlined
def has_bit(word: int, place: int) -> int:
    """Return 1 if a word has this bit set, else 0."""
    return np.int64((word >> np.uint64(place)) & ONE)  # type: ignore[return-value]


@inlined
def lowest_bit(word: int) -> int:
    """Return the place of the lowest bit that is set in a word, which is not empty."""
    return np.int64(_zeros_below(word))  # type: ignore[return-value]


@inlined
def without_lowest(word: int) -> int:
    """Return a word, which is not empty, without its lowest bit."""
    return word & (word - ONE)


@inlined
def turned(word: int, place: int) -> int:
    """Return a word turned so that the bit at `place` comes first, and those before it last."""
    # For place 0, the last mask makes of a shift by 64, which is not defined, one by 0.
    return (word >> np.uint64(place)) | (word << ((_WORD_BITS - np.uint64(place)) & _LAST_BIT))


def bits_of_float(x: float) -> int:
    """Return the word of a float, as a signed integer."""
    return np.int64(struct.unpack("<q", struct.pack("<d", x))[0])  # type: ignore[return-value]


def float_of_bits(bits: int) -> float:
    """Return the float of a word."""
    return float(struct.unpack("<d", struct.pack("<q", bits))[0])


if not config.DISABLE_JIT:

    @inlined
    def bits_of_float(x: float) -> int:
        """Return the word of a float, as a signed integer."""
        return viewer(x, np.int64)

    @inlined
    def float_of_bits(bits: int) -> float:
        """Return the float of a word."""
        return viewer(bits, np.float64)
