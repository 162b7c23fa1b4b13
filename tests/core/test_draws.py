"""Draws: a slow twin with Python's integers, and what names a draw. Whether they are uniform and
independent is asked by `voltwin validate --only draws` (tests/validation/demand_checks)."""

import hashlib
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voltwin.validation.demand_checks.draws import KNOWN_ANSWERS
from voltwin_core import draws
from voltwin_core.draws import entity_key, philox, run_key

SEVERAL = settings(max_examples=300, deadline=None)
U32 = st.one_of(st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 2**31, 2**32 - 1]))
U64 = st.one_of(st.integers(0, 2**64 - 1), st.sampled_from([0, 2**32, 2**63, 2**64 - 1]))
ORDINAL = st.one_of(st.integers(0, 2**40), st.integers(0, 1000), st.just(2**63 - 1))
STREAM = st.integers(0, 7)
STREAMS = (
    draws.ARRIVAL_GAP,
    draws.BATTERY_TYPE,
    draws.ARRIVAL_SOC,
    draws.PATIENCE,
    draws.SWAP_TIME,
    draws.DAY_FACTOR,
    draws.HOUR_JITTER,
)


def slow_philox(counter: list[int], key: list[int]) -> list[int]:
    """Philox4x32-10 as the paper defines it, in integers without bounds."""
    (c0, c1, c2, c3), (k0, k1) = counter, key
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c0, 2**32)
        high1, low1 = divmod(0xCD9E8D57 * c2, 2**32)
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return [c0, c1, c2, c3]


def slow_uniform(key: int, stream: int, entity: int, ordinal: int) -> float:
    """The uniform of 52 bits: half `stream % 2` of the block that its arguments name."""
    n_low, n_high = ordinal % 2**32, ordinal // 2**32
    counter = [n_low, (n_high * 256 + stream // 2) % 2**32, entity % 2**32, entity // 2**32]
    words = slow_philox(counter, [key % 2**32, key // 2**32])
    high, low = words[2 * (stream % 2) : 2 * (stream % 2) + 2]
    return ((high * 2**32 + low) // 2**12 + 0.5) / 2**52


def uniform(key: int, stream: int, entity: int, ordinal: int) -> float:
    """The draw, with keys as they stand in the tables: a bare int of Python is taken as int64."""
    of_run: Any = np.uint64(key)
    of_entity: Any = np.uint64(entity)
    return draws.uniform(of_run, stream, of_entity, ordinal)


def block(counter: list[int], key: list[int]) -> list[int]:
    words = philox(*(np.uint64(word) for word in (*counter, *key)))
    return [int(word) for word in words]


def hexadecimal(words: str) -> list[int]:
    return [int(word, 16) for word in words.split()]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_the_slow_twin_gives_the_published_known_answers(
    counter: str, key: str, answer: str
) -> None:
    """So does the kernel: by the check of draws."""
    assert slow_philox(hexadecimal(counter), hexadecimal(key)) == hexadecimal(answer)


@SEVERAL
@given(st.lists(U32, min_size=4, max_size=4), st.lists(U32, min_size=2, max_size=2))
def test_philox_is_its_slow_twin(counter: list[int], key: list[int]) -> None:
    assert block(counter, key) == slow_philox(counter, key)


@SEVERAL
@given(U64, STREAM, U64, ORDINAL)
def test_uniform_is_its_slow_twin(key: int, stream: int, entity: int, ordinal: int) -> None:
    assert uniform(key, stream, entity, ordinal) == slow_uniform(key, stream, entity, ordinal)


@SEVERAL
@given(U64, STREAM, U64, ORDINAL)
def test_uniform_is_in_the_open_interval(key: int, stream: int, entity: int, ordinal: int) -> None:
    assert 2.0**-53 <= uniform(key, stream, entity, ordinal) <= 1.0 - 2.0**-53


def test_two_streams_share_a_block_and_take_half_of_it_each() -> None:
    words = slow_philox([5, 1, 9, 0], [3, 0])
    first, second = ((words[i] << 32 | words[i + 1]) >> 12 for i in (0, 2))
    assert uniform(3, 2, 9, 5) == (first + 0.5) / 2**52
    assert uniform(3, 3, 9, 5) == (second + 0.5) / 2**52


def test_no_two_streams_have_the_same_number() -> None:
    assert len(set(STREAMS)) == len(STREAMS)
    assert max(STREAMS) // 2 < 2**8


def test_no_two_draws_share_their_uniform() -> None:
    taken = Counter(
        uniform(key, stream, entity, ordinal)
        for key in (0, 1, 2**32, 2**63)
        for stream in STREAMS
        for entity in (0, 1, 2**32, 2**63 + 1)
        for ordinal in (0, 1, 2, 2**32, 2**33)
    )
    assert max(taken.values()) == 1


def test_keys_are_hashes_of_what_they_name() -> None:
    digest = hashlib.blake2b(b"run/7/3", digest_size=8).digest()
    assert run_key(7, 3) == int.from_bytes(digest, "little")
    digest = hashlib.blake2b(b"station/north", digest_size=8).digest()
    assert entity_key("station", "north") == int.from_bytes(digest, "little")


def test_keys_of_different_things_differ() -> None:
    keys = {run_key(seed, replication) for seed in range(100) for replication in range(100)}
    assert len(keys) == 10_000
    assert entity_key("station", "1") != entity_key("source", "1")
    assert entity_key("station", "1") != entity_key("station", "11")


@given(U64, st.integers(0, 7), U64, st.integers(0, 2**40))
def test_draws_ahead_are_those_of_each_ordinal(
    run: int, block: int, entity: int, ordinal: int
) -> None:
    key, who = np.uint64(run), np.uint64(entity)
    pairs = np.zeros(2 * draws.AHEAD + 1)
    draws.uniforms_ahead(key, block, who, ordinal, pairs, 1)  # type: ignore[arg-type]
    for k in range(draws.AHEAD):
        expected = draws.uniform_pair(key, block, who, ordinal + k)  # type: ignore[arg-type]
        assert (pairs[1 + k], pairs[1 + draws.AHEAD + k]) == expected
