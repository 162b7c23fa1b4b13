import pytest

from voltwin.scenario.week import format_clock, parse_clock


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "00:00"), (23400, "06:30"), (23415.0, "06:30:15"), (86400, "24:00")]
)
def test_a_time_of_day_is_written_as_it_is_read(seconds: float, text: str) -> None:
    assert format_clock(seconds) == text
    assert parse_clock(text) == seconds
