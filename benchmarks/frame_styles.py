"""Live frames by trip segments against position keyframes: bytes, exactness and cost.

python benchmarks/frame_styles.py        prints the table of docs/performance.md

All are made at the same moments of the moving city, ten a second (fewer at the highest speed, see
`voltwin.frames.interval`). A watcher shows what is known of a moment between two frames when the
later one has come. What is true at that moment is read from the event log.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import mean
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin.bench import fleet, networks
from voltwin.bench.frames import FROM_S, Sent, sent_frames
from voltwin.bench.markdown import table
from voltwin.bench.networks import WEEK_S
from voltwin.frames import Decoder, Encoder, Frame, scene_of
from voltwin.frames.layout import HEADER, VEHICLES, block_bytes
from voltwin.frames.motion import between, part_done
from voltwin.frames.packing import unpacked
from voltwin.travel.great_circle import great_circle_km
from voltwin_bindings.live import Live
from voltwin_core.station.events import KINDS

Floats = npt.NDArray[np.float64]

SPEEDS = (1.0, 60.0, 600.0, 3600.0, 100_000.0)
FRAMES = 100
MOMENTS = 3  # between two frames
SCENE = scene_of(fleet.city())
LON, LAT = (np.array(SCENE["places"][name]) for name in ("lon", "lat"))
DRIVES = [KINDS.index(kind) for kind in ("trip", "to_station", "diverted")]
STANDS = [KINDS.index(kind) for kind in ("parked", "towed")]


@dataclass
class Cost:
    """What a style has cost so far."""

    name: str
    sizes: list[int] = field(default_factory=list)
    make_ms: list[float] = field(default_factory=list)
    off_m: list[Floats] = field(default_factory=list)


def points_of(live: Live) -> npt.NDArray[np.float32]:
    """Return (lon, lat) of all vehicles, shape (2, vehicles)."""
    of = live.vehicles
    return between(
        LON[of["origin"]],
        LAT[of["origin"]],
        LON[of["place"]],
        LAT[of["place"]],
        part_done(of["departed_at"], of["arrives_at"], live.now),
    ).astype(np.float32)


class Truth:
    """Where every vehicle is at any time, by the event log."""

    def __init__(self) -> None:
        engine = networks.kernel(fleet.week_parameters(), log=True)
        parts: list[list[npt.NDArray[Any]]] = []
        while engine.now < WEEK_S:
            engine.step(WEEK_S)
            parts.extend(map(_drives, engine.drain()))
        columns = [np.concatenate(of) for of in zip(*parts, strict=True)]
        order = np.lexsort((np.arange(len(columns[0])), columns[0], columns[1]))
        self.time, vehicle, self.origin, self.place, self.until = (of[order] for of in columns)
        self.key = vehicle * (2.0 * WEEK_S) + self.time
        self.vehicles = np.arange(int(vehicle.max()) + 1)

    def points(self, at: float) -> Floats:
        """Return (lon, lat) of all vehicles, shape (2, vehicles)."""
        row = np.searchsorted(self.key, self.vehicles * (2.0 * WEEK_S) + at) - 1
        origin, place = self.origin[row], self.place[row]
        part = part_done(self.time[row], self.until[row], at)
        return between(LON[origin], LAT[origin], LON[place], LAT[place], part)


def _drives(batch: Any) -> list[npt.NDArray[Any]]:
    """Return (time, vehicle, origin, place, until) of rows that say where a vehicle is to be."""
    kind = batch.column("kind").indices.to_numpy()
    told = np.isin(kind, DRIVES + STANDS)
    names = ("time", "vehicle", "origin", "destination", "until")
    time, vehicle, origin, place, until = (batch.column(n).to_numpy()[told] for n in names)
    stands = np.isin(kind[told], STANDS)
    place = np.where(place < 0, origin, place)
    return [time, vehicle, np.where(stands, place, origin), place, np.where(stands, time, until)]


def measured(speed: float, truth: Truth) -> tuple[list[Sent], list[Cost]]:
    """Return the frames of one speed, and what each style has cost."""
    sent = list(sent_frames(speed, FRAMES, until=WEEK_S))
    segments, all_points, moved_points = (
        Cost(name) for name in ("segments", "keyframes", "keyframes of those that moved")
    )
    source = np.random.default_rng(1)
    decoder = Decoder(SCENE)
    former: npt.NDArray[np.float32] | None = None
    before = 0.0
    for one in sent:
        begun = perf_counter()
        points = points_of(one.live)
        packed = np.ascontiguousarray(points).tobytes()
        keyed_ms = 1e3 * (perf_counter() - begun)
        frame = _taken(decoder, one)
        if former is not None:
            moved = np.flatnonzero((points != former).any(axis=0))
            all_points.sizes.append(HEADER.size + len(packed))
            moved_points.sizes.append(HEADER.size + 12 * len(moved))
            segments.sizes.append(_bytes_of_vehicles(one))
            segments.make_ms.append(one.made_ms + one.mirrored_ms)
            all_points.make_ms.append(keyed_ms)
            moved_points.make_ms.append(keyed_ms)
            for at in source.uniform(before, one.live.now, MOMENTS):
                right = truth.points(float(at))
                segments.off_m.append(_metres(np.array(frame.positions(float(at))), right))
                done = (at - before) / (one.live.now - before)
                shown = former + (points.astype(float) - former) * done
                for style in (all_points, moved_points):
                    style.off_m.append(_metres(shown, right))
        former, before = points, one.live.now
    return sent, [segments, all_points, moved_points]


def _taken(decoder: Decoder, one: Sent) -> Frame:
    """Return what a watcher has with a frame, the first from a key frame."""
    if decoder.number:
        return decoder.take(one.data)
    key = Encoder().frame(one.live, wall_s=0.0, speed=1.0, playing=True)
    frame = decoder.take(key)
    decoder.number = unpacked(one.data).head.number
    return frame


def _bytes_of_vehicles(one: Sent) -> int:
    return HEADER.size + block_bytes(VEHICLES, len(unpacked(one.data).vehicle_rows["row"]))


def _metres(shown: Floats, right: Floats) -> Floats:
    return 1e3 * great_circle_km(shown[0], shown[1], right[0], right[1])


def rows_of(speed: float, truth: Truth) -> Iterator[list[str]]:
    """Yield the rows of a speed."""
    sent, costs = measured(speed, truth)
    per_s = (len(sent) - 1) / (sent[-1].wall_s - sent[0].wall_s)
    whole = mean(len(one.data) for one in sent[1:])
    for cost in costs:
        off = np.concatenate(cost.off_m)
        size = mean(cost.sizes)
        yield [
            f"x{speed:,.0f}",
            f"{per_s:.3g}",
            cost.name,
            _number(size / 1e3),
            _number(per_s * size / 1e3),
            _number(per_s * whole / 1e3) if cost is costs[0] else "",
            _number(float(off.mean())),
            _number(float(off.max())),
            _number(mean(cost.make_ms)),
        ]


HEAD = [
    *("speed", "frames/s", "style", "KB a frame", "KB/s", "KB/s with stations"),
    *("mean error [m]", "largest [m]", "make [ms]"),
]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.2g}"


def main() -> None:
    """Print the table."""
    truth = Truth()
    rows = [row for speed in SPEEDS for row in rows_of(speed, truth)]
    print("\n".join(table(HEAD, rows, "rrlrrrrrr")))
    print(f"from {FROM_S:,.0f} s of the moving city on; errors at {MOMENTS} moments a frame")


if __name__ == "__main__":
    main()
