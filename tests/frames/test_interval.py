"""How long it is from frame to frame."""

import pytest

from voltwin.frames import pause_s


def test_frames_come_ten_a_second_unless_they_are_large() -> None:
    assert pause_s(64) == pause_s(50_000) == 0.1


@pytest.mark.parametrize("frame_bytes", [60_000, 280_000, 30_000_000])
def test_a_watcher_is_sent_no_more_than_half_a_megabyte_a_second(frame_bytes: int) -> None:
    assert frame_bytes / pause_s(frame_bytes) == pytest.approx(500_000)
