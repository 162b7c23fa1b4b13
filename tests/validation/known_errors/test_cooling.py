"""The check of cooling finds models in which batteries are charged before they are cool."""

import math
from typing import Any

import pytest
from tests.validation.known_errors.verdicts import Spoil, asked

from voltwin.reference.charge import Charge
from voltwin.validation.known_errors import cooling


def test_charging_in_place_of_cooling_is_found(
    spoiled: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = cooling.warm
    monkeypatch.setattr(cooling, "warm", lambda stations: right(stations, 0.5 * cooling.COOL_S))
    found = asked(cooling.CHECK)
    assert "energy while all cool" in found
    assert "time of charging while all cool" in found
    assert "time of cooling then" in found


def test_power_drawn_while_cooling_is_found(spoiled: Spoil) -> None:
    def with_power(right: Spoil, self: Charge, kind: int, *given: Any) -> None:
        power_kw, *fraction = given or (math.nan,)
        right(self, kind, 1.0 if power_kw == 0.0 else power_kw, *fraction)

    spoiled(Charge, "_write", with_power)
    assert "rows of batteries that cool with power" in asked(cooling.CHECK)
