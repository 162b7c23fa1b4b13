"""A world whose changing tables lie in one piece of memory, which one copy sets back."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_bindings.aligned import LINE, WORD, aligned
from voltwin_bindings.nested import Flat, flattened, rebuilt
from voltwin_core.station.world import World

Words = npt.NDArray[np.uint64]

# Parts of a world that no run changes.
_FIXED = ("parameters", "ladders", "members", "log")
# What is read when a run has ended. It comes first in the memory.
READ = (
    *("counts", "sums", "state_s", "grid_kwh", "out_s", "exchanges", "wait_bins"),
    *("fleet_counts", "fleet_sums", "stations", "batteries", "wear"),
)


class Place(NamedTuple):
    """Where a table lies in the memory."""

    first: int  # word
    end: int  # word behind its last line
    nbytes: int
    dtype: np.dtype[Any]

    def tables(self, pieces: npt.NDArray[np.uint64]) -> npt.NDArray[Any]:
        """Return the table in each of several pieces of memory, shape (pieces, words), one behind
        the other; in place if it is one piece."""
        own = pieces[:, self.first : self.end].view(np.uint8)[:, : self.nbytes]
        flat = own[0] if len(own) == 1 else np.ascontiguousarray(own).reshape(-1)
        return flat.view(self.dtype)


class OnePiece(NamedTuple):
    """A world, its memory, and where in it each table lies, by its path in the world."""

    world: World
    memory: Words
    places: dict[str, Place]

    @property
    def read_words(self) -> int:
        """How many words, the first ones, hold what is read."""
        return max(self.places[name].end for name in READ)


def in_one_piece(world: World) -> OnePiece:
    """Return a copy of a world: its changing tables in one piece of memory, the others shared."""
    flat = flattened(world)
    places = dict(_places(flat))
    # Whole lines, so that no two threads share one.
    memory = aligned(max(place.end for place in places.values()))
    moved = {path: place.tables(memory[None]) for path, place in places.items()}
    for path, table in moved.items():
        table[...] = flat.arrays[path]
    copy = rebuilt(World, Flat({**flat.arrays, **moved}, flat.shared))
    return OnePiece(copy, memory, places)


def _places(flat: Flat) -> Iterator[tuple[str, Place]]:
    """Yield where each table lies: at the beginning of a line."""
    first = 0
    changing = [path for path in flat.arrays if path.split(".")[0] not in _FIXED]
    for path in sorted(changing, key=lambda path: path not in READ):
        array = flat.arrays[path]
        lines = -(-array.nbytes // LINE)
        end = first + lines * (LINE // WORD)
        yield path, Place(first, end, array.nbytes, array.dtype)
        first = end
