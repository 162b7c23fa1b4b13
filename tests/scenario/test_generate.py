"""What the demo city cannot be made from, in one line that names the argument."""

from typing import Any

import numpy as np
import pytest

import voltwin


@pytest.mark.parametrize(
    ("argument", "line"),
    [
        ({"stations": 0}, "stations: 0 must be a whole number from 1 to 100000"),
        ({"stations": 2.5}, "stations: 2.5 must be a whole number from 1 to 100000"),
        ({"stations": 10**9}, "stations: 1000000000 must be a whole number from 1 to 100000"),
        ({"stations": True}, "stations: true must be a whole number from 1 to 100000"),
        ({"stations": "3"}, 'stations: "3" must be a whole number from 1 to 100000'),
        ({"seed": -1}, f"seed: -1 must be a whole number from 0 to {2**63}"),
        ({"seed": None}, f"seed: nothing must be a whole number from 0 to {2**63}"),
    ],
)
def test_a_wrong_argument_is_one_line(argument: dict[str, Any], line: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole text is compared
        voltwin.demo_city(**argument)
    assert str(caught.value) == line


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    stations: Any = np.int64(3)
    seed: Any = np.uint8(4)
    assert voltwin.demo_city(stations, seed=seed) == voltwin.demo_city(3, seed=4)
