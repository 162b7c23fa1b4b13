"""Periods in the name of a column of demand: swaps an hour, day, week, month or year."""

from itertools import pairwise

from voltwin.importing.header import Header

_DAYS_A_YEAR = 365.25  # Julian year; a month is a twelfth of it

_PERIODS = {
    "hour": (24.0, "hour hourly h hr hrs stunde stündlich stuendlich heure hora 小时"),
    "day": (1.0, "day daily d 24h tag täglich taeglich jour día dia giorno 天 日 日均 每日 每天"),
    "week": (1.0 / 7.0, "week weekly wk woche wöchentlich woechentlich semaine semana 周"),
    "month": (12.0 / _DAYS_A_YEAR, "month monthly mo monat monatlich mois mes mês 月"),
    "year": (
        1.0 / _DAYS_A_YEAR,
        "year yearly annual annually annum yr pa jahr jährlich jaehrlich an año ano 年",
    ),
}
# Word: (period, its factor to swaps a day).
PERIOD_OF = {
    word: (period, factor) for period, (factor, words) in _PERIODS.items() for word in words.split()
}
_PER = frozenset(["per", "pro", "je", "par", "por"])
_AVERAGES = frozenset(["average", "avg", "mean", "mittel", "durchschnitt"])


def periods_in(name: Header) -> tuple[list[str], str]:
    """Return the periods that a name tells, and the one that it is averaged over, if any.

    "Swaps per day (annual average)" tells the day: a period beside "per" is the unit, one before
    "average" is not.
    """
    words = _joined((*name.words, *name.unit))
    told = list(dict.fromkeys(PERIOD_OF[word][0] for word in words if word in PERIOD_OF))
    pairs = list(pairwise(words))
    units = {PERIOD_OF[b][0] for a, b in pairs if a in _PER and b in PERIOD_OF}
    averaged = {PERIOD_OF[a][0] for a, b in pairs if a in PERIOD_OF and b in _AVERAGES} - units
    if len(told) == 2 and len(units) == 1 and len(averaged) == 1:
        return list(units), averaged.pop()
    return told, ""


def _joined(words: tuple[str, ...]) -> list[str]:
    """Return the words, 24 hours as the day that they are."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "24" and PERIOD_OF.get(word, ("",))[0] == "hour":
            joined[-1] = "24h"
        else:
            joined.append(word)
    return joined
