"""Where the stations are, how busy, and how bad; the worst are marked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voltwin.report.classes import Classes
from voltwin.report.figures.badges import badges
from voltwin.report.figures.class_legend import class_legend
from voltwin.report.figures.plot import Missing, Plot, margins, size_in
from voltwin.report.figures.projection import bar_km, kilometres
from voltwin.report.figures.small_table import small_table
from voltwin.report.steps import Array
from voltwin.report.style import MUTED, PAPER
from voltwin.report.worst import ranking
from voltwin.wording.quantities import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "map"
_TITLE = "Where the worst stations are"
_SIZES = 5  # of points, so that few paths are drawn
_MOST_OUTLINED = 2000  # points; more are too close for outlines
_LEAST_KM = 1.0  # height and width of a map at least
_TABLE_ROWS = 800


@dataclass(frozen=True)
class _Places:
    """Stations with coordinates, in the order of their numbers."""

    x_km: Array
    y_km: Array
    size: Array  # smallest is 0, largest _SIZES - 1
    found: Array  # class of each
    worst: list[int]  # entries of the worst stations, by rank; -1 for one without coordinates


def station_map(run: "Run") -> Plot | Missing:
    """Return a map of the stations that have coordinates."""
    stations = run.scenario.stations
    placed = [i for i, s in enumerate(stations) if s.lon is not None and s.lat is not None]
    if not placed:
        return Missing(NAME, _TITLE, "The stations have no coordinates, so there is no map.")
    order = ranking(run.kpis)
    by_station = run.kpis.by_station
    rows = by_station.take(placed).to_pylist()
    lon = np.array([stations[i].lon for i in placed], float)
    lat = np.array([stations[i].lat for i in placed], float)
    value = np.array([row[order.column] for row in rows], float)
    arrivals = np.array([row["arrivals"] for row in rows], float)
    entry = {number: i for i, number in enumerate(placed)}
    places = _Places(
        *kilometres(lon, lat),
        size=_size_of(arrivals),
        found=order.classes.of(value),
        worst=[entry.get(row["number"], -1) for row in order.worst],
    )
    return Plot(
        name=NAME,
        title=_TITLE,
        finding=_finding(len(stations), len(placed)),
        reading="A point is a station, its area grows with the vehicles that arrive, and its "
        f"colour says {_of(order.classes)}. The numbers are those of the list of the worst.",
        table=_table(rows, lon, lat, value, order.column),
        draw=lambda figure: _draw(figure, places, order.classes),
        height_in=4.6,
        width_in=4.6,
        rows_shown=_rows_shown(len(placed)),
    )


def _of(classes: Classes) -> str:
    lost = classes.what == "vehicles lost"
    return "which share of them is lost" if lost else "how long 95 % waited at most"


def _finding(stations: int, placed: int) -> str:
    if placed == stations:
        return f"All {number(stations)} stations." if stations > 1 else "The one station."
    left_out = stations - placed
    have = f"{number(left_out)} {'has' if left_out == 1 else 'have'}"
    return f"{number(placed)} of {number(stations)} stations; {have} no coordinates."


def _table(rows: list[dict[str, Any]], lon: Array, lat: Array, value: Array, name: str) -> Any:
    """Return the table behind the map; of a large network the worst stations."""
    worst = np.lexsort((np.arange(len(rows)), -np.nan_to_num(value, nan=-1.0)))[:_TABLE_ROWS]
    kept = [rows[i] for i in worst]
    return small_table(
        {
            **{key: [row[key] for row in kept] for key in ("station", "name")},
            "lon": lon[worst],
            "lat": lat[worst],
            **{key: [row[key] for row in kept] for key in ("arrivals", "lost", name)},
        }
    )


def _rows_shown(stations: int) -> str:
    if stations <= _TABLE_ROWS:
        return ""
    return f"The worst {number(_TABLE_ROWS)} of {number(stations)} stations on the map."


def _size_of(arrivals: Array) -> Array:
    """Return the size of each point, by the square root of its demand."""
    root = np.sqrt(arrivals / max(float(arrivals.max()), 1.0))
    return np.minimum((root * _SIZES).astype(np.int64), _SIZES - 1)


def _draw(figure: "FigureBase", places: _Places, classes: Classes) -> None:
    axes = figure.add_axes(margins(figure, left=0.02, right=0.02, top=0.02, bottom=0.72))
    _frame(axes, places)
    points = _Points(axes, places, diameter=_largest_diameter(len(places.x_km)))
    if len(places.x_km) <= _MOST_OUTLINED:
        points.draw_outlined(classes)
    else:
        points.draw_plain(classes)
    radius = points.diameter / 2.0
    badges(axes, [(places.x_km[i], places.y_km[i]) if i >= 0 else None for i in places.worst],
           radius)  # fmt: skip
    class_legend(axes, classes, columns=4, below=0.03)


def _largest_diameter(stations: int) -> float:
    """Return the diameter of the busiest station's point [pt]."""
    return float(np.clip(15.0 * (100.0 / stations) ** 0.25, 4.5, 18.0))


def _frame(axes: "Axes", places: _Places) -> None:
    """Set the borders so that a kilometre is as long east as it is north; draw the scale bar."""
    figure_width, figure_height = size_in(axes.figure)
    box = axes.get_position()
    aspect = box.height * figure_height / (box.width * figure_width)
    spans = [max(float(np.ptp(places.x_km)), _LEAST_KM), max(float(np.ptp(places.y_km)), _LEAST_KM)]
    width = 1.14 * max(spans[0], spans[1] / aspect)
    axes.set_xlim(-width / 2.0, width / 2.0)
    axes.set_ylim(-width * aspect / 2.0, width * aspect / 2.0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    length = bar_km(width / 2.0)
    right, low = width * 0.49, -width * aspect * 0.49
    axes.plot([right - length, right], [low, low], color=MUTED.light, linewidth=1.6)
    axes.annotate(
        f"{length:g} km" if length >= 1.0 else f"{1000.0 * length:g} m",
        (right - length / 2.0, low),
        xytext=(0.0, 4.0),
        textcoords="offset points",
        ha="center",
        color=MUTED.light,
    )


@dataclass(frozen=True)
class _Points:
    """Points as short round strokes, all of one class and size in a single path: the file of a
    network of 20,000 stations stays small, and its colours can change with the page."""

    axes: "Axes"
    places: _Places
    diameter: float  # of the largest [pt]

    def draw_outlined(self, classes: Classes) -> None:
        """Draw larger points first, then worse ones, each group with an outline."""
        for group in self._groups():
            self._strokes(group, PAPER.light, 1.4)
            self._strokes(group, self._colour(group, classes), 0.0)

    def draw_plain(self, classes: Classes) -> None:
        """Draw better stations first, so that the worse ones can be seen."""
        for group in self._groups():
            self._strokes(group, self._colour(group, classes), 0.0)

    def _groups(self) -> list[Array]:
        places = self.places
        pairs = np.stack([places.found, -places.size], axis=1)
        unique, which = np.unique(pairs, axis=0, return_inverse=True)
        return [np.flatnonzero(which.ravel() == i) for i in range(len(unique))]

    def _colour(self, group: Array, classes: Classes) -> str:
        found = int(self.places.found[group[0]])
        return classes.tokens[found].light if found >= 0 else MUTED.light

    def _strokes(self, group: Array, colour: str, wider: float) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        x, y = self.places.x_km[group], self.places.y_km[group]
        vertices = np.repeat(np.stack([x, y], axis=1), 2, axis=0)
        vertices[1::2, 0] += self._tiny
        codes = np.tile([Path.MOVETO, Path.LINETO], len(group))
        share = (int(self.places.size[group[0]]) + 1) / _SIZES
        patch = PathPatch(
            Path(vertices, codes),
            facecolor="none",
            edgecolor=colour,
            linewidth=self.diameter * share + wider,
            capstyle="round",
            snap=False,  # on pixels, which would leave nothing of it
        )
        self.axes.add_patch(patch)

    @property
    def _tiny(self) -> float:
        """Length of a stroke [km], a 20,000th of the map: some programs draw no shorter ones."""
        low, high = self.axes.get_xlim()
        return (high - low) / 20_000.0
