"""Memory that begins and ends with a cache line."""

import numpy as np
import numpy.typing as npt

LINE = 64  # bytes of a cache line
WORD = 8


def aligned(words: int) -> npt.NDArray[np.uint64]:
    """Return so many words, all zero, that begin with a cache line."""
    line = LINE // WORD
    room = np.zeros(words + line, np.uint64)
    first = -(room.ctypes.data // WORD) % line
    return room[first : first + words]
