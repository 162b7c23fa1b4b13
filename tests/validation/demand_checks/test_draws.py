"""Draws that are not what they should be are found out: each test of them by a fault of its own."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from tests.validation.demand_checks.made import failed

from voltwin.validation.demand_checks import draws as checked
from voltwin.validation.demand_checks import goodness
from voltwin.validation.demand_checks.draws import (
    ENTITIES,
    KNOWN_ANSWERS,
    NUMBERS,
    REPLICATIONS,
    SEEDS,
    STREAMS,
    Drawn,
    drawn,
    random_draws,
    verdicts_on,
)
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Sample, Status
from voltwin_core import draws
from voltwin_core.draws import entity_key, run_key

Floats = npt.NDArray[np.float64]
SAMPLE = Sample(7, "made up")
RUNS = len(SEEDS) * len(REPLICATIONS) + 1  # and one that goes on in another way
SHAPE = len(STREAMS), RUNS * len(ENTITIES), NUMBERS[Effort.QUICK]
UNIFORM, BITS, PAIRS, CORRELATED, PERIOD, BIRTHDAYS = (
    "uniform, distance of law",
    "share of a bit, off 1/2",
    "pairs in a row, chi-square",
    "correlation of two rows",
    "wave in a row, amplitude",
    "birthday spacings, off by",
)


def right() -> Floats:
    """Return draws by NumPy's own generator."""
    return np.random.default_rng(10).random(SHAPE)


def wrong(values: Floats) -> set[str]:
    return failed(verdicts_on(Drawn(values)))


def test_draws_of_another_good_generator_pass() -> None:
    assert wrong(right()) == set()


def test_a_stream_that_is_not_uniform_is_found_out() -> None:
    values = right()
    values[3] **= 1.06
    assert UNIFORM in wrong(values)


def test_a_bit_that_is_set_too_often_is_found_out() -> None:
    """The 40th of one stream, in one of twenty draws."""
    values = right()
    whole = np.floor(values * 2.0**52).astype(np.uint64)
    whole[5, :, ::20] |= np.uint64(1 << 12)
    values[5] = whole[5] / 2.0**52
    assert wrong(values) == {BITS}


def test_draws_that_follow_from_those_before_them_are_found_out() -> None:
    """A tenth of every second draw of one stream is the one before it, mirrored."""
    values = right()
    values[7, :, 1::20] = 1.0 - values[7, :, ::20]
    assert PAIRS in wrong(values)


def same_entity(values: Floats) -> None:
    values[4, 1] = values[4, 0]


def mirrored_stream(values: Floats) -> None:
    values[9, 3] = 1.0 - values[8, 3]


def a_part_is_shared(values: Floats) -> None:
    values[2, 6, ::5] = values[2, 5, ::5]


def as_far_from_the_middle(values: Floats) -> None:
    """Draws of two streams are uncorrelated, and on the same or mirrored places."""
    sides = np.random.default_rng(11).random(SHAPE[2]) < 0.5
    values[1, 2] = np.where(sides, values[0, 2], 1.0 - values[0, 2])


@pytest.mark.parametrize(
    "spoil", [same_entity, mirrored_stream, a_part_is_shared, as_far_from_the_middle]
)
def test_draws_that_two_share_are_found_out(spoil: Callable[[Floats], None]) -> None:
    values = right()
    spoil(values)
    assert CORRELATED in wrong(values)


def test_draws_that_come_again_are_found_out() -> None:
    values = right()
    values[0, 0] = np.tile(values[0, 0, :128], SHAPE[2] // 128)
    assert PERIOD in wrong(values)


def test_a_lattice_is_found_out() -> None:
    """All draws one after the other by a linear congruence of 2^32, multiplier 69069: far more even
    than by chance."""
    state, values = np.uint64(1), np.empty(np.prod(SHAPE))
    multipliers = np.cumprod(np.full(1 << 16, 69069, np.uint64)) % np.uint64(1 << 32)
    for first in range(0, values.size, 1 << 16):
        block = (state * multipliers) % np.uint64(1 << 32)
        part = values[first : first + (1 << 16)]
        part[:] = block[: part.size] / 2.0**32
        state = block[-1]
    rows = values.reshape(SHAPE[2], -1).T.reshape(SHAPE)
    assert BIRTHDAYS in wrong(rows)


def test_a_wrong_round_of_philox_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draws, "philox", lambda *words: words[:4])
    monkeypatch.setattr(checked, "drawn", lambda _count: Drawn(right()))
    assert failed(random_draws(Effort.QUICK)) == {"differing words of Philox"}
    assert len(KNOWN_ANSWERS) == 3


def test_a_key_that_forgets_the_replication_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draws, "run_key", lambda seed, _replication: run_key(seed, 0))
    assert CORRELATED in failed(verdicts_on(drawn(512)))


def test_draws_are_those_of_each_name() -> None:
    found = drawn(64).values
    of: Any = np.uint64(run_key(SEEDS[1], REPLICATIONS[0]))
    who: Any = np.uint64(entity_key(*ENTITIES[2]))
    for stream in (0, 3, 13):
        expected = draws.uniform(of, stream, who, 40)
        assert found[stream, len(REPLICATIONS) * len(ENTITIES) + 2, 40] == expected


def test_the_wave_that_is_said_to_be_seen_is_seen_nine_times_of_ten() -> None:
    """Of any phase, on one row of several."""
    source, count, trials = np.random.default_rng(12), 512, 200
    rows = source.random((trials, 4, count))
    seen = checked._largest_wave(Drawn(rows[:1]), SAMPLE).catches
    assert seen is not None
    phases = source.random((trials, 1))
    rows[:, 2] += seen * np.sin(2.0 * np.pi * (37.0 * np.arange(count) / count + phases))
    found = [checked._largest_wave(Drawn(of[None]), SAMPLE) for of in rows]
    failing = np.mean([verdict.status is Status.FAILED for verdict in found])
    assert failing >= 0.9 - 3.0 * np.sqrt(0.09 / trials)


def test_draws_that_go_on_with_those_of_the_run_are_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draws, "other_key", lambda key, _seed, _number: key)
    assert CORRELATED in failed(verdicts_on(drawn(512)))


def test_right_draws_fail_as_often_as_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a chance that can be seen: bounds on distances are never reached as often, the other
    tests are, but for what their laws leave out."""
    chance, trials, source = 0.05, 300, np.random.default_rng(13)
    for module in (checked, goodness):
        monkeypatch.setattr(module, "CHANCE", chance)
    goodness.seen_noncentrality.cache_clear()
    failing = Counter(
        what
        for _ in range(trials)
        for what in failed(verdicts_on(Drawn(source.random((2, 4, 4096)))))
    )
    goodness.seen_noncentrality.cache_clear()
    error = np.sqrt(chance * (1.0 - chance) / trials)
    for what in (UNIFORM, BITS, PAIRS, CORRELATED, PERIOD, BIRTHDAYS):
        assert failing[what] / trials < chance + 3.0 * error, what
    for what in (BITS, PAIRS, CORRELATED, PERIOD):
        assert failing[what] / trials > chance - 3.0 * error, what
