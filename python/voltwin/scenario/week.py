"""Words for the time of the week: mon, sat-sun, weekday, 06:30, fri 22:00."""

import re

DAY_S = 86400
WEEK_S = 7 * DAY_S
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "weekday": range(5),
    "weekdays": range(5),
    "weekend": range(5, 7),
    "weekends": range(5, 7),
    "daily": range(7),
}
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?")


def parse_days(text: object) -> tuple[int, ...]:
    """Return days of the week, 0 is Monday, from `mon`, `mon-fri`, `sat,sun`, `weekend`, `daily`.

    Raises:
        ValueError: the text names no days.
    """
    days: list[int] = []
    for part in str(text).lower().split(","):
        days.extend(_parse_part(part.strip(), text))
    return tuple(dict.fromkeys(days))


def _parse_part(part: str, text: object) -> list[int]:
    if part in _GROUPS:
        return list(_GROUPS[part])
    first, dash, last = (piece.strip() for piece in part.partition("-"))
    start, end = _day(first, text), _day(last, text) if dash else _day(first, text)
    return [(start + i) % 7 for i in range((end - start) % 7 + 1)]


def _day(word: str, text: object) -> int:
    for names in (DAYS, _FULL):
        if word in names:
            return names.index(word)
    raise ValueError(
        f'"{text}" names no days; allowed: mon ... sun, mon-fri, "sat,sun", weekday, weekend, daily'
    )


def parse_clock(text: object) -> int:
    """Return the seconds since midnight of a time such as `06:30` or `24:00`.

    Raises:
        ValueError: it is no time of a day.
    """
    match = _CLOCK.fullmatch(str(text).strip())
    if match:
        seconds = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
        if seconds <= DAY_S:
            return seconds
    raise ValueError(f'"{text}" is no time of day such as 06:30')


def format_clock(seconds: float) -> str:
    """Return the seconds since midnight as `parse_clock` reads them: `06:30`, or `06:30:15`."""
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours:02}:{rest // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")


def each_day_once(keys: list[object]) -> dict[object, tuple[int, ...]]:
    """Return the days that each key names, with every day of the week named exactly once.

    Raises:
        ValueError: a day is missing or named twice.
    """
    named = {key: parse_days(key) for key in keys}
    all_days = [day for days in named.values() for day in days]
    for day, name in enumerate(DAYS):
        if day not in all_days:
            raise ValueError(f"{name} is not given; every day of the week is needed")
        if all_days.count(day) > 1:
            raise ValueError(f"{name} is given twice")
    return named
