"""Copies of a network side by side: who belongs to whom."""

import numpy as np
from tests.bindings.runs import busy

from voltwin_bindings.repeated import repeated
from voltwin_core.record import as_array


def test_one_copy_is_the_network_itself() -> None:
    parameters = busy()
    assert repeated(parameters, 1) is parameters


def test_everything_belongs_to_its_own_copy() -> None:
    parameters = busy()
    three = repeated(parameters, 3)
    stations, batteries = len(parameters.stations), len(parameters.batteries)
    for name, column, things in (
        ("chargers", "station", stations),
        ("batteries", "station", stations),
        ("vehicles", "battery", batteries),
    ):
        own = as_array(getattr(parameters, name))[column]
        expected = np.concatenate([own, own + things, own + 2 * things])
        assert as_array(getattr(three, name))[column].tolist() == expected.tolist()
    first = as_array(three.stations)["first_battery"].reshape(3, -1)
    assert (np.diff(first, axis=0) == batteries).all()
    assert as_array(three.settings)["batteries"][0] == 3 * batteries
    assert (
        as_array(three.stations)["bays"].tolist()
        == 3 * as_array(parameters.stations)["bays"].tolist()
    )
