"""What a watcher reads: Arrow tables, and where every vehicle is at any time."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.frames.lives import live
from tests.frames.towns import town

from voltwin.frames import Decoder, Encoder, Frame, FrameError, Mirror, scene_of
from voltwin.frames.motion import between
from voltwin.simulation import Simulation

SCENE = json.loads(json.dumps(scene_of(town())))
DRIVES = ("trip", "to_station", "diverted")


def watched(step_s: float, until: float) -> Iterator[tuple[Simulation, Frame]]:
    """Yield a run of the town without a log, and what its watcher has, every so often [s]."""
    simulation, encoder, mirror = Simulation(town(), log=False), Encoder(), Mirror()
    decoder = Decoder(SCENE)
    while simulation.now < until:
        simulation.advance(simulation.now + step_s)
        frame = encoder.frame(
            simulation.live(), wall_s=simulation.now / 60.0, speed=60.0, playing=True
        )
        mirror.take(frame)
        yield simulation, decoder.take(mirror.since(decoder.number))


def rows_of_drives() -> list[dict[str, Any]]:
    """Return the rows of the town's log that say where a vehicle is to be."""
    simulation = Simulation(town())
    simulation.run()
    kinds = (*DRIVES, "parked", "towed")
    return [row for row in simulation.events().to_pylist() if row["kind"] in kinds]


def truth(rows: list[dict[str, Any]], vehicle: int, at: float) -> list[float]:
    """Return where the log says that a vehicle is: on its last drive, or where that has ended."""
    lon, lat = (np.array(SCENE["places"][name]) for name in ("lon", "lat"))
    last = [row for row in rows if row["vehicle"] == vehicle and row["time"] < at][-1]
    if last["kind"] not in DRIVES:
        place = last["origin" if last["kind"] == "parked" else "destination"]
        return [lon[place], lat[place]]
    a, b = ([last[name]] for name in ("origin", "destination"))
    part = min(1.0, (at - last["time"]) / (last["until"] - last["time"]))
    found: list[float] = between(lon[a], lat[a], lon[b], lat[b], np.array([part])).T.tolist()[0]
    return found


@pytest.mark.parametrize("step_s", [6.0, 360.0])
def test_positions_are_those_of_the_log_at_the_time_of_every_frame(step_s: float) -> None:
    rows = rows_of_drives()
    frames = list(watched(step_s, 200 * step_s))
    for _, frame in frames[:: len(frames) // 10]:
        lon, lat = frame.positions()
        for vehicle in (0, 5, 11, 14):
            assert [lon[vehicle], lat[vehicle]] == truth(rows, vehicle, frame.now)


@pytest.mark.parametrize("step_s", [60.0, 600.0])
def test_between_two_frames_positions_are_those_of_the_log(step_s: float) -> None:
    """Of all vehicles that begin no more than one drive between them, and are not towed."""
    rows, compared = rows_of_drives(), 0
    for _, frame in watched(step_s, 6 * 3600.0):
        began = [r["vehicle"] for r in rows if frame.now - step_s <= r["time"] < frame.now]
        for at in (frame.now - 0.9 * step_s, frame.now - 0.4 * step_s):
            lon, lat = frame.positions(at)
            for vehicle in set(began):
                if began.count(vehicle) == 1:
                    assert [lon[vehicle], lat[vehicle]] == truth(rows, vehicle, at)
                    compared += 1
    assert compared > 50


def test_tables_say_what_is_seen() -> None:
    simulation, frame = list(watched(900.0, 20_000.0))[-1]
    seen = simulation.live()
    assert frame.now == simulation.now
    vehicles, stations = frame.vehicles, frame.stations
    assert vehicles["vehicle"].to_pylist()[:2] == ["cab/0", "cab/1"]
    assert stations["station"].to_pylist() == ["near", "far"]
    words = [SCENE["doing"][number] for number in seen.vehicles["doing"]]
    assert vehicles["doing"].to_pylist() == words
    assert len(set(words)) > 1
    for name in ("origin", "place", "departed_at", "arrives_at"):
        assert vehicles[name].to_pylist() == seen.vehicles[name].tolist()
    assert vehicles["soc"].to_numpy() == pytest.approx(seen.vehicles["soc"], abs=0.5e-4)
    for name in ("ready", "charging", "waiting", "queue", "swaps", "lost", "bays_busy"):
        assert stations[name].to_pylist() == seen.stations[name].tolist()
    assert stations["power_kw"].to_numpy() == pytest.approx(seen.stations["power_kw"], abs=0.06)
    assert stations["open"].to_pylist() == [True, True]
    assert stations["limit_kw"].to_pylist() == [math.inf, math.inf]


def test_without_a_scene_there_are_numbers_and_no_positions() -> None:
    frame = Decoder().take(Encoder().frame(live(), wall_s=0.0, speed=1.0, playing=True))
    assert frame.vehicles.column_names[:2] == ["number", "doing"]
    with pytest.raises(FrameError, match="positions need the scene"):
        frame.positions()


def test_a_scene_of_another_city_is_noticed() -> None:
    frame = Decoder(SCENE).take(Encoder().frame(live(), wall_s=0.0, speed=1.0, playing=True))
    for table in ("vehicles", "stations"):
        with pytest.raises(FrameError, match=f"{table}; the scene has"):
            getattr(frame, table)
    far = replace(frame, held=Decoder().take(_far()).held)
    with pytest.raises(FrameError, match="a place that the scene does not have"):
        far.positions()


def _far() -> bytes:
    return Encoder().frame(live(place=(0, 1, 2, 9)), wall_s=0.0, speed=1.0, playing=True)


def test_an_earlier_frame_stays_what_it_was() -> None:
    encoder, decoder = Encoder(), Decoder()
    frames = [
        decoder.take(encoder.frame(live(ready=(n, 0, 0)), wall_s=0.0, speed=1.0, playing=True))
        for n in range(3)
    ]
    assert [frame.stations["ready"][0].as_py() for frame in frames] == [0, 1, 2]
    assert [frame.number for frame in frames] == [1, 2, 3]


def test_what_was_held_before_a_seek_back_tells_nothing_of_the_time_between() -> None:
    encoder, decoder = Encoder(), Decoder(SCENE)
    for now in (100.0, 101.0, 60.0):
        data = encoder.frame(live(now), wall_s=0.0, speed=1.0, playing=True)
        frame = decoder.take(data)
        assert (frame.former is None) == (now != 101.0)
