"""What the encoder tells, and when."""

import math

import pytest
from tests.frames.lives import live

from voltwin.frames import Encoder
from voltwin.frames.layout import HEADER, ROW
from voltwin.frames.packing import Unpacked, unpacked
from voltwin_bindings.live import ON_TRIP, PARKED, Live

PARKING = (PARKED, PARKED, PARKED, PARKED)


def told(encoder: Encoder, seen: Live, wall_s: float = 0.0, playing: bool = True) -> Unpacked:
    """Return the next frame."""
    return unpacked(encoder.frame(seen, wall_s=wall_s, speed=60.0, playing=playing))


def rows(frame: Unpacked) -> tuple[list[int], list[int]]:
    """Return which vehicles and stations it tells of."""
    return frame.vehicle_rows[ROW.name].tolist(), frame.station_rows[ROW.name].tolist()


def test_the_first_frame_is_a_key_frame_and_has_all() -> None:
    frame = told(Encoder(), live())
    assert (frame.head.number, frame.head.since) == (1, 0)
    assert rows(frame) == ([0, 1, 2, 3], [0, 1, 2])


def test_the_next_ones_have_what_has_changed() -> None:
    encoder = Encoder()
    told(encoder, live())
    assert rows(told(encoder, live(101.0))) == ([], [])
    assert len(encoder.frame(live(), wall_s=0.0, speed=1.0, playing=True)) == HEADER.size
    changed = told(encoder, live(102.0, place=(0, 1, 2, 9), ready=(1, 2, 4)))
    assert rows(changed) == ([3], [2])
    assert (changed.head.number, changed.head.since) == (4, 3)


def test_the_end_of_a_trip_is_not_told_as_its_begin_has_told_it() -> None:
    encoder = Encoder()
    told(encoder, live(100.0, doing=(PARKED, ON_TRIP, PARKED, PARKED)))
    assert rows(told(encoder, live(200.0, doing=PARKING))) == ([], [])


def test_power_alone_is_told_once_a_second_while_playing() -> None:
    encoder = Encoder()
    told(encoder, live(), wall_s=10.0)
    risen = live(power_kw=(10.0, 25.0, 30.0))
    assert rows(told(encoder, risen, wall_s=10.5)) == ([], [])
    assert rows(told(encoder, risen, wall_s=11.0)) == ([], [1])
    assert rows(told(encoder, live(), wall_s=11.5)) == ([], [])


def test_power_is_told_with_whatever_else_changes() -> None:
    encoder = Encoder()
    told(encoder, live(), wall_s=10.0)
    both = told(encoder, live(power_kw=(11.0, 25.0, 30.0), ready=(1, 7, 3)), wall_s=10.1)
    assert rows(both) == ([], [1])
    assert both.station_rows["power_kw"].tolist() == [25.0]


@pytest.mark.parametrize(("wall_s", "playing"), [(10.1, False), (3.0, True)])
def test_power_is_told_at_once_when_paused_or_when_the_clock_was_put_back(
    wall_s: float, playing: bool
) -> None:
    encoder = Encoder()
    told(encoder, live(), wall_s=10.0)
    risen = live(power_kw=(10.0, 25.0, 30.0))
    assert rows(told(encoder, risen, wall_s, playing)) == ([], [1])


def test_a_grid_limit_is_told_as_it_changes() -> None:
    encoder = Encoder()
    told(encoder, live(limit_kw=(math.inf, 25.0, 60.0)))
    lowered = told(encoder, live(limit_kw=(math.inf, 25.0, 30.0)))
    assert rows(lowered) == ([], [2])
    assert lowered.station_rows["limit_kw"].tolist() == [30.0]
    lifted = told(encoder, live(limit_kw=(math.inf, math.inf, 30.0)))
    assert rows(lifted) == ([], [1])
    assert lifted.station_rows["limit_kw"].tolist() == [math.inf]


def test_less_than_half_a_tenth_of_a_kilowatt_is_no_change() -> None:
    encoder = Encoder()
    told(encoder, live())
    assert rows(told(encoder, live(power_kw=(10.04, 20.0, 30.0)), wall_s=9.0)) == ([], [])


def test_a_restarted_encoder_tells_all_again() -> None:
    encoder = Encoder()
    told(encoder, live())
    encoder.restart()
    frame = told(encoder, live())
    assert (frame.head.number, frame.head.since) == (2, 0)
    assert rows(frame) == ([0, 1, 2, 3], [0, 1, 2])


def test_more_places_than_a_frame_can_number_are_refused() -> None:
    with pytest.raises(ValueError, match="65,536 places"):
        told(Encoder(), live(place=(0, 1, 2, 65_536)))


def test_nothing_is_shown_before_the_first_frame() -> None:
    with pytest.raises(ValueError, match="no frame has been made"):
        _ = Encoder().shown
