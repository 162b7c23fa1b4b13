"""Tables in which others stand beside the kernel: on the M/M/c work, and by the size of a city."""

import math
from collections.abc import Iterable, Mapping

from voltwin.bench.markdown import table
from voltwin.bench.measurement import Measurement
from voltwin.bench.scaling import Curve, Panel, Point
from voltwin.wording.quantities import NONE

RIVALS = {
    "simpy": "SimPy, in its idiom: a process a customer, a resource",
    "simpy-lean": "SimPy, by hand: timeouts with callbacks alone",
    "ciw": "Ciw",
    "salabim": "salabim, in its idiom: a component a customer, a resource",
    "salabim-lean": "salabim, by hand: a component a server, customers as numbers",
}
_SERVERS = (1, 10)


def rivals_table(measurements: Iterable[Measurement]) -> list[str]:
    """Return what a customer of an M/M/c queue takes, simulator by simulator; nothing where no
    rival was measured."""
    ns = {measurement.name: measurement.value for measurement in measurements}
    if not any(f"mm{servers}-{name}-ns" in ns for servers in _SERVERS for name in RIVALS):
        return []
    kernel = {servers: ns.get(f"mm{servers}-ns-per-arrival", math.nan) for servers in _SERVERS}
    rows = [_rival_row("Voltwin", kernel, kernel)]
    for name, words in RIVALS.items():
        theirs = {servers: ns.get(f"mm{servers}-{name}-ns", math.nan) for servers in _SERVERS}
        rows.append(_rival_row(words, theirs, kernel))
    return table(["simulator", "M/M/1 [ns]", "x", "M/M/10 [ns]", "x"], rows, "lrrrr")


def _rival_row(words: str, ns: Mapping[int, float], kernel: Mapping[int, float]) -> list[str]:
    cells = [words]
    for servers in _SERVERS:
        cells += [number(ns[servers]), number(ns[servers] / kernel[servers])]
    return cells


def sizes_table(panel: Panel) -> list[str]:
    """Return what each size of a panel takes, engine by engine."""
    with_memory = any(point.peak_mb for curve in panel.curves for point in curve.points)
    headings = [panel.size]
    for curve in panel.curves:
        headings += [f"{curve.name} [s]"] + [f"{curve.name} [MB]"] * with_memory
    rows = [
        [f"{point.size:,}", *_sizes_cells(panel.curves, place, with_memory)]
        for place, point in enumerate(panel.curves[0].points)
    ]
    return table(headings, rows, "r" * len(headings))


def _sizes_cells(curves: Iterable[Curve], place: int, with_memory: bool) -> list[str]:
    cells: list[str] = []
    for curve in curves:
        point = curve.points[place] if place < len(curve.points) else Point(0, math.nan, math.nan)
        cells.append(number(point.seconds))
        if with_memory:
            cells.append(number(math.nan if point.peak_mb is None else point.peak_mb))
    return cells


def number(value: float) -> str:
    """Return a number to three digits, none as a dash."""
    if math.isnan(value):
        return NONE
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
