"""Kept states of one run as the content of a snapshot, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from voltwin_bindings.kept_state import Block, KeptState, Slot, block_of
from voltwin_bindings.kernel_state import of_this_build, refuse_other_builds
from voltwin_bindings.nested import Array
from voltwin_bindings.snapshot_file import Content

_STATES = "states"
_BLOCKS = "blocks"


def content_of_kept(states: Sequence[KeptState], values: Mapping[str, Any]) -> Content:
    """Return what a snapshot of kept states holds.

    Args:
        states: of one run.
        values: plain ones to be kept with them.
    """
    blocks = list(dict.fromkeys(block for state in states for block in state.blocks if block))
    number = {block: i for i, block in enumerate(blocks)}
    told = [_told(state, number) for state in states]
    arrays = {f"{_BLOCKS}.{i}": _as_array(block.plain()) for i, block in enumerate(blocks)}
    arrays |= {f"{_STATES}.{i}": _as_array(state.packed) for i, state in enumerate(states)}
    return Content(of_this_build({**values, _STATES: told}), arrays)


def kept_of(content: Content) -> list[KeptState]:
    """Return the kept states in a snapshot.

    Raises:
        SnapshotError: it was written by another engine, or on another platform: the numbers would
            not be those of the run as it was.
    """
    refuse_other_builds(content.values)
    blocks: dict[int, Block] = {}
    for told in content.values[_STATES]:
        for i in told["blocks"]:
            if i is not None and i not in blocks:
                blocks[i] = block_of(content.arrays[f"{_BLOCKS}.{i}"].tobytes())
    return [
        _state(told, content.arrays[f"{_STATES}.{i}"], blocks)
        for i, told in enumerate(content.values[_STATES])
    ]


def _as_array(data: bytes | memoryview) -> Array:
    return np.frombuffer(data, np.uint8)


def _told(state: KeptState, number: Mapping[Block, int]) -> dict[str, Any]:
    """Return all of a state but its bytes; its blocks by their numbers."""
    return {
        "now": state.now,
        "slab_s": state.slab_s,
        "size": state.size,
        "blocks": [None if block is None else number[block] for block in state.blocks],
        # The fields of a table's rows are known to those who go on from it.
        "slots": [[s.path, s.dtype.str, list(s.shape), s.is_packed] for s in state.slots],
        "shared": state.shared,
    }


def _state(told: Mapping[str, Any], packed: Array, blocks: Mapping[int, Block]) -> KeptState:
    return KeptState(
        now=told["now"],
        slab_s=told["slab_s"],
        blocks=tuple(None if i is None else blocks[i] for i in told["blocks"]),
        packed=packed.tobytes(),
        size=told["size"],
        slots=tuple(
            Slot(path, np.dtype(dtype), tuple(shape), is_packed)
            for path, dtype, shape, is_packed in told["slots"]
        ),
        shared=told["shared"],
    )
