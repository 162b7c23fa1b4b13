"""Names as they fit: cut to a width, in one line."""

import unicodedata


def in_cells(text: str, most: int) -> str:
    """Return a text in one line, cut to a width; wide characters, such as Chinese ones, count two.

    >>> in_cells("Zentraler Omnibusbahnhof", 12)
    'Zentraler O…'
    """
    line = " ".join(text.split())
    if sum(map(_cells, line)) <= most:
        return line
    width, kept = 1, ""  # of the dots
    for character in line:
        width += _cells(character)
        if width > most:
            break
        kept += character
    return f"{kept.rstrip()}…"


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
