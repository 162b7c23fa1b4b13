"""Entities of the events of a script's lines: docs/model.md §4."""

import pytest

from voltwin_core.station.events import (
    BAY_IN,
    BAY_OUT,
    CHARGER_IN,
    CHARGER_OUT,
    INTERVENTION,
    TRUCK,
)
from voltwin_core.station.script import line_entity


@pytest.mark.parametrize(
    ("rank", "entity"),
    [
        *((CHARGER_OUT, 107), (CHARGER_IN, 107)),
        *((BAY_OUT, 27), (BAY_IN, 27)),
        *((TRUCK, 7), (INTERVENTION, 7)),
    ],
)
def test_a_line_comes_behind_what_fails_at_random(rank: int, entity: int) -> None:
    assert line_entity(rank, 7, chargers=100, bays=20) == entity
