"""Counter-based random draws: a pure function of (run, stream, entity, ordinal).

Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
(SC 2011). Nothing is drawn "next": whoever asks names what it is for, so adding an entity shifts
nobody's numbers and two scenarios share their common random numbers by construction.

One block of four 32-bit words serves two streams: stream `s` takes half `s % 2` of block `s // 2`.
"""

import hashlib

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import inlined, kernel

# Streams. The ordinal of 0 to 5 is the number of the arrival at its source, of 6 the local date in
# days and of 7 the local hour, both since 1970-01-01. Of 3 and 4 for a vehicle of a fleet it is the
# number of its visit, of 8 and 9 that of its trip, of 10 that of its drive, of 11 it is 0. For 12
# and 13 see `fault_ordinal`.
ARRIVAL_GAP = 0
BATTERY_TYPE = 1
ARRIVAL_SOC = 2  # with SWAP_TIME one block: nearly every arrival needs both
SWAP_TIME = 3
PATIENCE = 4
DAY_FACTOR = 6
HOUR_JITTER = 7
TRIP_GAP = 8  # with DESTINATION one block: every trip needs both
DESTINATION = 9
TRIP_ENERGY = 10
INITIAL_SOC = 11
CHARGER_FAULT = 12
BAY_FAULT = 13

Word = np.uint64  # Philox works on 32-bit words; products need 64

_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_TO_UNIT = 2.0**-52

AHEAD = 16  # draws of that many ordinals on are made at once
_DROP = np.uint64(12)


def run_key(seed: int, replication: int) -> int:
    """Return the 64-bit key of one replication of a seeded run."""
    return _hash64(f"run/{seed}/{replication}")


def other_key(key: int, seed: int, number: int) -> int:
    """Return the 64-bit key of draws that go on from a run in another way.

    Args:
        key: of the run.
        seed: of all that go on from it.
        number: of the one among them.
    """
    return _hash64(f"other/{key}/{seed}/{number}")


def entity_key(kind: str, entity_id: str) -> int:
    """Return the 64-bit key of an entity, by its kind and id and nothing else."""
    return _hash64(f"{kind}/{entity_id}")


def _hash64(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


@inlined
def philox(
    c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word
) -> tuple[Word, Word, Word, Word]:
    """Return one block of Philox4x32-10; all arguments and results are 32-bit words in uint64."""
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * c0
        product_1 = _MULTIPLIER_1 * c2
        c0 = (product_1 >> _SHIFT) ^ c1 ^ k0
        c1 = product_1 & _MASK
        c2 = (product_0 >> _SHIFT) ^ c3 ^ k1
        c3 = product_0 & _MASK
        k0 = (k0 + _WEYL_0) & _MASK
        k1 = (k1 + _WEYL_1) & _MASK
    return c0, c1, c2, c3


@inlined
def uniform(key: int, stream: int, entity: int, ordinal: int) -> float:
    """Return the uniform draw in (0, 1), never 0 or 1, named by its four arguments.

    Args:
        key: of the run, see `run_key` (uint64).
        stream: one of the streams above.
        entity: key of the entity, see `entity_key` (uint64).
        ordinal: number of the thing that the draw belongs to, 0 or more.
    """
    even, odd = uniform_pair(key, stream >> 1, entity, ordinal)
    return odd if stream & 1 else even


@kernel
def fault_ordinal(unit: int, change: int) -> int:
    """Return the ordinal of a change between working and failed.

    Args:
        unit: number of what works and fails, among those of its kind and place, from 0.
        change: 0 for its first failure, 1 for the repair that follows, and so on.
    """
    return (int(unit) << 32) | int(change)


@inlined
def uniform_pair(key: int, block: int, entity: int, ordinal: int) -> tuple[float, float]:
    """Return the draws of streams 2 x `block` and 2 x `block` + 1 at the price of one."""
    n, who, run = np.uint64(ordinal), np.uint64(entity), np.uint64(key)
    w0, w1, w2, w3 = philox(
        n & _MASK,
        ((n >> _SHIFT) << np.uint64(8) | np.uint64(block)) & _MASK,
        who & _MASK,
        who >> _SHIFT,
        run & _MASK,
        run >> _SHIFT,
    )
    return _to_unit(w0, w1), _to_unit(w2, w3)


@inlined
def uniforms_ahead(
    key: int, block: int, entity: int, ordinal: int, pairs: npt.NDArray[np.float64], first: int
) -> None:
    """Write the pairs of AHEAD ordinals on: first draws from `first` on, second ones after them.

    Nothing depends on what comes before, so that the compiler works on several at once.
    """
    for k in range(AHEAD):
        pairs[first + k], pairs[first + AHEAD + k] = uniform_pair(key, block, entity, ordinal + k)


@inlined
def _to_unit(high: Word, low: Word) -> float:
    return (float(np.int64((high << _SHIFT | low) >> _DROP)) + 0.5) * _TO_UNIT
