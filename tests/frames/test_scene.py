"""What frames leave out."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frames.towns import town

from voltwin.frames import Decoder, Encoder, FrameError, scene_of
from voltwin.frames.scene import Scene
from voltwin.scenario.tables import parameters
from voltwin.simulation import Simulation
from voltwin_bindings.live import DOING

SCENE = json.loads(json.dumps(scene_of(town())))
FRAME = Encoder().frame(Simulation(town()).live(), wall_s=0.0, speed=1.0, playing=False)


def places(**changes: Any) -> dict[str, Any]:
    """Return the places of the scene with other lists."""
    return {**SCENE["places"], **changes}


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
        ({"kind": "state"}, "whose kind is scene"),
        ({"version": 2}, "no scene of version 1"),
        ({"places": None}, "lacks something"),
        ({"stations": {}}, "lacks something: 'id'"),
        ({"vehicles": [{"class": "x"}]}, "lacks something: 'count'"),
        ({"vehicles": [{"class": "x", "count": -1}]}, "-1 vehicles"),
        ({"vehicles": [{"class": "x", "count": 2.0}]}, "2.0 vehicles"),
        ({"vehicles": [{"class": "x", "count": 1 << 32}]}, "4294967296 vehicles"),
        ({"places": places(lon=[10.0])}, "unequal lengths"),
        ({"places": places(id=["west"])}, "unequal lengths"),
        ({"places": places(lon="1234")}, "positions are lists"),
        ({"places": places(lat=[91.0, 0.0, 0.0, 0.0])}, "a position of 91.0 degrees"),
        ({"places": places(lat=[float("nan")] * 4)}, "a position of nan degrees"),
        ({"places": places(lon=[10**400] * 4)}, "a position of 1000"),
        ({"places": places(lon=["10"] * 4)}, "a position of 10 degrees"),
        ({"places": places(lon=[True] * 4)}, "a position of True degrees"),
        ({"stations": {"id": [7]}}, "7 is no id"),
        ({"stations": {"id": "near"}}, "ids are a list"),
        ({"stations": {"id": ["\ud800"]}}, "surrogates"),
    ],
)
def test_what_is_no_scene_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(FrameError, match=says):
        Scene({**SCENE, **changes})


@pytest.mark.parametrize("told", [[], None, "scene", 7, [SCENE]])
def test_what_is_no_object_is_no_scene(told: Any) -> None:
    with pytest.raises(FrameError, match="no scene"):
        Decoder(told) if told is not None else Scene(told)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**30) | st.floats() | st.text(max_size=3),
    lambda inside: st.lists(inside, max_size=5) | st.dictionaries(st.text(max_size=3), inside),
    max_leaves=6,
)
FIELDS = [(name,) for name in SCENE] + [
    (name, inside) for name in ("places", "stations", "clock") for inside in SCENE[name]
]


@given(st.sampled_from(FIELDS), JSON)
def test_a_scene_with_anything_in_it_is_one_or_is_refused(
    field: tuple[str, ...], value: Any
) -> None:
    told = json.loads(json.dumps(SCENE))
    of = told if len(field) == 1 else told[field[0]]
    of[field[-1]] = value
    try:
        frame = Decoder(told).take(FRAME)
        assert frame.vehicles.num_rows == 15
        assert frame.stations.num_rows == 2
        frame.positions()
    except FrameError:
        pass


def test_a_scene_of_more_vehicles_than_fit_into_memory_takes_none() -> None:
    told = {**SCENE, "vehicles": [{"class": "x", "count": (1 << 32) - 1}] * 100}
    frame = Decoder(told).take(FRAME)
    with pytest.raises(FrameError, match="the scene has 429,496,729,500"):
        assert frame.vehicles
