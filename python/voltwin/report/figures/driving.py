"""What a fleet takes from its batteries on the road, and what stations give back."""

from typing import TYPE_CHECKING

import numpy as np

from voltwin.report.done import moments
from voltwin.report.figures import over_time
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.figures.small_table import small_table
from voltwin.report.figures.stepped import line, stack
from voltwin.report.figures.time_axis import days
from voltwin.report.steps import HOUR_S, Array, Steps, column, ratio
from voltwin.report.style import BLUE, INK, ORANGE, VERMILLION
from voltwin.wording.quantities import energy, share

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "driving"
_TITLE = "Energy that the fleet drives, and energy that stations hand out"


def driving(run: "Run") -> Plot | Missing:
    """Return energy driven, on trips and to stations, against that delivered, over time."""
    by_hour = run.kpis.fleet_by_hour
    steps = Steps.of(column(by_hour, "hour"), HOUR_S)
    names = ("trip_km", "station_km", "driven_kwh", "towed_kwh")
    sums = {name: steps.sum(column(by_hour, name)) for name in names}
    if not sums["driven_kwh"].any():
        return Missing(NAME, _TITLE, "No vehicle of the fleet drove.")
    sums["delivered_kwh"] = steps.sum(column(run.kpis.by_hour, "delivered_kwh"))

    def draw(figure: "FigureBase") -> None:
        axes = over_time.begin(figure)
        edges = days(steps.edges)
        top = float(max(sums["driven_kwh"].max(), sums["delivered_kwh"].max()))
        scale, unit = (1000.0, "MWh") if top >= 10_000.0 else (1.0, "kWh")
        to_stations = _to_stations(sums) / scale
        on_trips = sums["driven_kwh"] / scale - to_stations
        stack(axes, edges, [(on_trips, BLUE, "on trips"), (to_stations, ORANGE, "to stations")])
        line(axes, edges, sums["delivered_kwh"] / scale, INK, "delivered by stations", width=1.1)
        if sums["towed_kwh"].any():
            line(axes, edges, sums["towed_kwh"] / scale, VERMILLION, "charged when towed", 1.3)
        low = min(0.0, 1.05 * sums["delivered_kwh"].min() / scale)
        label, top = f"{unit} per {steps.name}", 1.05 * top / scale
        over_time.finish(axes, steps, label, top, marks=moments(run), low=low)

    return Plot(
        name=NAME,
        title=_TITLE,
        finding=_finding(run),
        reading=f"The area is the energy of the drives that begin in each {steps.name}, parted by "
        "their kilometres. Where the line is below it the batteries in vehicles empty, where it is "
        "above they fill up.",
        table=small_table({"begin": steps.begins, **sums}),
        draw=draw,
    )


def _to_stations(sums: dict[str, Array]) -> Array:
    """Return the energy of drives to stations, by their share of the kilometres."""
    part = ratio(sums["station_km"], sums["trip_km"] + sums["station_km"])
    return np.asarray(np.nan_to_num(part) * sums["driven_kwh"])


def _finding(run: "Run") -> str:
    fleet, total = (one.to_pylist()[0] for one in (run.kpis.fleet, run.kpis.total))
    said = (
        f"{energy(fleet['driven_kwh'])} were driven, {fleet['kwh_per_km']:.3f} kWh/km, and "
        f"{energy(total['delivered_kwh'])} delivered by stations. "
        f"{share(fleet['station_km_share'])} of the kilometres led to stations."
    )
    if fleet["towed_kwh"]:
        said += f" {energy(fleet['towed_kwh'])} were charged when vehicles were towed."
    return said
