"""What a mirror sends to whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frames.lives import live

from voltwin.frames import Encoder, FrameError, Mirror
from voltwin.frames.layout import ROW
from voltwin.frames.packing import unpacked


def mirror_after(*readies: int) -> Mirror:
    """Return a mirror that has taken frames in which the first station has these batteries."""
    encoder, mirror = Encoder(), Mirror()
    for ready in readies:
        seen = live(ready=(ready, 2, 3))
        mirror.take(encoder.frame(seen, wall_s=0.0, speed=1.0, playing=True))
    return mirror


def test_asked_for_by_hundreds_a_frame_is_made_once() -> None:
    mirror = mirror_after(1, 2, 3, 4)
    assert len({id(mirror.since(number)) for number in [0] * 100}) == 1
    assert len({id(mirror.since(number)) for number in [3] * 100}) == 1


@given(st.integers(1, 60), st.data())
def test_those_behind_share_few_frames(frames: int, data: st.DataObject) -> None:
    mirror = mirror_after(*range(frames))
    number = data.draw(st.integers(1, frames))
    head = unpacked(mirror.since(number)).head
    assert head.number == frames
    assert head.since <= number
    assert frames - head.since <= 2 * max(1, frames - number)
    made = {mirror.since(behind) for behind in range(1, frames + 1)}
    assert len(made) <= 2 + frames.bit_length()


def test_who_has_none_or_one_of_another_mirror_gets_a_key_frame() -> None:
    mirror = mirror_after(1, 2)
    for number in (0, -1, 3, 10**9):
        assert unpacked(mirror.since(number)).head.since == 0


def test_a_key_frame_with_the_same_rows_says_that_nothing_has_changed() -> None:
    mirror = mirror_after(1, 2)
    mirror.take(Encoder().frame(live(ready=(2, 2, 3)), wall_s=0.0, speed=1.0, playing=True))
    frame = unpacked(mirror.since(2))
    assert (frame.head.number, frame.head.since) == (3, 2)
    assert len(frame.station_rows[ROW.name]) == len(frame.vehicle_rows[ROW.name]) == 0


def test_other_vehicles_are_a_new_beginning() -> None:
    mirror = mirror_after(1, 2)
    without = live()._replace(vehicles={})
    mirror.take(Encoder().frame(without, wall_s=0.0, speed=1.0, playing=True))
    assert unpacked(mirror.since(2)).head.since == 0
    assert unpacked(mirror.since(3)).head.number == 3


def test_a_frame_that_does_not_follow_is_refused_and_changes_nothing() -> None:
    encoder, mirror = Encoder(), Mirror()
    frames = [
        encoder.frame(live(ready=(ready, 2, 3)), wall_s=0.0, speed=1.0, playing=True)
        for ready in range(4)
    ]
    with pytest.raises(FrameError, match="a key frame is needed"):
        mirror.take(frames[1])
    mirror.take(frames[0])
    mirror.take(frames[1])
    before = mirror.since(0)
    for wrong in (frames[3], frames[1], frames[2][:-1]):
        with pytest.raises(FrameError):
            mirror.take(wrong)
    assert mirror.since(0) == before
    mirror.take(frames[2])
    assert mirror.number == 3


def test_before_the_first_frame_there_is_nothing_to_send() -> None:
    with pytest.raises(FrameError, match="no frame yet"):
        Mirror().since(0)
