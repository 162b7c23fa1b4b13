"""What frames leave out."""

import json
from typing import Any

import pytest
from tests.frames.towns import town

from voltwin.frames import FrameError, scene_of
from voltwin.frames.scene import Scene
from voltwin.scenario.tables import parameters
from voltwin_bindings.live import DOING


def test_a_scene_names_all_that_frames_number() -> None:
    scenario = town()
    scene = json.loads(json.dumps(scene_of(scenario)))
    tables = parameters(scenario)
    assert scene["places"]["id"] == ["west", "east", "near", "far"]
    assert scene["places"]["zones"] == 2
    assert scene["places"]["lon"] == [10.0, 10.05, 10.01, 10.03]
    assert len(scene["places"]["id"]) == len(tables.fleet.places)
    assert scene["stations"]["id"] == ["near", "far"]
    assert scene["stations"]["name"] == ["Near Gate", "far"]
    assert scene["stations"]["bays"] == [1, 2]
    assert scene["stations"]["chargers"] == [4, 5]
    assert scene["vehicles"] == [{"class": "cab", "count": 12}, {"class": "van", "count": 3}]
    assert scene["clock"] == {"start": "2026-01-05T00:00:00+00:00", "horizon_s": 86_400.0}
    assert tuple(scene["doing"]) == DOING


def test_vehicles_are_called_by_class_and_number() -> None:
    names = Scene(scene_of(town())).vehicles.to_pylist()
    assert (names[0], names[11], names[12]) == ("cab/0", "cab/11", "van/0")
    assert len(names) == 15


def test_stations_without_a_position_have_none() -> None:
    scenario = town(fleet=False)
    assert scene_of(scenario)["places"]["lon"] == [None, None]
    assert scene_of(scenario)["vehicles"] == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "state"}, "no scene of version 1"),
        ({"version": 2}, "no scene of version 1"),
        ({"places": None}, "lacks something"),
        ({"stations": {}}, "lacks something: 'id'"),
        ({"vehicles": [{"class": "x"}]}, "lacks something: 'count'"),
    ],
)
def test_what_is_no_scene_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(FrameError, match=says):
        Scene({**scene_of(town()), **changes})
