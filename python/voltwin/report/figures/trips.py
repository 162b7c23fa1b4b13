"""How many trips the vehicles of a fleet begin when, by class."""

from typing import TYPE_CHECKING

import numpy as np

from voltwin.report.done import moments
from voltwin.report.figures import over_time
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.figures.small_table import small_table
from voltwin.report.figures.stepped import stack
from voltwin.report.figures.time_axis import days
from voltwin.report.steps import HOUR_S, Array, Steps, column
from voltwin.report.style import OF_CLASS
from voltwin.report.words import in_cells
from voltwin.wording.quantities import number

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "trips"
_NAMED = len(OF_CLASS)  # classes with a colour of their own; more share the last one
_NAME_CELLS = 24
_COUNTS = ("trips", "trips_cancelled", "drives_to_stations", "stranded")


def trips(run: "Run") -> Plot | Missing:
    """Return the trips that vehicles begin, over time."""
    by_hour, by_class = run.kpis.fleet_by_hour, run.kpis.fleet_by_class_hour
    steps = Steps.of(column(by_hour, "hour"), HOUR_S)
    counts = {name: steps.sum(column(by_hour, name)) for name in _COUNTS}
    title = f"Trips begun per {steps.name}, by vehicle class"
    if not counts["trips"].any():
        return Missing(NAME, title, "No vehicle of the fleet made a trip.")
    ids = [str(name) for name in run.kpis.fleet_by_class["vehicle_class"].to_pylist()]
    begun = column(by_class, "trips").reshape(len(ids), -1)
    layers = _layers(ids, [steps.sum(one) for one in begun])

    def draw(figure: "FigureBase") -> None:
        axes = over_time.begin(figure)
        coloured = zip(layers, OF_CLASS, strict=False)
        top = stack(axes, days(steps.edges), [(of, token, name) for (name, of), token in coloured])
        label = f"trips per {steps.name}"
        over_time.finish(axes, steps, label, 1.05 * top, marks=moments(run), whole=True)

    return Plot(
        name=NAME,
        title=title,
        finding=_finding(run, steps, counts),
        reading=f"The height of a column is the number of trips that begin in that {steps.name}; "
        "a vehicle that drives, waits or swaps begins none.",
        table=small_table({"begin": steps.begins, **counts}),
        draw=draw,
    )


def _layers(ids: list[str], begun: list[Array]) -> list[tuple[str, Array]]:
    """Return the classes that made trips, those beyond the colours together."""
    some = [(in_cells(name, _NAME_CELLS), of) for name, of in zip(ids, begun, strict=True)]
    some = [(name, of) for name, of in some if of.any()]
    if len(some) <= _NAMED:
        return some
    rest = np.sum([of for _, of in some[_NAMED - 1 :]], axis=0)
    return [*some[: _NAMED - 1], (f"{number(len(some) - _NAMED + 1)} others", rest)]


def _finding(run: "Run", steps: Steps, counts: dict[str, Array]) -> str:
    fleet = run.kpis.fleet.to_pylist()[0]
    most = int(np.argmax(counts["trips"]))
    said = (
        f"A vehicle makes {fleet['trips_per_vehicle_day']:.1f} trips on a day, on the mean. "
        f"Most begin {steps.when(most)}: {number(int(counts['trips'][most]))}."
    )
    if fleet["trips_cancelled"]:
        said += f" {number(fleet['trips_cancelled'])} were cancelled."
    return said
