"""The start of the run and its fixed UTC offset."""

import pytest

from voltwin.importing.start import choose_start
from voltwin.scenario import ScenarioError


def refused(start: str | None, offset: str | None) -> str:
    with pytest.raises(ScenarioError) as caught:
        choose_start(start, offset, None)
    return str(caught.value)


def test_a_monday_at_utc_unless_told() -> None:
    start = choose_start(None, None, None)
    assert start.time.isoformat() == "2026-01-05T00:00:00+00:00"
    assert f"{start.time:%A}" == "Monday"
    assert "no UTC offset was told" in start.chosen
    assert "no daylight saving time" in start.meaning


@pytest.mark.parametrize(("lon", "hours"), [(121.0, "+8"), (-74.0, "-5"), (23.0, "+2")])
def test_longitudes_give_a_hint_but_decide_nothing(lon: float, hours: str) -> None:
    start = choose_start(None, None, lon)
    assert start.time.isoformat().endswith("+00:00")
    assert start.chosen.endswith(f"the sun is at about UTC{hours} there")
    assert "sun" not in choose_start(None, None, 3.0).chosen


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("+08:00", "+08:00"),
        ("+8", "+08:00"),
        ("0530", "+05:30"),
        ("UTC-3", "-03:00"),
        ("Z", "+00:00"),
        ("-03:30", "-03:30"),
    ],
)
def test_an_offset_is_written_in_several_ways(text: str, offset: str) -> None:
    assert choose_start(None, text, None).time.isoformat() == f"2026-01-05T00:00:00{offset}"


def test_a_start_brings_its_offset_or_takes_the_one_that_is_told() -> None:
    whole, local = "2026-03-02T06:00:00+01:00", "2026-03-02T06:00:00"
    for start, offset in ((whole, None), (local, "+1"), (whole, "+01:00")):
        assert choose_start(start, offset, None).time.isoformat() == whole


def test_what_is_no_start_is_refused() -> None:
    assert refused("2026-03-02T06:00", None) == (
        'start: "2026-03-02T06:00" has no UTC offset; add one, such as 2026-03-02T06:00+01:00'
    )
    assert "contradict" in refused("2026-03-02T06:00:00+01:00", "+02:00")
    assert "order is year-month-day" in refused("02.03.2026", None)


def test_a_name_of_a_zone_is_no_offset() -> None:
    line = refused(None, "Europe/Berlin")
    assert line.startswith('utc_offset: given "Europe/Berlin", must be hours and minutes')
    assert "in winter and in summer" in line
    assert "such as +08:00" in refused(None, "+25")
