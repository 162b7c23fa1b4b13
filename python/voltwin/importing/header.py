"""The name of a column: its words, and the unit that it carries."""

import re
from typing import NamedTuple

_BRACKETS = re.compile(r"[\[({]([^\])}]*)[\])}]")
_CAMEL = re.compile(r"(?<=[a-z0-9]{2})(?=[A-Z])")
_CHINESE = re.compile("(换电次数|换电量)")  # words that stand without spaces


class Header(NamedTuple):
    """A column's name taken apart."""

    words: tuple[str, ...]  # lower case, without what stands in brackets
    unit: tuple[str, ...]  # words in brackets

    @property
    def squashed(self) -> str:
        """The words without anything between them."""
        return "".join(self.words)


def header(name: str) -> Header:
    """Return a column's name taken apart.

    >>> header("Swaps_perDay [avg]")
    Header(words=('swaps', 'per', 'day'), unit=('avg',))
    """
    unit = " ".join(_BRACKETS.findall(name))
    return Header(_words(_BRACKETS.sub(" ", name)), _words(unit))


def _words(text: str) -> tuple[str, ...]:
    apart = _CHINESE.sub(r" \1 ", _CAMEL.sub(" ", text).replace("/", " per "))
    return tuple(re.sub(r"[^\w°%€$]|_", " ", apart).casefold().split())
