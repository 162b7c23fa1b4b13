"""Units that the name of a column carries: swaps a day, hour, week, month or year; W, kW or MW."""

from typing import NamedTuple

from voltwin.importing.fields import DEMAND_WORDS, SIDE_WORDS
from voltwin.importing.header import Header

_DAYS_A_YEAR = 365.25  # Julian year; a month is a twelfth of it


class Unit(NamedTuple):
    """What a column is in, and the factor to the unit of the scenario."""

    text: str
    factor: float
    is_told: bool = True  # by the name of the column


_PERIODS = {
    "hour": (24.0, "hour hourly h hr hrs stunde stündlich stuendlich heure hora 小时"),
    "day": (1.0, "day daily d tag täglich taeglich jour día dia giorno 天 日"),
    "week": (1.0 / 7.0, "week weekly wk woche wöchentlich woechentlich semaine semana 周"),
    "month": (12.0 / _DAYS_A_YEAR, "month monthly mo monat monatlich mois mes mês 月"),
    "year": (
        1.0 / _DAYS_A_YEAR,
        "year yearly annual annually annum yr pa jahr jährlich jaehrlich an año ano 年",
    ),
}
_PERIOD_OF = {
    word: (period, factor) for period, (factor, words) in _PERIODS.items() for word in words.split()
}
_POWERS = {"w": ("W", 1e-3), "kw": ("kW", 1.0), "mw": ("MW", 1e3)}


def demand_unit(name: Header) -> Unit | None:
    """Return the unit of a column of demand, or None if its name is of none.

    A name without a period is per day, and `is_told` is false.
    """
    words = [*name.words, *name.unit]
    if not DEMAND_WORDS.intersection(words):
        return None
    if any(w not in DEMAND_WORDS and w not in SIDE_WORDS and w not in _PERIOD_OF for w in words):
        return None
    return period_unit(name)


def period_unit(name: Header) -> Unit:
    """Return the unit of a column that is known to hold demand."""
    told = [_PERIOD_OF[word] for word in (*name.words, *name.unit) if word in _PERIOD_OF]
    if not told:
        return Unit("swaps/day", 1.0, is_told=False)
    period, factor = told[-1]
    return Unit(f"swaps/{period}", factor)


def power_unit(name: Header) -> Unit:
    """Return the unit of a column of power: kW unless its name tells another."""
    told = [_POWERS[word] for word in (*name.words[-1:], *name.unit) if word in _POWERS]
    text, factor = told[-1] if told else ("kW", 1.0)
    return Unit(text, factor, is_told=bool(told))


def has_power_unit(name: Header) -> bool:
    """Return whether a column's name ends in a unit of power, or has one in brackets."""
    return power_unit(name).is_told


def plain(name: Header) -> str:
    """Return a name's words squashed, without a unit of power at their end."""
    words = name.words[:-1] if name.words and name.words[-1] in _POWERS else name.words
    return "".join(words)
