"""The designs that a sizing answers with, as texts."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.answer import levers_of
from voltwin.report.experiments.select import Row
from voltwin.report.experiments.texts import Texts
from voltwin.wording.quantities import money, number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

CONFIRMED = ("Rank", "Cost", "Mean", "Bound", "Replications", "Confirmed", "Units added")
FRONT = ("Rank", "Cost", "Mean", "Interval", "Units added")


def confirmed(experiment: "Experiment") -> Texts:
    """Return the candidates under the headings `CONFIRMED`."""
    found: Texts = []
    for row in experiment.tables["confirmed"].to_pylist():
        shown = Shown.of(row["unit"], [row["mean"], row["target"]], _half(row, "bound"))
        found.append(
            (
                number(row["rank"]),
                money(row["cost"]),
                shown.text(row["mean"]),
                shown.text(row["bound"]),
                number(row["replications"]),
                "yes" if row["confirmed"] else "no",
                added(experiment, row),
            )
        )
    return found


def front(experiment: "Experiment") -> Texts:
    """Return the designs of a front under the headings `FRONT`."""
    found: Texts = []
    for row in experiment.tables["front"].to_pylist():
        shown = Shown.of(row["unit"], [row["mean"]], _half(row, "high"))
        interval = shown.interval(row["low"], row["high"])
        told = shown.text(row["mean"]), interval, added(experiment, row)
        found.append((number(row["rank"]), money(row["cost"]), *told))
    return found


def added(experiment: "Experiment", row: Row) -> str:
    """Return what a design adds: `chargers in North 2, bays in East 1`."""
    parts = [f"{lever} {number(row[lever])}" for lever in levers_of(experiment) if row[lever]]
    return ", ".join(parts) or "nothing"


def _half(row: Row, end: str) -> float | None:
    if row["mean"] is None or row[end] is None:
        return None
    return float(abs(row[end] - row["mean"])) or None
