"""Live frames of the moving city: how many bytes a watcher is sent, and what making them takes."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import NamedTuple

from voltwin.bench import fleet, networks
from voltwin.frames import Encoder, Mirror, pause_s
from voltwin_bindings.live import Live

FROM_S = 86400.0 + 7 * 3600.0  # of the run: a Tuesday at seven
_SPEED = 60.0
_FRAMES = 600


class Sent(NamedTuple):
    """A frame as a watcher who is not behind is sent it."""

    live: Live
    data: bytes
    wall_s: float  # since the first frame
    seen_ms: float  # taken by reading the run
    made_ms: float  # ... by making the frame
    mirrored_ms: float  # ... by taking it and making what has changed for watchers


def sent_frames(speed: float, frames: int, until: float = float("inf")) -> Iterator[Sent]:
    """Yield frames of the moving city at its live rate, the first after the key frame first.

    Args:
        speed: simulated seconds in a second.
        frames: at most.
        until: simulated time at which they end [s].
    """
    engine, encoder, mirror = networks.kernel(fleet.week_parameters()), Encoder(), Mirror()
    engine.advance(FROM_S)
    wall_s, number, data = 0.0, 0, b""
    for _ in range(frames + 1):
        begun = perf_counter()
        live = engine.live()
        seen = perf_counter()
        frame = encoder.frame(live, wall_s=wall_s, speed=speed, playing=True)
        made = perf_counter()
        mirror.take(frame)
        data = mirror.since(number)
        times = (seen - begun, made - seen, perf_counter() - made)
        if number:
            yield Sent(live, data, wall_s, *(1e3 * time for time in times))
        number = mirror.number
        pause = pause_s(len(data)) if number > 1 else pause_s(0)
        wall_s += pause
        if engine.now + speed * pause > until:
            return
        engine.advance(engine.now + speed * pause)


def kilobytes_per_second() -> tuple[float, str]:
    """Return what one watcher of the moving city at x60 is sent in a second [KB]."""
    sent = list(sent_frames(_SPEED, _FRAMES))
    of_second = sum(len(one.data) for one in sent) / sent[-1].wall_s
    largest = max(len(one.data) for one in sent)
    rate = len(sent) / sent[-1].wall_s
    seen = f"{rate:.3g} frames a second for {sent[-1].wall_s:.0f} s from Tuesday, seven"
    return of_second / 1e3, f"{seen}, the largest of {largest / 1e3:.3g} KB"


def milliseconds() -> tuple[float, str]:
    """Return how long a frame of the moving city at x60 takes to make, for however many [ms]."""
    sent = list(sent_frames(_SPEED, _FRAMES))
    parts = [median(of) for of in zip(*(one[3:] for one in sent), strict=True)]
    whole = median(sum(one[3:]) for one in sent)
    named = zip(("reading the run", "the frame", "the mirror"), parts, strict=True)
    return whole, ", ".join(f"{name} {ms:.2g} ms" for name, ms in named) + "; medians"
