import numpy as np
import pytest

from voltwin.report.classes import LONG_WAITS, LOST_SHARES, MEAN_WAITS, Classes
from voltwin.report.style import HEAT


@pytest.mark.parametrize(
    ("share", "label"),
    [
        (0.0, "none"),
        (1e-6, "< 0.5 %"),
        (0.005, "0.5 to 1 %"),
        (0.0199, "1 to 2 %"),
        (0.02, "2 to 5 %"),
        (0.2, "> 20 %"),
        (1.0, "> 20 %"),
    ],
)
def test_a_share_lies_in_the_class_that_says_so(share: float, label: str) -> None:
    (found,) = LOST_SHARES.of(np.array([share]))
    assert LOST_SHARES.labels[found] == label


@pytest.mark.parametrize("classes", [LOST_SHARES, MEAN_WAITS, LONG_WAITS], ids=lambda c: c.what)
def test_every_class_has_a_colour_and_a_label(classes: Classes) -> None:
    assert len(classes.borders) + 1 == len(classes.labels) == len(classes.tokens) == len(HEAT)
    assert list(classes.of(np.array(classes.borders))) == list(range(1, len(HEAT)))


def test_what_is_not_known_has_no_class() -> None:
    assert LOST_SHARES.of(np.array([np.nan]))[0] == -1
