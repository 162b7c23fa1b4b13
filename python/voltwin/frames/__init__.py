"""Live frames of a run: one binary protocol (docs/frames.md), made once and sent to many.

encoder = Encoder()                       # where the run is
frame = encoder.frame(simulation.live(), wall_s=time.time(), speed=60.0, playing=True)
mirror = Mirror()                         # where the watchers are
mirror.take(frame)
decoder = Decoder(scene_of(scenario))     # what a watcher does
seen = decoder.take(mirror.since(decoder.number))
seen.vehicles, seen.stations, seen.positions()
"""

from voltwin.frames.decode import Decoder, Frame
from voltwin.frames.encode import Encoder
from voltwin.frames.frame_error import FrameError
from voltwin.frames.interval import pause_s
from voltwin.frames.mirror import Mirror
from voltwin.frames.scene import scene_of

__all__ = ["Decoder", "Encoder", "Frame", "FrameError", "Mirror", "pause_s", "scene_of"]
