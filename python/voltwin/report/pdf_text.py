"""Text in fonts that are at hand: a browser finds one for any script, matplotlib must be told."""

from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, cast

from voltwin.report.style import FONT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ABSENT = "\N{WHITE SQUARE}"
# How families begin that hold scripts which matplotlib's own font lacks.
_FAMILIES = (
    *("Noto Sans", "Source Han Sans", "WenQuanYi", "Droid Sans", "Unifont", "Arial Unicode"),
    *("Microsoft YaHei", "SimHei", "Yu Gothic", "Malgun", "Nirmala", "Segoe UI", "Leelawadee"),
    *("PingFang", "Hiragino", "Apple SD Gothic", "Kohinoor", "Geeza"),
)


def in_available_fonts(figure: "Figure") -> bool:
    """Set text in fonts of this machine that have its characters, and return whether
    matplotlib's own font was not enough.

    Characters that no font has become a square.
    """
    from matplotlib.text import Text

    texts = cast("list[Text]", figure.findobj(Text))
    wanted = {ord(character) for text in texts for character in text.get_text() if character > "~"}
    missing = wanted - _characters(_file(FONT))
    if not missing:
        return False
    families, absent = _covering(missing)
    if absent and _found_new_fonts():
        families, absent = _covering(missing)
    for text in texts:
        held = text.get_text()
        if not missing.isdisjoint(map(ord, held)):
            text.set_fontfamily([FONT, *families])
            text.set_text("".join(_ABSENT if ord(c) in absent else c for c in held))
    return bool(families)


def _covering(missing: set[int]) -> tuple[list[str], set[int]]:
    """Return families that have these characters, few of them, and the characters that none has."""
    families, rest = [], set(missing)
    for family in _installed():
        if found := rest & _characters(_file(family)):
            families.append(family)
            rest -= found
        if not rest:
            break
    return families, rest


@cache
def _found_new_fonts() -> bool:
    """Tell matplotlib of fonts that were installed after it made its list of them, once, and
    return whether there are any."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {font.fname for font in fontManager.ttflist}
    new = [file for file in findSystemFonts() if file not in known]
    for file in new:
        with suppress(OSError, RuntimeError, ValueError):  # it is broken, or of a kind unknown
            fontManager.addfont(file)
    _installed.cache_clear()
    _file.cache_clear()
    return bool(new)


@cache
def _installed() -> list[str]:
    from matplotlib.font_manager import fontManager

    names = {font.name for font in fontManager.ttflist}
    return sorted(name for name in names if name.startswith(_FAMILIES))


@cache
def _file(family: str) -> str:
    from matplotlib.font_manager import findfont

    return str(findfont(family))


@cache
def _characters(file: str) -> frozenset[int]:
    from matplotlib.font_manager import get_font

    codes: Iterable[int] = get_font(file).get_charmap()
    return frozenset(codes)
