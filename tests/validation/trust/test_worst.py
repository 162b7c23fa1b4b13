"""What is no number is never passed over, wherever it stands."""

import math

import pytest

from voltwin.validation.trust.worst import worst


def test_the_largest_counts() -> None:
    assert worst([0.1, 0.3, 0.2]) == 0.3
    assert worst([0.1, math.inf]) == math.inf


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_no_number_is_the_worst(place: int) -> None:
    values = [0.1, math.inf]
    values.insert(place, math.nan)
    assert math.isnan(worst(values))


def test_nothing_has_no_worst() -> None:
    with pytest.raises(ValueError, match="there is no case"):
        worst([])
