"""Frames of a twin that is played, sought, intervened with: whoever takes them sees the twin."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frames.lives import assert_held
from tests.frames.towns import town

from voltwin.frames import Decoder, Encoder, Mirror, scene_of
from voltwin.frames.held import held_of
from voltwin.twin import Twin
from voltwin.twin.timeline import STEP_S

SCENE = scene_of(town())
HORIZON_S = 86_400.0
BUDGETS = [0, 1 << 16, 1 << 30]  # no kept states, a few, all

DONE: dict[str, dict[str, Any]] = {
    "charger out": {"kind": "charger_out", "station": "far", "charger": 0, "for": "2h"},
    "grid limit": {"kind": "grid_limit", "stations": ["far"], "for": "1h"},
}

Command = tuple[str, float]
SECONDS = st.sampled_from([0.1, 6.0, 3600.0, STEP_S, 2.5 * STEP_S, 7.0 * STEP_S])
TIMES = st.floats(0.0, HORIZON_S) | st.integers(0, 12).map(lambda step: step * STEP_S)
COMMANDS = st.one_of(
    st.tuples(st.just("advance"), SECONDS),
    st.tuples(st.just("advance"), SECONDS),
    st.tuples(st.just("seek"), TIMES),
    st.tuples(st.just("close"), st.just(0.0)),  # the station, at now
    st.tuples(st.just("close"), TIMES),  # ... or at any time: late, or for later
    st.tuples(st.just("charger out"), st.just(0.0)),
    st.tuples(st.just("grid limit"), st.sampled_from([0.0, 40.0, 1e4])),
    st.tuples(st.just("fork"), TIMES),
)


def done(twin: Twin, command: Command) -> Twin:
    """Return a twin to which something has been done."""
    do, value = command
    if do == "advance":
        twin.advance(min(twin.now + value, HORIZON_S))
    elif do == "seek":
        twin.seek(value)
    elif do == "fork":
        return twin.fork(min(value, twin.reached))
    elif do == "close":
        at = value if 0.0 < value < HORIZON_S else twin.now
        if at < HORIZON_S:
            twin.make({"kind": "close", "stations": ["near"], "at": at}, by="me")
    elif twin.now < HORIZON_S:
        twin.make({**DONE[do], **({"limit_kw": value} if do == "grid limit" else {})}, by="me")
    return twin


@settings(max_examples=50)
@given(
    st.sampled_from(BUDGETS),
    st.lists(
        st.tuples(COMMANDS, st.lists(st.booleans(), min_size=3, max_size=3)),
        min_size=4,
        max_size=16,
    ),
)
def test_after_each_command_whoever_takes_the_frame_sees_the_twin(
    budget: int, steps: list[tuple[Command, list[bool]]]
) -> None:
    twin = Twin.of(town(), seed=5, budget_bytes=budget)
    encoder, mirror, watchers = Encoder(), Mirror(), [Decoder(SCENE) for _ in range(3)]
    for wall_s, (command, taken) in enumerate(steps):
        twin = done(twin, command)
        live = twin.live()
        mirror.take(encoder.frame(live, wall_s=float(wall_s), speed=60.0, playing=False))
        for decoder, is_taken in zip(watchers, taken, strict=True):
            if is_taken:
                frame = decoder.take(mirror.since(decoder.number))
                assert frame.now == twin.now
                assert_held(frame.held, held_of(live))
    plain = Twin.of(twin.scenario, seed=5)
    plain.advance(twin.now)
    for decoder in watchers:
        assert_held(decoder.take(mirror.since(decoder.number)).held, held_of(plain.live()))


@pytest.mark.parametrize("do", ["close", "charger out"])
def test_what_is_done_at_now_is_seen_in_the_frames_after_it(do: str) -> None:
    seen: list[list[object]] = []
    changes: list[Callable[[Twin], Twin]] = [lambda twin: twin, lambda twin: done(twin, (do, 0.0))]
    for change in changes:
        twin, encoder, decoder = Twin.of(town(), seed=5), Encoder(), Decoder(SCENE)
        for at in (3.0 * STEP_S, 1.5 * STEP_S):
            twin.seek(at)
            decoder.take(encoder.frame(twin.live(), wall_s=0.0, speed=1.0, playing=False))
        twin = change(twin)
        twin.advance(twin.now + 60.0)
        frame = decoder.take(encoder.frame(twin.live(), wall_s=1.0, speed=1.0, playing=False))
        seen.append(
            [frame.stations["open"].to_pylist(), frame.stations["chargers_out"].to_pylist()]
        )
    assert seen[0] == [[True, True], [0, 0]]
    assert seen[1] == ([[False, True], [0, 0]] if do == "close" else [[True, True], [0, 1]])


def test_a_grid_limit_is_seen_from_its_begin_to_its_end() -> None:
    twin, encoder, decoder = Twin.of(town(), seed=5), Encoder(), Decoder(SCENE)
    twin.advance(3600.0)
    twin.make({"kind": "grid_limit", "stations": ["far"], "limit_kw": 50, "for": "1h"}, by="me")
    seen = []
    for at in (3600.0, 3660.0, 7199.0, 7260.0):
        twin.advance(at)
        data = encoder.frame(twin.live(), wall_s=at, speed=1.0, playing=True)
        stations = decoder.take(data).stations
        assert stations["power_kw"][1].as_py() <= stations["limit_kw"][1].as_py()
        seen.append(stations["limit_kw"].to_pylist())
    none = math.inf
    assert seen == [[none, 50.0], [none, 50.0], [none, 50.0], [none, none]]
