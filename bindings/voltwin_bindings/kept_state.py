"""A state of a run kept small in memory, to go on from it as often as is wished.

Parameters, and what follows from them alone, are not copied: runs do not write to them. The cells
of KPIs are cut by the hour into blocks, and blocks of equal content are there once, however many
states have them: hours that are over hardly change, those to come take no room. All else is
compressed (LZ4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, NamedTuple
from weakref import WeakValueDictionary

import numpy as np
import pyarrow as pa

from voltwin_bindings.kernel_state import KernelState
from voltwin_bindings.merged_log import log_buffer
from voltwin_bindings.nested import Array, Flat, flattened, rebuilt
from voltwin_core.ladder import Ladders
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.world import World

_CODEC: Final = "lz4_raw"
FROZEN = ("parameters.", "ladders.")  # paths of what a run does not write to begin so
_CELLS = ("counts", "sums", "state_s", "grid_kwh", "out_s", "fleet_counts", "fleet_sums")
_OF_CLASSES = ("fleet_counts", "fleet_sums")
_HOURS = 6  # of a block


class _Slot(NamedTuple):
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
        return len(self._data)

    def plain(self) -> memoryview:
        """Return the bytes of the cells."""
        return memoryview(pa.decompress(self._data, self._size, codec=_CODEC))


_blocks: WeakValueDictionary[bytes, Block] = WeakValueDictionary()  # by digest


@dataclass(frozen=True, eq=False)
class KeptState:
    """Where a run stood; `kept` makes it, and `state` gives it back."""

    now: float  # [s]
    slab_s: float  # as in `KernelState` [s]
    parameters: Parameters
    ladders: Ladders
    blocks: tuple[Block | None, ...]  # None where all cells are zero
    packed: bytes
    size: int  # of what is packed [B]
    slots: tuple[_Slot, ...]
    shared: dict[str, str]  # as in `nested.Flat`

    @property
    def own_bytes(self) -> int:
        """How much memory it takes besides its blocks [B]."""
        return len(self.packed)

    def state(self) -> KernelState:
        """Return the state, in memory of its own but for the parameters."""
        frozen = {"parameters.": self.parameters, "ladders.": self.ladders}
        arrays = {
            prefix + path: array
            for prefix, nested in frozen.items()
            for path, array in flattened(nested).arrays.items()
        }
        arrays.update(self._unpacked())
        cells = [_by_hour(arrays[name], name, self.parameters) for name in _CELLS]
        for number, block in enumerate(self.blocks):
            if block is not None:
                _fill([of[:, number * _HOURS : (number + 1) * _HOURS] for of in cells], block)
        world = rebuilt(World, Flat(arrays, self.shared))
        world = world._replace(parameters=self.parameters, ladders=self.ladders)
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
    world = state.world._replace(log=log_buffer(0))
    flat = flattened(world)
    own = {path: array for path, array in flat.arrays.items() if not path.startswith(FROZEN)}
    filled = {path for path, array in own.items() if path not in _CELLS and _is_filled(array)}
    packed = b"".join(own[path].tobytes() for path in own if path in filled)
    return KeptState(
        now=state.now,
        slab_s=state.slab_s,
        parameters=world.parameters,
        ladders=world.ladders,
        blocks=tuple(_cut(world)),
        packed=pa.compress(packed, codec=_CODEC, asbytes=True),
        size=len(packed),
        slots=tuple(
            _Slot(path, array.dtype, array.shape, path in filled) for path, array in own.items()
        ),
        shared=flat.shared,
    )


def _is_filled(array: Array) -> bool:
    """Return whether any byte is not zero."""
    return bool(np.frombuffer(array.tobytes(), np.uint8).any())


def _cut(world: World) -> Iterator[Block | None]:
    """Yield the blocks of a world's cells."""
    cells = [_by_hour(getattr(world, name), name, world.parameters) for name in _CELLS]
    for first in range(0, _hours(world.parameters), _HOURS):
        plain = b"".join(of[:, first : first + _HOURS].tobytes() for of in cells)
        yield _block(plain) if np.frombuffer(plain, np.uint8).any() else None


def _block(plain: bytes) -> Block:
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
