"""From a run to whoever watches it: whatever is dropped on the way, the last state arrives."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frames.lives import assert_held, live, lives

from voltwin.frames import Decoder, Encoder, FrameError, Mirror
from voltwin.frames.held import held_of
from voltwin_bindings.live import Live

STEPS = st.tuples(
    lives(),
    st.booleans(),  # playing
    st.sampled_from([0.1, 1.0, 30.0, -5.0]),  # seconds of the wall clock since
    st.lists(st.booleans(), min_size=3, max_size=3),  # which watchers are sent the frame
    st.sampled_from(["", "", "", "", "another process", "key frame"]),
)


@settings(max_examples=80)
@given(st.lists(STEPS, min_size=1, max_size=14))
def test_any_frames_dropped_the_last_state_arrives(
    steps: list[tuple[Live, bool, float, list[bool], str]],
) -> None:
    encoder, mirror, watchers = Encoder(), Mirror(), [Decoder(), Decoder(), Decoder()]
    wall_s = 1e9
    for seen, playing, seconds, sent, happens in steps:
        wall_s += seconds
        if happens == "another process":
            encoder = Encoder()
        elif happens == "key frame":
            encoder.restart()
        mirror.take(encoder.frame(seen, wall_s=wall_s, speed=60.0, playing=playing))
        for decoder, is_sent in zip(watchers, sent, strict=True):
            if is_sent:
                frame = decoder.take(mirror.since(decoder.number))
                assert_held(frame.held, encoder.shown)
                assert (frame.now, frame.head.wall_s) == (seen.now, wall_s)
    for decoder in watchers:
        assert_held(decoder.take(mirror.since(decoder.number)).held, encoder.shown)


@settings(max_examples=40)
@given(st.lists(lives(), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_a_frame_is_taken_by_whoever_is_not_further_behind(
    states: list[Live], source: Random
) -> None:
    encoder, mirror, frames = Encoder(), Mirror(), list[bytes]()
    for seen in states:
        mirror.take(encoder.frame(seen, wall_s=0.0, speed=1.0, playing=False))
        frames.append(mirror.since(mirror.number - 1))
    since = source.randint(1, len(states) - 1)
    decoders = [Decoder() for _ in states]
    for decoder, number in zip(decoders, range(len(states)), strict=True):
        for frame in frames[: number + 1]:
            decoder.take(frame)
    delta = mirror.since(since)
    told_since = int.from_bytes(delta[12:16], "little")
    for decoder in decoders:
        if decoder.number >= told_since:
            assert_held(decoder.take(delta).held, encoder.shown)
        else:
            with pytest.raises(FrameError, match="ask for a key frame"):
                decoder.take(delta)


@given(lives())
def test_when_nothing_goes_on_by_itself_all_is_told(seen: Live) -> None:
    encoder = Encoder()
    for state in (live_of_five(), seen):
        encoder.frame(state, wall_s=0.0, speed=1.0, playing=False)
    assert_held(encoder.shown, held_of(seen))


def live_of_five() -> Live:
    """Return a state of as many stations and vehicles as `lives` has."""
    given = live()
    vehicles = {name: np.append(column, column[0]) for name, column in given.vehicles.items()}
    return given._replace(vehicles=vehicles)


@given(st.lists(lives(vehicles=0), min_size=1, max_size=4))
def test_without_a_fleet_there_are_stations_only(states: list[Live]) -> None:
    encoder, decoder = Encoder(), Decoder()
    for seen in states:
        data = encoder.frame(seen, wall_s=0.0, speed=1.0, playing=False)
        frame = decoder.take(data)
    assert_held(frame.held, held_of(states[-1]))
    assert (len(frame.vehicles), len(frame.stations)) == (0, 3)
