"""The histogram of waits: its bins, and the error of a value read from them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voltwin_core.station.cells import (
    BINS_PER_OCTAVE,
    COUNTS,
    OCTAVES,
    STATES,
    SUMS,
    WAIT_BINS,
    wait_bin,
)

SEVERAL = settings(max_examples=500, deadline=None)
WAIT = st.floats(0.0, 2.0**21)
LONGEST_S = 2.0**OCTAVES

# Lower bounds of all bins: 0, (0, 1), 16 equal parts of each octave, and all beyond.
OCTAVE = 1.0 + np.arange(BINS_PER_OCTAVE) / BINS_PER_OCTAVE
EDGES = np.concatenate(
    [[-math.inf, math.nextafter(0.0, 1.0)], *(OCTAVE * 2.0**n for n in range(OCTAVES)), [LONGEST_S]]
)


@SEVERAL
@given(st.one_of(WAIT, st.sampled_from(EDGES[1:].tolist())))
def test_wait_bin_is_its_slow_twin(wait: float) -> None:
    assert wait_bin(wait) == np.searchsorted(EDGES, wait, side="right") - 1


def test_every_bin_begins_at_its_edge() -> None:
    assert len(EDGES) == WAIT_BINS
    for number, edge in enumerate(EDGES[1:].tolist(), 1):
        assert wait_bin(edge) == number
        assert wait_bin(math.nextafter(edge, -1.0)) == number - 1


@SEVERAL
@given(st.floats(1.0, math.nextafter(LONGEST_S, 0.0)))
def test_the_middle_of_a_bin_is_within_a_thirty_second_of_the_wait(wait: float) -> None:
    number = wait_bin(wait)
    middle = (EDGES[number] + EDGES[number + 1]) / 2.0
    assert abs(middle - wait) <= wait / 32.0


@pytest.mark.parametrize(
    ("wait", "number"), [(0.0, 0), (-0.0, 0), (1e-300, 1), (0.999, 1), (1.0, 2)]
)
def test_no_wait_and_less_than_a_second_have_bins_of_their_own(wait: float, number: int) -> None:
    assert wait_bin(wait) == number


@pytest.mark.parametrize("wait", [LONGEST_S, 1e9, 1e300])
def test_what_lasts_longer_than_the_octaves_is_in_the_last_bin(wait: float) -> None:
    assert wait_bin(wait) == WAIT_BINS - 1


def test_a_long_wait_is_in_a_later_bin() -> None:
    waits = np.geomspace(1e-3, 1e7, 5000)
    bins = [wait_bin(wait) for wait in waits.tolist()]
    assert bins == sorted(bins)
    assert max(bins) < WAIT_BINS


def test_columns_have_names_of_their_own() -> None:
    names = COUNTS + SUMS + STATES
    assert len(set(names)) == len(names)
