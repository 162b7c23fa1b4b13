"""The numbers of a table as fields take them, and what to do about those that are none."""

import re
from collections.abc import Iterable

from voltwin.scenario.cells import TEXTS, value_of
from voltwin.scenario.decimals import has_comma, has_point
from voltwin.scenario.hints import number_hint

_SPACED = re.compile(r"[-+]?[0-9]{1,3}(?:\s[0-9]{3})+(?:[.,][0-9]+)?")  # any kind of space


def ambiguous(texts: Iterable[str], sign: str) -> str | None:
    """Return the first text that may have `sign` between thousands or before decimals.

    None where one of the texts tells which it is: three digits always follow thousands.

    >>> ambiguous(["800", "9.000"], "."), ambiguous(["9.000", "9.5"], ".")
    ('9.000', None)
    """
    with_sign = [text for text in texts if sign in text]
    thousands = re.compile(rf"[-+]?[1-9][0-9]{{0,2}}{re.escape(sign)}[0-9]{{3}}")
    return with_sign[0] if with_sign and all(map(thousands.fullmatch, with_sign)) else None


def value(field: str, text: str, *, decimal_commas: bool) -> object:
    """Return a cell's text as a field takes it."""
    if field not in TEXTS:
        text = text.replace("\N{MINUS SIGN}", "-")
        text = re.sub(r"\s", "", text) if _SPACED.fullmatch(text) else text
    if decimal_commas and field not in TEXTS and has_comma(text):
        text = text.replace(",", ".")
    elif decimal_commas and field not in TEXTS and has_point(text):
        return text  # 1.200 is twelve hundred to some, and 1.2 to others
    return value_of(field, text)


def hint(text: str) -> str:
    """Return what to do about a text that was meant as a number, where its field does not say."""
    if "°" in text or re.fullmatch(r"[0-9.,]+\s*[NSEW]", text, re.IGNORECASE):
        return "; write decimal degrees, such as 53.071 or -0.125"
    if has_point(text) or has_comma(text):
        return "; write decimals as in the other rows, and nothing between thousands"
    return number_hint(text, "")
