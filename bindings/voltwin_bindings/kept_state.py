"""A state of a run kept small in memory, to go on from it as often as is wished.

Parameters, and what follows from them alone, are no part of it: whoever goes on from it has them,
and those of the run may have become others since. The cells of KPIs are cut by the hour into
blocks, and blocks of equal content are there once, however many states have them: hours that are
over hardly change, those to come take no room. All else is compressed (LZ4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from sys import getsizeof, intern
from typing import Any, Final, NamedTuple
from weakref import WeakValueDictionary

import numpy as np
import pyarrow as pa

from voltwin_bindings.changing import going_on_with, without_lines
from voltwin_bindings.kernel_state import KernelState
from voltwin_bindings.merged_log import log_buffer
from voltwin_bindings.nested import Array, Flat, every_array, flattened, rebuilt
from voltwin_core.ladder import Ladders
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.world import World

_CODEC: Final = "lz4_raw"
FROZEN = ("parameters.", "ladders.")  # paths of what a run does not write to begin so
_CELLS = ("counts", "sums", "state_s", "grid_kwh", "out_s", "fleet_counts", "fleet_sums")
_OF_CLASSES = ("fleet_counts", "fleet_sums")
_HOURS = 6  # of a block
_STATE_BYTES = 400  # of a kept state as an object, about
_BLOCK_BYTES = 250  # of a block as an object, and of its digest, about


class Slot(NamedTuple):
    """An array, and whether it is among the packed bytes or all zero."""

    path: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    is_packed: bool


class Block:
    """The cells of a few hours, compressed."""

    __slots__ = ("__weakref__", "_data", "_size")

    def __init__(self, plain: bytes) -> None:
        """Compress the bytes of the cells."""
        self._data: bytes = pa.compress(plain, codec=_CODEC, asbytes=True)
        self._size = len(plain)

    @property
    def bytes(self) -> int:
        """How much memory it takes [B]."""
        return getsizeof(self._data) + _BLOCK_BYTES

    def plain(self) -> memoryview:
        """Return the bytes of the cells."""
        return memoryview(pa.decompress(self._data, self._size, codec=_CODEC))


_blocks: WeakValueDictionary[bytes, Block] = WeakValueDictionary()  # by digest


@dataclass(frozen=True, eq=False)
class KeptState:
    """Where a run stood; `kept` makes it, and `state` gives it back."""

    now: float  # [s]
    slab_s: float  # as in `KernelState` [s]
    blocks: tuple[Block | None, ...]  # None where all cells are zero
    packed: bytes
    size: int  # of what is packed [B]
    slots: tuple[Slot, ...]
    shared: dict[str, str]  # as in `nested.Flat`

    @cached_property
    def own_bytes(self) -> int:
        """How much memory it takes besides its blocks [B]."""
        slots = sum(getsizeof(slot) + getsizeof(slot.shape) for slot in self.slots)
        parts = self.packed, self.blocks, self.slots, self.shared
        return sum(map(getsizeof, parts)) + slots + _STATE_BYTES

    def state(self, parameters: Parameters, ladders: Ladders) -> KernelState:
        """Return the state, in memory of its own but for the parameters and ladders.

        Args:
            parameters: to go on with: those of the run when the state was kept, or others as
                `changing.going_on_with` takes them.
            ladders: of the run.
        """
        arrays = {
            **every_array(parameters, "parameters."),
            **every_array(ladders, "ladders."),
            **dict(self._unpacked()),
        }
        cells = [_by_hour(arrays[name], name, parameters) for name in _CELLS]
        for number, block in enumerate(self.blocks):
            if block is not None:
                _fill([of[:, number * _HOURS : (number + 1) * _HOURS] for of in cells], block)
        world = rebuilt(World, Flat(arrays, self.shared))
        world = world._replace(parameters=parameters, ladders=ladders)
        world = going_on_with(world, parameters, self.now, surges=True)
        return KernelState(world, self.now, self.slab_s)

    def _unpacked(self) -> Iterator[tuple[str, Array]]:
        unpacked = pa.decompress(self.packed, self.size, codec=_CODEC)
        plain, first = np.frombuffer(memoryview(unpacked), np.uint8), 0
        for path, dtype, shape, is_packed in self.slots:
            array = np.zeros(shape, dtype)
            if is_packed:  # as bytes: rows of tables would be copied field by field
                array.reshape(-1).view(np.uint8)[:] = plain[first : first + array.nbytes]
                first += array.nbytes
            yield path, array


def kept(state: KernelState) -> KeptState:
    """Return where a run stands, kept small; its world is read, and may be the run's own."""
    world = without_lines(state.world._replace(log=log_buffer(0)), state.now)
    flat = flattened(world)
    own = {
        intern(path): array for path, array in flat.arrays.items() if not path.startswith(FROZEN)
    }
    shared = {
        intern(path): intern(first)
        for path, first in flat.shared.items()
        if not path.startswith(FROZEN)
    }
    filled = {path for path, array in own.items() if path not in _CELLS and _is_filled(array)}
    packed = b"".join(own[path].tobytes() for path in own if path in filled)
    return KeptState(
        now=state.now,
        slab_s=state.slab_s,
        blocks=tuple(_cut(world)),
        packed=pa.compress(packed, codec=_CODEC, asbytes=True),
        size=len(packed),
        slots=tuple(
            Slot(path, array.dtype, array.shape, path in filled) for path, array in own.items()
        ),
        shared=shared,
    )


def _is_filled(array: Array) -> bool:
    """Return whether any byte is not zero."""
    return bool(np.frombuffer(array.tobytes(), np.uint8).any())


def _cut(world: World) -> Iterator[Block | None]:
    """Yield the blocks of a world's cells."""
    cells = [_by_hour(getattr(world, name), name, world.parameters) for name in _CELLS]
    for first in range(0, _hours(world.parameters), _HOURS):
        plain = b"".join(of[:, first : first + _HOURS].tobytes() for of in cells)
        yield block_of(plain) if np.frombuffer(plain, np.uint8).any() else None


def block_of(plain: bytes) -> Block:
    """Return the block with these bytes: the one that is there, or a new one."""
    digest = sha256(plain).digest()
    block = _blocks.get(digest)
    if block is None:
        block = _blocks.setdefault(digest, Block(plain))
    return block


def _fill(cells: list[Array], block: Block) -> None:
    plain, first = block.plain(), 0
    for of in cells:
        of[...] = np.frombuffer(plain, of.dtype, of.size, first).reshape(of.shape)
        first += of.nbytes


def _by_hour(cells: Array, name: str, parameters: Parameters) -> Array:
    """Return cells as (stations or classes, hours, columns), the same memory."""
    rows = len(parameters.fleet.classes if name in _OF_CLASSES else parameters.stations)
    hours = _hours(parameters)
    return cells.reshape(rows, hours, cells.size // (rows * hours) if rows else 0)


def _hours(parameters: Parameters) -> int:
    return int(as_array(parameters.settings)["hours"][0])
