"""What frames leave out as it never changes: names and positions, told once as JSON."""

from collections.abc import Mapping
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
    """A scene as it was received."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        """Read it.

        Raises:
            FrameError: it is no scene of this version.
        """
        if told.get("kind") != "scene" or told.get("version") != SCENE_VERSION:
            raise FrameError(f"no scene of version {SCENE_VERSION}")
        try:
            places, classes = told["places"], told["vehicles"]
            self.stations = pa.array(told["stations"]["id"], pa.string())
            self.lon, self.lat = _degrees(places["lon"]), _degrees(places["lat"])
            names = (f"{of['class']}/{number}" for of in classes for number in range(of["count"]))
            self.vehicles = pa.array(names, pa.string())
        except (KeyError, TypeError, ValueError) as error:
            raise FrameError(f"a scene that lacks something: {error}") from error


def _degrees(values: Any) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else float(value) for value in values])
