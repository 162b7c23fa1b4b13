"""The one visual language of all figures and pages: colours by what they stand for, type, lines.

Figures are drawn in the light colours. On a page each colour becomes a CSS variable of the token's
name, which has another value in the dark. Categories are those of Okabe and Ito (Color Universal
Design, 2008), told apart with any colour vision; the heat colours (after ColorBrewer's
OrRd) change in lightness all the way but for the first, so they also read in grey.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any


@dataclass(frozen=True)
class Token:
    """A colour by what it stands for, in the light and in the dark."""

    name: str
    light: str
    dark: str


INK = Token("ink", "#1b2430", "#e7ebf1")
MUTED = Token("muted", "#566273", "#a3afbf")
FAINT = Token("faint", "#dde2ea", "#303a48")
PAPER = Token("paper", "#ffffff", "#161b22")

BLUE = Token("blue", "#0072b2", "#3d9bdc")
SKY = Token("sky", "#56b4e9", "#8fd0f5")
GREEN = Token("green", "#009e73", "#22b88d")
YELLOW = Token("yellow", "#f0e442", "#e8de62")
ORANGE = Token("orange", "#e69f00", "#f2b53a")
VERMILLION = Token("vermillion", "#d55e00", "#f07f36")
PURPLE = Token("purple", "#cc79a7", "#dd98bf")
GREY = Token("grey", "#97a1af", "#7c8797")

# From nothing at all to the worst; on either ground the worst stands out most.
HEAT = (
    Token("heat-0", "#dbe1e9", "#2a333f"),
    Token("heat-1", "#fee4bd", "#46322b"),
    Token("heat-2", "#fdd49e", "#653a2a"),
    Token("heat-3", "#fdbb84", "#8b452a"),
    Token("heat-4", "#fc8d59", "#b5532c"),
    Token("heat-5", "#e34a33", "#dc6f3d"),
    Token("heat-6", "#b30000", "#f59a66"),
    Token("heat-7", "#7f0000", "#ffd2ab"),
)

TOKENS = (
    *(INK, MUTED, FAINT, PAPER),
    *(BLUE, SKY, GREEN, YELLOW, ORANGE, VERMILLION, PURPLE, GREY),
    *HEAT,
)

# What each thing is drawn in, wherever it appears.
OF_REASON = {
    "lost_closed": GREY,
    "lost_stockout": VERMILLION,
    "lost_queue_full": PURPLE,
    "reneged": ORANGE,
}
DIVERTED = SKY  # sent on to another station
OF_CLASS = (BLUE, ORANGE, GREEN, PURPLE, SKY, GREY)  # of a fleet, in the scenario's order
OF_VARIANT = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILLION)  # of an experiment, in its order
OF_STATE = {
    "mean_rack": BLUE,
    "mean_topping": SKY,
    "mean_charging": GREEN,
    "mean_cooling": YELLOW,
    "mean_suspended": VERMILLION,
    "mean_queued": ORANGE,
    "mean_in_bay": PURPLE,
}

WIDE_IN = 9.0  # width of a figure across the page [inch]
FONT = "DejaVu Sans"  # comes with matplotlib: everywhere the same

_RC: dict[Any, Any] = {
    "font.family": [FONT],
    "font.size": 8.0,
    "text.color": INK.light,
    "text.parse_math": False,  # a name may hold $
    "axes.labelcolor": MUTED.light,
    "axes.labelsize": 8.0,
    "axes.edgecolor": MUTED.light,
    "axes.facecolor": "none",
    "axes.linewidth": 0.6,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.xmargin": 0.0,
    "grid.color": FAINT.light,
    "grid.linewidth": 0.6,
    "xtick.color": MUTED.light,
    "xtick.labelsize": 8.0,
    "xtick.major.size": 3.0,
    "xtick.major.width": 0.6,
    "ytick.color": MUTED.light,
    "ytick.labelsize": 8.0,
    "ytick.major.size": 0.0,
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
    "legend.fontsize": 8.0,
    "legend.title_fontsize": 8.0,
    "legend.borderpad": 0.0,
    "legend.borderaxespad": 0.0,
    "legend.handlelength": 1.0,
    "legend.handleheight": 1.0,
    "legend.handletextpad": 0.5,
    "legend.columnspacing": 1.4,
    "path.simplify": False,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "voltwin",  # the same run gives the same file
    "pdf.fonttype": 42,  # fonts are embedded as they are, and text can be searched
    "pdf.compression": 6,
}
_lock = RLock()  # matplotlib's settings are those of the whole process


@contextmanager
def applied() -> Iterator[None]:
    """Draw and save figures in this style, one thread at a time."""
    import matplotlib as mpl

    with _lock, mpl.rc_context(_RC):
        yield
