"""Names and sentences as they fit: cut to a width, broken where they may be."""

import re
import unicodedata

_UNIT = re.compile(r"(?<=\d) (?=(?:%|[kMGT]Wh?\b|s\b|min\b|h\b|days\b|km\b))")


def in_cells(text: str, most: int) -> str:
    """Return a text in one line, cut to a width; wide characters, such as Chinese ones, count two.

    >>> in_cells("Zentraler Omnibusbahnhof", 12)
    'Zentraler O…'
    """
    line = " ".join(text.split())
    if cells(line) <= most:
        return line
    width, kept = 1, ""  # of the dots
    for character in line:
        width += _cells(character)
        if width > most:
            break
        kept += character
    return f"{kept.rstrip()}…"


def unbroken(sentence: str) -> str:
    """Return a sentence in which no line ends between a number and its unit."""
    return _UNIT.sub("\N{NO-BREAK SPACE}", sentence)


def cells(text: str) -> int:
    """Return how wide a text is, in narrow characters."""
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
