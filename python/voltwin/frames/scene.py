"""What frames leave out as it never changes: names and positions, told once as JSON."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.frames.frame_error import FrameError
from voltwin.frames.layout import VERSION
from voltwin.scenario import Scenario
from voltwin_bindings.live import DOING

SCENE_VERSION = 1


def scene_of(scenario: Scenario) -> dict[str, Any]:
    """Return the scene of a scenario's frames, as it goes into JSON; docs/frames.md has it field by
    field."""
    zones = scenario.fleet.zones if scenario.fleet else []
    stations = scenario.stations
    points: list[tuple[str, float | None, float | None]]
    points = [(zone.id, zone.lon, zone.lat) for zone in zones]
    points += [(station.id, station.lon, station.lat) for station in stations]
    places, lon, lat = zip(*points, strict=True)
    return {
        "kind": "scene",
        "version": SCENE_VERSION,
        "frames": VERSION,
        "name": scenario.name,
        "clock": {"start": scenario.start.isoformat(), "horizon_s": scenario.horizon},
        "places": {"id": list(places), "lon": list(lon), "lat": list(lat), "zones": len(zones)},
        "stations": {
            "id": [station.id for station in stations],
            "name": [station.name or station.id for station in stations],
            "region": [station.region for station in stations],
            "bays": [station.bays for station in stations],
            "chargers": [sum(of.count for of in station.chargers) for station in stations],
        },
        "vehicles": [
            {"class": of.id, "count": of.count}
            for of in (scenario.fleet.classes if scenario.fleet else ())
        ],
        "doing": list(DOING),
    }


class Scene:
    """A scene as it was received.

    Attributes:
        stations: their ids.
        lon, lat: of all places [degrees], NaN where a place has none.
    """

    def __init__(self, told: Any) -> None:
        """Read it.

        Args:
            told: what came as JSON, read.

        Raises:
            FrameError: it is no scene of this version.
        """
        if not isinstance(told, Mapping) or told.get("kind") != "scene":
            raise FrameError("no scene: that is an object whose kind is scene")
        if told.get("version") != SCENE_VERSION:
            raise FrameError(f"no scene of version {SCENE_VERSION}")
        try:
            places = told["places"]
            self.stations = pa.array(_texts(told["stations"]["id"]), pa.string())
            self.lon, self.lat = _degrees(places["lon"], 360.0), _degrees(places["lat"], 90.0)
            self._classes = [(_text(of["class"]), _count(of["count"])) for of in told["vehicles"]]
            if not len(_texts(places["id"])) == len(self.lon) == len(self.lat):
                raise ValueError("places with lists of unequal lengths")
        except (KeyError, TypeError, ValueError) as error:
            raise FrameError(f"a scene that lacks something: {error}") from error

    @cached_property
    def vehicles(self) -> "pa.Array[Any]":
        """Names of all vehicles. They are made when a frame has as many: a scene may say that there
        are more than fit into memory."""
        named = (f"{of}/{number}" for of, count in self._classes for number in range(count))
        return pa.array(named, pa.string())

    @property
    def vehicle_count(self) -> int:
        """How many vehicles it tells of."""
        return sum(count for _, count in self._classes)


def _degrees(values: Any, most: float) -> npt.NDArray[np.float64]:
    if not isinstance(values, list | tuple):
        raise TypeError("positions are lists")
    for value in values:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if value is not None and not (is_number and -most <= value <= most):
            raise ValueError(f"a position of {str(value)[:40]} degrees")
    return np.array([np.nan if value is None else float(value) for value in values])


def _texts(values: Any) -> list[str]:
    if not isinstance(values, list | tuple):
        raise TypeError("ids are a list")
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]} is no id")
    value.encode()  # one half of a pair of surrogates is no text
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 32:  # as many as a frame can number
        raise ValueError(f"{str(value)[:40]} vehicles")
    return value
