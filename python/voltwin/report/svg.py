"""Figures as parts of a page: inline SVG whose colours, type and ids are those of the page."""

import io
import re
import warnings
from html import escape

from voltwin.report.figures.plot import Plot
from voltwin.report.style import TOKENS, applied

_BODY = re.compile(r"<svg.*?>(.*)</svg>", re.DOTALL)
_STYLE = re.compile(r"\s*<(metadata|style)\b.*?</\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]+)"')
_REFERENCE = re.compile(r'(?<=url\(#)([^)]+)|(?<=href="#)([^"]+)')
_FAMILY = re.compile(r" font-family: [^;\"]*;?")
_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"(\d\.\d\d)\d+")  # a hundredth of a point is finer than any screen
_TURNED_BY_NOTHING = re.compile(r' transform="rotate\(-?0 [^"]*\)"')
_BETWEEN = re.compile(r">\s+<")


def inline_svg(plot: Plot) -> str:
    """Return a figure as an SVG element that stands in a page beside others.

    Colours become the page's CSS variables, text is set in the page's type, and ids begin with the
    name of the figure.
    """
    body = _BODY.search(_drawn(plot))
    assert body
    content = _own_ids(_STYLE.sub("", body[1]), plot.name)
    content = _TAG.sub(lambda tag: _NUMBER.sub(r"\1", tag[0]), _FAMILY.sub("", content))
    content = _TURNED_BY_NOTHING.sub("", content)
    content = _BETWEEN.sub("><", content).replace(" \n", " ").strip()
    for token in TOKENS:
        content = content.replace(token.light, f"var(--{token.name})")
    width, height = 72.0 * plot.width_in, 72.0 * plot.height_in
    name = plot.name
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(plot.title)}</title>'
        f'<desc id="{name}-desc">{escape(plot.finding)} {escape(plot.reading)}</desc>'
        f"{content}</svg>"
    )


def _drawn(plot: Plot) -> str:
    """Return the figure as matplotlib writes it."""
    file = io.StringIO()
    with applied(), warnings.catch_warnings():
        # Of names in scripts that matplotlib's own font lacks: browsers have fonts for them.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        plot.figure().savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def _own_ids(content: str, name: str) -> str:
    """Return content in which only ids that are referred to are left, each with a prefix."""
    used = {first or second for first, second in _REFERENCE.findall(content)}
    content = _ID.sub(lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", content)
    return _REFERENCE.sub(lambda found: f"{name}-{found[0]}", content).replace(
        "xlink:href=", "href="
    )
