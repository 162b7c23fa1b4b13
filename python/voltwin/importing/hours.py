"""Opening hours as tables write them, `Mo-Fr 06:00-22:00; Sa 08:00-20:00`, by days."""

import re
from itertools import groupby

from voltwin.scenario.week import DAYS

_NAMES = (
    "mo mon monday montag lu lun lundi",
    "tu tue tues tuesday di die dienstag ma mar mardi",
    "we wed wednesday mi mit mittwoch me mer mercredi",
    "th thu thur thurs thursday do don donnerstag je jeu jeudi",
    "fr fri friday freitag ve ven vendredi",
    "sa sat saturday samstag sonnabend sam samedi",
    "su sun sunday so son sonntag dim dimanche",
)
_DAY_OF = {name: day for day, names in enumerate(_NAMES) for name in names.split()}
# Beside these, `di` is dimanche and not Dienstag.
_FRENCH = frozenset(("lu", "lun", "ma", "me", "mer", "je", "jeu", "ve", "ven"))
_CLOSED = ("closed", "off", "geschlossen", "fermé")
_RULE = re.compile(
    rf"([^\W\d][^\d;]*?)\s*:?\s+([0-9][0-9:,\s\N{{EN DASH}}-]*|24/7|24h|{'|'.join(_CLOSED)})"
)


def by_days(text: str) -> str | dict[str, str | tuple[str, ...]]:
    """Return opening hours by days, closed on days that are not named; other text as it is.

    >>> by_days("Mo-Fr 06:00-22:00")
    {'mon-fri': '06:00-22:00', 'sat-sun': 'closed'}
    """
    rules = [_RULE.fullmatch(rule.strip().casefold()) for rule in text.strip(" ;").split(";")]
    week: list[str | tuple[str, ...]] = ["closed"] * 7
    for rule in rules:
        days = _days(rule[1]) if rule else None
        if rule is None or days is None:
            return text
        for day in days:
            week[day] = _spans(rule[2])
    runs = [list(run) for _, run in groupby(range(7), key=lambda day: week[day])]
    return {_named(run): week[run[0]] for run in runs}


def _spans(text: str) -> str | tuple[str, ...]:
    if text in _CLOSED:
        return "closed"
    spans = tuple(span.strip() for span in text.split(","))
    return spans[0] if len(spans) == 1 else spans


def _days(text: str) -> list[int] | None:
    """Return the days that a text such as `Mo-Mi, Fr` names, None if it names no days."""
    words = re.findall(r"[^\W\d]+", text)
    if not all(word in _DAY_OF for word in words) or ("di" in words and _FRENCH & {*words}):
        return None
    days: list[int] = []
    for part in text.replace(".", "").split(","):
        ends = [end.strip() for end in re.split(r"\s*[-\N{EN DASH}]\s*", part.strip())]
        if len(ends) > 2 or not all(end in _DAY_OF for end in ends):
            return None
        first, last = _DAY_OF[ends[0]], _DAY_OF[ends[-1]]
        days.extend((first + i) % 7 for i in range((last - first) % 7 + 1))
    return days


def _named(run: list[int]) -> str:
    return DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}"
