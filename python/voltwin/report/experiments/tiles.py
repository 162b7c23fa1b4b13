"""The few numbers that say what came out of an experiment."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.effects import terms
from voltwin.report.experiments.select import Row, rows_where
from voltwin.report.experiments.texts import in_good_order, percent, times_fewer
from voltwin.report.tiles import Tile
from voltwin.wording.effects import called
from voltwin.wording.experiments import half_width, main_measure
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number, share
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

_MOST = 8


def tiles(experiment: "Experiment") -> list[Tile]:
    """Return at most eight numbers."""
    if experiment.kind == "comparison":
        return _comparison(experiment)
    if experiment.kind == "sweep":
        return _sweep(experiment)
    if experiment.kind == "sizing":
        from voltwin.report.experiments.tiles_sizing import sizing

        return sizing(experiment)
    rows = experiment.tables["summary"].to_pylist()
    return [_mean(row) for row in rows if row["mean"] is not None][:_MOST]


def _mean(row: Row, label: str | None = None) -> Tile:
    width = half_width(row)
    shown = Shown.of(row["unit"], [row["mean"]], width)
    beside = "one replication" if width is None else f"± {shown.number(width)}, 95 % interval"
    return Tile(label or label_of(row["measure"]), shown.text(row["mean"]), beside)


def _comparison(experiment: "Experiment") -> list[Tile]:
    """Return all measures of one variant, or the main measure of several."""
    table, main = experiment.tables["differences"], main_measure(experiment.plan)
    of_main = rows_where(table, measure=main)
    if len(of_main) > 1:
        listed = in_good_order(of_main, "value")[:_MOST]
        return [Tile(row["name"], percent(row["relative"]), _levels(row)) for row in listed]
    (first,) = of_main
    others = [row for row in table.to_pylist() if row["measure"] != main]
    found = [_change(row) for row in (first, *others) if row["difference"] is not None]
    reduction = times_fewer(first["variance_reduction"])
    saved = Tile("common random numbers save", reduction, f"times the runs, for {label_of(main)}")
    return [*found[: _MOST - 1], saved]


def _change(row: Row) -> Tile:
    return Tile(label_of(row["measure"]), percent(row["relative"]), _levels(row))


def _levels(row: Row) -> str:
    shown = Shown.of(row["unit"], [row["base"], row["value"]], half_width(row))
    if row["difference"] == 0.0:
        return f"{shown.text(row['value'])}, as before"
    return f"{shown.text(row['value'])} instead of {shown.number(row['base'])}"


def _sweep(experiment: "Experiment") -> list[Tile]:
    main = main_measure(experiment.plan)
    rows = rows_where(experiment.tables["summary"], measure=main)
    ordered = in_good_order(rows)
    found = [
        Tile(
            "variants",
            number(experiment.record["variants"]),
            f"{number(experiment.record['runs'])} runs",
        )
    ]
    if ordered:
        what = label_of(main)
        found.append(_mean(ordered[0], f"best {what}"))
        found.append(_mean(ordered[-1], f"worst {what}"))
    known = [row for row in terms(experiment, main) if row["share"] is not None]
    beside = f"of how the {label_of(main)} varies"
    found += [Tile(called(row), share(row["share"]), beside) for row in known[: _MOST - len(found)]]
    return found
