"""Levels: the values that a factor takes, told apart and written by their text."""

import math
from functools import lru_cache
from typing import Annotated, Any

from pydantic import PlainValidator

from voltwin.scenario.files import in_line
from voltwin.scenario.model import plain_number

_EXACT = 2**53  # up to here whole floats are what they seem
_DIGITS = 4  # of a number in a name: enough to tell variants apart by eye


def parse_number(value: Any) -> int | float:
    """Return a finite number; whole ones stay whole, as counts must be.

    Raises:
        ValueError: it is something else.
    """
    value = plain_number(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("must be a finite number (of a duration: its seconds)")
    return value


LevelNumber = Annotated[int | float, PlainValidator(parse_number)]


def level_text(level: Any) -> str:
    """Return a level as it is written; equal levels, such as 1 and 1.0, have equal texts.

    >>> level_text(1.0), level_text("wait"), level_text([1, 2])
    ('1', 'wait', '[1, 2]')
    """
    if isinstance(level, str):
        return _text(level)
    level = plain_number(level)
    if isinstance(level, bool) or not isinstance(level, int | float):
        return in_line(level)
    return str(int(level)) if level % 1 == 0 and abs(level) < _EXACT else repr(level)


@lru_cache(maxsize=10_000)
def _text(level: str) -> str:
    return in_line(level)


def short_text(level: Any) -> str:
    """Return a level in a few characters, for names.

    >>> short_text(0.8571428), short_text(12345), short_text("wait")
    ('0.8571', '12345', 'wait')
    """
    if isinstance(level, float) and not level.is_integer():
        return f"{level:.{_DIGITS}g}"
    text = level_text(level)
    return text if len(text) <= 40 else f"{text[:37]}..."
