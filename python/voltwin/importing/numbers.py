"""The numbers of a table as fields take them, and what to do about those that are none."""

import re

from voltwin.scenario.cells import TEXTS, value_of
from voltwin.scenario.decimals import has_comma, has_point
from voltwin.scenario.hints import number_hint


def value(field: str, text: str, *, decimal_commas: bool) -> object:
    """Return a cell's text as a field takes it."""
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
