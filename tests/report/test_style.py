import itertools

import matplotlib as mpl
import pytest

from voltwin.report.style import (
    BLUE,
    HEAT,
    INK,
    MUTED,
    OF_REASON,
    OF_STATE,
    PAPER,
    TOKENS,
    VERMILLION,
    Token,
    applied,
)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("token", [INK, MUTED], ids=lambda token: token.name)
def test_text_can_be_read(token: Token) -> None:
    assert contrast(token.light, PAPER.light) >= 4.5  # WCAG 2, AA
    assert contrast(token.dark, PAPER.dark) >= 4.5


@pytest.mark.parametrize("token", [BLUE, VERMILLION], ids=lambda token: token.name)
def test_links_and_bad_numbers_can_be_read(token: Token) -> None:
    assert contrast(token.light, PAPER.light) >= 3.0  # WCAG 2, AA, large type
    assert contrast(token.dark, PAPER.dark) >= 4.5


def test_heat_goes_away_from_the_paper_all_the_way() -> None:
    light = [contrast(token.light, PAPER.light) for token in HEAT[1:]]
    dark = [contrast(token.dark, PAPER.dark) for token in HEAT[1:]]
    assert all(more / less > 1.08 for less, more in itertools.pairwise(light))
    assert all(more / less > 1.08 for less, more in itertools.pairwise(dark))


def test_colours_can_be_told_apart_in_a_file() -> None:
    assert len({token.light for token in TOKENS}) == len(TOKENS)
    assert len({token.name for token in TOKENS}) == len(TOKENS)
    for group in (OF_REASON, OF_STATE):
        assert len(set(group.values())) == len(group)


def test_the_style_ends_where_it_ends() -> None:
    before = dict(mpl.rcParams)
    with applied():
        assert mpl.rcParams["svg.fonttype"] == "none"
    assert dict(mpl.rcParams) == before
