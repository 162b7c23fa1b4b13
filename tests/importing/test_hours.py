"""Opening hours by days."""

import pytest

from voltwin.importing.hours import by_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Mo-Fr 06:00-22:00; Sa 08:00-20:00",
            {"mon-fri": "06:00-22:00", "sat": "08:00-20:00", "sun": "closed"},
        ),
        (
            "Montag-Mittwoch, Freitag: 06:00-22:00",
            {"mon-wed": "06:00-22:00", "thu": "closed", "fri": "06:00-22:00", "sat-sun": "closed"},
        ),
        ("Lu-Dim 06:00-12:00, 14:00-20:00", {"mon-sun": ("06:00-12:00", "14:00-20:00")}),
        ("Mo-Su 24/7", {"mon-sun": "24/7"}),
        ("Mo–So 06:00-22:00; So geschlossen", {"mon-sat": "06:00-22:00", "sun": "closed"}),  # noqa: RUF001 - people type the en dash
        ("Di-Do 06:00-22:00", {"mon": "closed", "tue-thu": "06:00-22:00", "fri-sun": "closed"}),
    ],
)
def test_days_are_named_in_three_languages(text: str, days: object) -> None:
    assert by_days(text) == days


@pytest.mark.parametrize(
    "text", ["24h", "06:00-22:30", "closed", "", "Lu-Di 06:00-12:00", "Xy 06:00-22:00", "PH off"]
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert by_days(text) == text
