"""Numbers as tables write them: with a decimal point, or with a decimal comma."""

import re
from collections.abc import Iterable

_COMMA = re.compile(r"[-+]?[0-9]*,[0-9]+")
_POINT = re.compile(r"[-+]?[0-9]*\.[0-9]+")


def has_comma(text: str) -> bool:
    """Return whether a text is a number with one comma and no point: `50,5`, or `1,200`."""
    return _COMMA.fullmatch(text) is not None


def has_point(text: str) -> bool:
    """Return whether a text is a number with one point and no comma: `50.5`, or `1.200`."""
    return _POINT.fullmatch(text) is not None


def has_decimal_commas(texts: Iterable[str], delimiter: str | None) -> bool:
    """Return whether a table's numbers have decimal commas: more of them do than have points.

    Args:
        texts: of the cells that should hold numbers.
        delimiter: of the table; where it is a comma there are no decimal commas.
    """
    if delimiter not in (";", "\t"):
        return False
    return sum(has_comma(text) - has_point(text) for text in texts) > 0
