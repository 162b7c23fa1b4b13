"""What the page's decoder is checked against: frames, what the reference decoder makes of them, and
which damaged ones it refuses.

`python -m tests.page.live_fixture` writes it to frontend/src/live/live_fixture.json; a test fails
when that file is not what would be written now.
"""

import base64
import json
import math
from pathlib import Path
from random import Random
from typing import Any

from tests.frames.towns import town

import voltwin
from voltwin.frames import Decoder, Encoder, FrameError, Mirror, scene_of
from voltwin.frames.held import Held
from voltwin.frames.layout import HEADER, STATIONS, VEHICLES, Column
from voltwin_bindings.live import DOING

FILE = Path(__file__).parents[2] / "frontend/src/live/live_fixture.json"

_DAMAGED = 400
_STEPS = 14
_STEP_S = 97.0


def fixture() -> dict[str, Any]:
    """Return it: layout, scene, frames with what is held after each, and damaged frames."""
    frames = _frames()
    scene = scene_of(town())
    decoder = Decoder(scene)
    told = []
    for frame in frames:
        held = decoder.take(frame).held
        told.append({"bytes": base64.b64encode(frame).decode(), **_tables(held)})
    return {
        "header_bytes": HEADER.size,
        "vehicles": _layout(VEHICLES),
        "stations": _layout(STATIONS),
        "doing": list(DOING),
        "scene": scene,
        "frames": told,
        "damaged": [_damaged(frames, Random(seed)) for seed in range(_DAMAGED)],
    }


def text() -> str:
    """Return it as the file has it."""
    return json.dumps(fixture(), separators=(",", ":")) + "\n"


def _frames() -> list[bytes]:
    """Return frames of a morning, of which each third one is lost on the way."""
    simulation = voltwin.Simulation(town(), seed=1, log=False)
    encoder, mirror, number = Encoder(), Mirror(), 0
    frames = []
    for step in range(_STEPS):
        simulation.advance(7 * 3600.0 + _STEP_S * step)
        live = simulation.live()
        mirror.take(encoder.frame(live, wall_s=1e9 + step, speed=970.0, playing=step < _STEPS - 1))
        if step % 3 != 2:
            frames.append(mirror.since(number))
            number = mirror.number
    return frames


def _damaged(frames: list[bytes], source: Random) -> dict[str, Any]:
    """Return a frame, changed here and there, and whether the reference decoder takes it after the
    ones before it."""
    at = source.randrange(len(frames))
    data = bytearray(frames[at])
    where = [source.choice([source.randrange(HEADER.size), source.randrange(len(data))])]
    where += [source.randrange(len(data)) for _ in range(source.randrange(2))]
    changes = [
        (place, source.choice([0, 1, 2, 127, 255, source.randrange(256)])) for place in where
    ]
    for place, value in changes:
        data[place] = value
    size = len(data) - source.choice([0, 0, 0, 0, 1, 8, len(data) - 30])
    decoder = Decoder()
    for frame in frames[:at]:
        decoder.take(frame)
    try:
        decoder.take(bytes(data[:size]))
    except FrameError:
        taken = False
    else:
        taken = True
    return {"frame": at, "changes": changes, "size": size, "taken": taken}


def _tables(held: Held) -> dict[str, dict[str, list[float | None]]]:
    """Return what is held; JSON knows no infinity, and has null there."""
    names = ("vehicles_held", "stations_held")
    return {
        name: {
            column: [value if math.isfinite(value) else None for value in values.tolist()]
            for column, values in columns.items()
        }
        for name, columns in zip(names, held, strict=True)
    }


def _layout(columns: tuple[Column, ...]) -> list[list[str]]:
    return [[column.name, column.dtype.str[1:]] for column in columns]


if __name__ == "__main__":
    FILE.write_text(text())
