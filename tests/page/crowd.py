"""A crowd in motion, made up: frames of many vehicles and stations, as a twin would send them."""

import base64
from typing import Any

import numpy as np

from voltwin.frames import Encoder, Mirror
from voltwin_bindings.live import DOING, PARKED, TO_STATION, Live

ZONES = 300
_FRAME_S = 0.1  # of the wall clock
_CHANGED = 0.01  # of the vehicles, from one frame to the next
_TRIP_S = 900.0
_COUNTS = ("open", "ready", "charging", "waiting", "bays_busy", "bays_out", "chargers_out", "queue")


class Crowd:
    """Vehicles that drive from zone to zone, and stations whose batteries come and go."""

    def __init__(self, vehicles: int, stations: int, speed: float = 60.0) -> None:
        self._source = np.random.default_rng(1)
        self._vehicles, self._stations, self._speed = vehicles, stations, speed
        self._now = 7 * 3600.0
        self._live = self._begun()

    def scene(self) -> dict[str, Any]:
        """Return the scene, as frames.scene_of would."""
        places = ZONES + self._stations
        ids = [f"s{row:04}" for row in range(self._stations)]
        east, north = self._source.uniform(-0.2, 0.2, (2, places)).round(6)
        return {
            "kind": "scene",
            "version": 1,
            "frames": 2,
            "name": "crowd",
            "clock": {"start": "2026-01-05T00:00:00+01:00", "horizon_s": 604800.0},
            "places": {
                "id": [*(f"z{zone}" for zone in range(ZONES)), *ids],
                "lon": (10.0 + east).tolist(),
                "lat": (53.0 + north).tolist(),
                "zones": ZONES,
            },
            "stations": {
                "id": ids,
                "name": ids,
                "region": [None] * self._stations,
                "bays": [2] * self._stations,
                "chargers": [6] * self._stations,
            },
            "vehicles": [{"class": "car", "count": self._vehicles}],
            "doing": list(DOING),
        }

    def frames(self, number: int) -> list[str]:
        """Return so many frames, the first a key frame, in base64."""
        encoder, mirror, told = Encoder(), Mirror(), []
        for step in range(number):
            wall_s = 1e9 + _FRAME_S * step
            mirror.take(encoder.frame(self._live, wall_s=wall_s, speed=self._speed, playing=True))
            told.append(base64.b64encode(mirror.since(step)).decode())
            self._go_on()
        return told

    def _begun(self) -> Live:
        count = self._vehicles
        stations = {name: self._drawn(0, 9, self._stations) for name in (*_COUNTS, "swaps", "lost")}
        stations["open"][:] = 1
        vehicles = {
            "doing": np.full(count, PARKED, np.uint8),
            "origin": self._drawn(0, ZONES, count),
            "place": self._drawn(0, ZONES, count),
            "departed_at": self._now - self._source.uniform(0.0, _TRIP_S, count),
            "arrives_at": self._now + self._source.uniform(0.0, _TRIP_S, count),
            "soc": self._source.uniform(0.2, 1.0, count),
        }
        power = self._source.uniform(0.0, 300.0, self._stations)
        limit = np.where(np.arange(self._stations) % 3 == 0, np.inf, 250.0)
        return Live(self._now, {**stations, "power_kw": power, "limit_kw": limit}, vehicles)

    def _go_on(self) -> None:
        self._now += self._speed * _FRAME_S
        stations, vehicles = self._live.stations, self._live.vehicles
        changed = max(1, int(_CHANGED * self._vehicles))
        row = np.sort(self._source.choice(self._vehicles, changed, replace=False))
        vehicles["origin"][row] = vehicles["place"][row]
        vehicles["place"][row] = self._drawn(0, ZONES + self._stations, changed)
        vehicles["doing"][row] = np.where(vehicles["place"][row] < ZONES, PARKED, TO_STATION)
        vehicles["departed_at"][row] = self._now
        vehicles["arrives_at"][row] = self._now + _TRIP_S
        some = self._source.choice(self._stations, max(1, self._stations // 20), replace=False)
        stations["ready"][some] = self._drawn(0, 9, len(some))
        stations["queue"][some] = self._drawn(0, 9, len(some))
        self._live = Live(self._now, stations, vehicles)

    def _drawn(self, low: int, high: int, number: int) -> np.ndarray[Any, Any]:
        return self._source.integers(low, high, number, dtype=np.int32)
