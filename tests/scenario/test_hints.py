"""Hints: what to do about a wrong value."""

import pytest
from tests.scenario.fleet.towns import town

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.hints import bound_hint, date_hint, duration_hint, home_of, number_hint


@pytest.mark.parametrize(
    ("text", "unit", "hint"),
    [
        ("80 kW", "kW", "; write 80 alone, the unit is kW already"),
        ("80KW", "kW", "; write 80 alone, the unit is kW already"),
        ("80 W", "kW", "; write the number alone, in kW"),
        ("12 cars", "", "; write the number alone"),
        ("95 %", "", "; write a fraction: 0.95"),
        ("1,200", "", "; write decimals with a point, and nothing between thousands"),
        ("1.200,5", "", "; write decimals with a point, and nothing between thousands"),
        ("many", "kW", ""),
        ("1e400", "kW", ""),
        ("0x10", "", ""),
    ],
)
def test_texts_that_were_meant_as_numbers(text: str, unit: str, hint: str) -> None:
    assert number_hint(text, unit) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("10 minutes", '; did you mean "10min"?'),
        ("1 hour and 30 mins", '; did you mean "1h 30min"?'),
        ("2 Weeks", '; did you mean "2w"?'),
        ("-1d", "; it cannot be negative"),
        ("3 months", ""),
        ("soon", ""),
    ],
)
def test_durations_in_long_words(text: str, hint: str) -> None:
    assert duration_hint(text) == hint


def test_values_beyond_their_bounds() -> None:
    assert bound_hint("ready_soc", 95, 1.0) == "; it is a fraction, not percent: 0.95"
    assert bound_hint("ready_soc", 950, 1.0) == ""
    assert bound_hint("bays", 95000, 10000) == ""
    assert bound_hint("lat", 121.5, 90) == "; are lon and lat swapped?"
    assert "EPSG:4326" in bound_hint("lat", 6650000, 90)


def test_misplaced_fields_have_a_home() -> None:
    assert home_of("horizon", {"id", "bays"}).endswith("to the scenario itself, at the top level")
    assert home_of("bays", {"name"}) == "; it belongs to a station"
    assert home_of("profile", {"name"}) == "; it belongs to demand, or to a station"
    assert home_of("bays", {"bays"}) == home_of("wheels", {"bays"}) == ""


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("25.03.2023 06:00", "; write 2023-03-25T06:00"),
        ("5.1.2026", "; write 2026-01-05T00:00"),
        ("25.03.2023, 06:00:00", "; write 2023-03-25T06:00:00"),
        ("03/25/2023 06:00", "; write the year first, then month and day: 2023-12-31T00:00"),
        ("25-03-23", "; write the year first, then month and day: 2023-12-31T00:00"),
        ("tomorrow", ""),
        ("", ""),
    ],
)
def test_dates_have_their_year_first(text: str, hint: str) -> None:
    assert date_hint(text) == hint


def test_energy_per_100_km_is_told_from_energy_per_km() -> None:
    assert bound_hint("kwh_per_km", 18, 5.0) == "; 18 kWh/100 km are 0.18 kWh/km"
    with pytest.raises(ScenarioError, match=r"must be at most 5.*; 18 kWh/100 km are 0\.18"):
        town(fleet__classes__0__kwh_per_km=18)
    town(fleet__classes__0__kwh_per_km=2)  # a heavy truck
