"""Shapes of demand over the week, by name. Each has a mean of 1.

They are invented, in the form of urban traffic counts: two peaks on working days for commuting, a
late and long one for leisure, a flat day with a slack night for taxis. Give your own counts for
anything that matters.
"""

from functools import cache

_FLAT = " ".join(["1"] * 24)

# Of a working day, then of a day of the weekend, from 0 to 23 h, in any unit.
_SHAPES = {
    "flat": (_FLAT, _FLAT),
    "commuter": (
        "20 12 8 8 14 35 75 120 135 105 85 80 85 85 85 95 115 145 150 120 85 65 48 32",
        "28 18 12 10 10 15 26 40 58 75 88 95 95 92 90 88 88 90 88 80 68 56 45 35",
    ),
    "leisure": (
        "30 18 12 8 8 12 25 40 50 55 65 80 95 90 80 80 90 110 130 135 125 105 80 52",
        "55 40 28 18 12 12 18 30 50 75 100 120 130 130 128 125 125 130 140 140 130 112 92 70",
    ),
    "taxi": (
        "75 55 42 38 45 65 85 105 115 110 105 108 115 115 110 110 115 122 125 122 118 112 105 92",
        "105 90 72 55 45 50 60 72 85 95 102 108 112 112 110 110 112 116 120 122 122 122 120 115",
    ),
    "night": (
        "140 125 105 85 70 60 55 60 65 65 65 70 75 75 75 80 85 95 110 125 140 150 155 150",
        "170 160 140 115 85 60 45 45 50 55 65 75 80 80 80 85 90 100 115 130 145 155 165 170",
    ),
}

NAMES = tuple(_SHAPES)


@cache
def named_profile(name: str) -> tuple[float, ...]:
    """Return the 168 factors, from Monday 00:00 on and with a mean of 1, of a named profile.

    Raises:
        KeyError: there is none of this name.
    """
    weekday, weekend = ([float(value) for value in day.split()] for day in _SHAPES[name])
    week = weekday * 5 + weekend * 2
    mean = sum(week) / len(week)
    return tuple(value / mean for value in week)
