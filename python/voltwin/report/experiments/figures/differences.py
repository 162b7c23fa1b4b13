"""Differences of variants to their base, of all measures."""

from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.experiment.tables import COLUMNS
from voltwin.report.experiments.figures.forest import draw, height_in
from voltwin.report.experiments.figures.lines import ENDS, absolute_line, relative_line
from voltwin.report.experiments.figures.variants import MOST, colours, keys
from voltwin.report.experiments.measured import measured
from voltwin.report.experiments.select import Row, rows_where
from voltwin.report.experiments.texts import change_of, in_good_order, percent, times_fewer
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.style import BLUE
from voltwin.wording.experiments import capital, half_width, is_clear, main_measure
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

MOST_LINES = 36
_MEASURES = 3  # that have a figure each where variants are many
READING = (
    "Each point is the mean difference of the pairs, variant less base{part}; the thick bar is its "
    "95 % interval for this comparison alone, the thin line the one that holds for all variants at "
    "once. Where the thin line meets zero, the difference may be chance: it is grey."
)
_TOLD = ("base", "value", *ENDS, "relative", "variance_reduction")


def differences(experiment: "Experiment") -> list[Plot | Missing]:
    """Return the relative differences of all measures; of many variants, of the first measures."""
    table, plan = experiment.tables["differences"], experiment.plan
    if len(plan.variants) - 1 <= MOST:
        return [_all_measures(experiment, table.to_pylist())]
    main = main_measure(plan)
    measures = [main, *(name for name in plan.measures if name != main)][:_MEASURES]
    return [_of_measure(rows_where(table, measure=measure)) for measure in measures]


def _all_measures(experiment: "Experiment", rows: list[Row]) -> Plot | Missing:
    name, title = "differences", "What changes, and how sure that is"
    known = [row for row in rows if row["relative"] is not None and row["low"] is not None]
    if not known:
        return Missing(name, title, "There is no base to compare with, or a single pair of runs.")
    measures = list(dict.fromkeys(row["measure"] for row in known))
    known.sort(key=lambda row: (measures.index(row["measure"]), row["variant"]))
    of, lines, seen = colours(experiment), [], set()
    for row in known:
        first = row["measure"] not in seen
        seen.add(row["measure"])
        label = label_of(row["measure"]) if first else ""
        begins = first and len(of) > 1
        lines.append(relative_line(row, label, of[row["variant"]], begins_group=begins))
    named = keys(experiment, list(of))
    return Plot(
        name=name,
        title=title,
        finding=clear_ones(known),
        reading=READING.format(part=", as a part of the base"),
        table=_in_own_units(known),
        draw=lambda figure: draw(figure, lines, "difference to the base [% of it]", named),
        height_in=height_in(lines, named),
    )


def _of_measure(rows: list[Row]) -> Plot | Missing:
    """Return many variants, the best first."""
    measure = rows[0]["measure"]
    name = f"differences-{measure.replace('_', '-')}"
    title = f"{capital(label_of(measure))}: differences to the base"
    known = in_good_order((row for row in rows if row["low"] is not None), "value")
    if not known:
        return Missing(name, title, "It is not defined in as many as two pairs of runs.")
    kept = known[:MOST_LINES]
    shown = change_of(kept)
    lines = [absolute_line(row, row["name"], BLUE, shown) for row in kept]
    return Plot(
        name=name,
        title=title,
        finding=clear_ones(known),
        reading=READING.format(part=""),
        table=table_of(kept, {}, shown),
        draw=lambda figure: draw(figure, lines, axis_of(measure, shown)),
        height_in=height_in(lines),
        rows_shown=left_out(len(kept), len(known), "variants"),
    )


def clear_ones(rows: list[Row]) -> str:
    """Say of how many differences the interval leaves out zero."""
    clear = sum(map(is_clear, rows))
    larger = "is larger" if clear == 1 else "are larger"
    return f"{number(clear)} of {number(len(rows))} differences {larger} than chance would have it."


def axis_of(measure: str, shown: Shown) -> str:
    """Return the label of an axis of differences."""
    unit = f" [{shown.unit}]" if shown.unit else ""
    return f"difference of {label_of(measure)}{unit}"


def left_out(shown: int, of_all: int, what: str) -> str:
    """Say which rows there are, if these are not all."""
    return "" if shown == of_all else f"The first {number(shown)} of {number(of_all)} {what}."


def table_of(rows: list[Row], words: dict[str, list[str]], shown: Shown) -> pa.Table:
    """Return differences of one measure, behind other columns."""
    levels = Shown.of(rows[0]["unit"], [row["value"] for row in rows], half_width(rows[0]))
    named = {**words, "name": [row["name"] for row in rows]}
    return measured(rows, named, levels, ("base", "value", *ENDS), changes=shown)


def _in_own_units(rows: list[Row]) -> pa.Table:
    """Return differences of several measures, each in its own unit."""
    texts: dict[str, list[str]] = {name: [] for name in ("measure", "name", "unit", *_TOLD)}
    for row in rows:
        levels = Shown.of(row["unit"], [row["base"], row["value"]], half_width(row))
        finer = levels.for_error(half_width(row))
        told = [
            row["measure"],
            row["name"],
            levels.unit,
            *(levels.number(row[name]) for name in ("base", "value")),
            *(finer.number(row[name], signed=True) for name in ENDS),
            percent(row["relative"]),
            times_fewer(row["variance_reduction"]),
        ]
        for column, text in zip(texts.values(), told, strict=True):
            column.append(text)
    fields = []
    for name in texts:
        holds = "numbers" if name in _TOLD else "words"
        about = {"meaning": COLUMNS[name][1], "holds": holds}
        fields.append(pa.field(name, pa.string(), metadata=about))
    return pa.Table.from_arrays(list(map(pa.array, texts.values())), schema=pa.schema(fields))
