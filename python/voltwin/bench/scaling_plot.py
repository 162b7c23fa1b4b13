"""The scaling curves as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING

from voltwin.bench.scaling import Panel
from voltwin.report.style import BLUE, INK, MUTED, ORANGE, PAPER, VERMILLION, WIDE_IN, applied

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS = (BLUE, ORANGE, VERMILLION)
_HEIGHT_IN = 6.4
_MARKS = ("o", "s", "D")


def draw(panels: list[Panel], file: Path) -> None:
    """Draw time over size, a part for each panel, and write it as SVG."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    file.parent.mkdir(parents=True, exist_ok=True)
    # Text as outlines: a picture in a page brings no fonts with it.
    with applied(), mpl.rc_context({"svg.fonttype": "path"}):
        figure = Figure(figsize=(WIDE_IN, _HEIGHT_IN), layout="constrained")
        figure.get_layout_engine().set(w_pad=0.15, h_pad=0.15)  # type: ignore[union-attr, call-arg]
        rows = (len(panels) + 1) // 2
        for place, panel in enumerate(panels):
            _draw_panel(figure.add_subplot(rows, 2, place + 1), panel)
        figure.savefig(file, format="svg", metadata={"Date": None}, facecolor=PAPER.light)


def _draw_panel(axes: "Axes", panel: Panel) -> None:
    for curve, token, mark in zip(panel.curves, _COLOURS, _MARKS, strict=False):
        sizes, seconds = [p.size for p in curve.points], [p.seconds for p in curve.points]
        axes.loglog(sizes, seconds, marker=mark, ms=4, lw=1.4, color=token.light, label=curve.name)
    _guide(axes, panel)
    axes.margins(0.08, 0.12)
    limits = axes.get_xlim(), axes.get_ylim()
    axes.grid(True, which="major", axis="both")
    axes.minorticks_off()
    if panel.size == "cores":
        counts = [p.size for p in panel.curves[0].points]
        axes.set_xticks(counts)
        axes.set_yticks([part * ten for ten in (0.01, 0.1, 1.0) for part in (1, 2, 3, 4, 5, 7)])
    axes.set(xlim=limits[0], ylim=limits[1])
    axes.xaxis.set_major_formatter(_plain_number)
    axes.yaxis.set_major_formatter(_plain_number)
    axes.set_xlabel(panel.size)
    axes.set_ylabel("time [s]")
    axes.set_title(panel.work, loc="left", size=9.0, weight="bold", color=INK.light)
    axes.legend(loc="upper right" if panel.size == "cores" else "lower right")


def _guide(axes: "Axes", panel: Panel) -> None:
    """Draw what the time would be in proportion to the size; on more cores, to its inverse."""
    curve = panel.curves[0]
    first = curve.points[0]
    power = -1 if panel.size == "cores" else 1
    seconds = [first.seconds * (p.size / first.size) ** power for p in curve.points]
    name = "shared out evenly" if power < 0 else "in proportion"
    sizes = [p.size for p in curve.points]
    axes.loglog(sizes, seconds, lw=1.0, ls=(0, (2, 2)), color=MUTED.light, label=name, zorder=1)


def _plain_number(value: float, _: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
