"""The few numbers that say what came out of a sizing."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.answer import cost_unit, shown_design, where_rows
from voltwin.report.tiles import Tile
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import money, number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment


def sizing(experiment: "Experiment") -> list[Tile]:
    """Return what the answer costs, gives and adds; of a front, how many designs there are."""
    ran = Tile(
        "designs run",
        number(experiment.record["variants"]),
        f"{number(experiment.record['runs'])} runs",
    )
    design = shown_design(experiment)
    if design is None:
        return [
            Tile("worth their cost", number(experiment.tables["front"].num_rows), "designs"),
            ran,
        ]
    shown = Shown.of(design["unit"], [design["mean"], design["target"]])
    sure = f"with {100.0 * design['confidence']:g} % confidence"
    found = [
        Tile("cost", money(design["cost"]), cost_unit(experiment)),
        Tile(
            label_of(design["measure"]),
            shown.text(design["mean"]),
            f"bound {shown.text(design['bound'])}, target {shown.text(design['target'])}",
        ),
        Tile(
            "confirmed",
            "yes" if design["confirmed"] else "no",
            f"{sure}, {number(design['replications'])} fresh replications",
            is_bad=not design["confirmed"],
        ),
    ]
    units: dict[str, int] = {}
    for row in where_rows(experiment, design["rank"]):
        units[row["resource"]] = units.get(row["resource"], 0) + row["units"]
    more = [Tile(resource, f"+{number(count)}", "units added") for resource, count in units.items()]
    return [*found, *more[:4], ran]
