"""The check of energy finds models whose energy is not power x time, or not in the batteries."""

from dataclasses import replace

import pytest
from tests.validation.known_errors.verdicts import Spoil, asked

from voltwin.reference.course import Course
from voltwin.validation.known_errors import energy
from voltwin.validation.network import Curve, Network


def test_charges_that_take_longer_than_their_power_are_found(spoiled: Spoil) -> None:
    spoiled(Course, "seconds", lambda right, *given: 1.000001 * right(*given))
    assert any("power x time" in what for what in asked(energy.CHECK))


def test_energy_that_is_not_that_of_the_batteries_is_found(
    spoiled: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(energy, "EFFICIENCY", 0.940001)
    right = energy.plant

    def other(curve: Curve, stations: int) -> Network:
        network = right(curve, stations)
        site = replace(network.sites[0], chargers=((60.0, 0.94),) * 6)
        return replace(network, sites=(site,) * stations)

    monkeypatch.setattr(energy, "plant", other)
    assert len([what for what in asked(energy.CHECK) if "charge gained" in what]) == 2
