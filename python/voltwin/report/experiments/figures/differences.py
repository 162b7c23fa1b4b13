"""Differences of variants to their base: of all measures, and of the main one by region."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.experiment.tables import COLUMNS
from voltwin.report.experiments.figures.forest import Key, Line, draw, height_in
from voltwin.report.experiments.select import Row, rows_where
from voltwin.report.experiments.texts import change_of, in_good_order, percent, times_fewer
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.style import OF_CLASS, Token
from voltwin.wording.experiments import capital, half_width, is_clear, main_measure
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

_COLOURS = len(OF_CLASS)  # variants told apart by colour; of more, there is a figure a measure
_MOST_LINES = 36
_READING = (
    "Each point is the mean difference of the pairs, variant less base{part}; the thick bar is its "
    "95 % interval for this comparison alone, the thin line the one that holds for all variants at "
    "once. Where the thin line meets zero, the difference may be chance: it is grey."
)
_OF_BASE = ", as a part of the base"


def by_measure(experiment: "Experiment") -> list[Plot | Missing]:
    """Return the relative differences of all measures; of many variants, of the first measures."""
    table = experiment.tables["differences"]
    names = [variant.name for variant in experiment.plan.variants]
    if len(names) - 1 <= _COLOURS:
        return [_all_measures(table.to_pylist(), names)]
    main = main_measure(experiment.plan)
    measures = [main, *(name for name in experiment.plan.measures if name != main)][:3]
    return [_of_measure(rows_where(table, measure=measure)) for measure in measures]


def by_region(experiment: "Experiment") -> Plot | Missing:
    """Return the differences of the main measure in each region."""
    measure = main_measure(experiment.plan)
    name, title = "differences-by-region", f"{capital(label_of(measure))} by region: differences"
    variants = shown_variants(experiment)
    rows = [
        row
        for row in rows_where(experiment.tables["differences_by_region"], measure=measure)
        if row["variant"] in variants and row["difference"] is not None
    ]
    if not any(row["difference"] for row in rows):
        return Missing(name, title, "There is no difference in any region.")
    sizes: dict[str, float] = {}
    for row in rows:
        sizes[row["region"]] = max(sizes.get(row["region"], 0.0), abs(row["difference"]))
    regions = sorted(sizes, key=lambda region: -sizes[region])[: _MOST_LINES // len(variants)]
    kept = sorted(
        (row for row in rows if row["region"] in regions),
        key=lambda row: regions.index(row["region"]),
    )
    shown = change_of(kept)
    lines = _lines(kept, "region", shown, variants)
    return Plot(
        name=name,
        title=title,
        finding=_in_regions(kept, shown, len(sizes)),
        reading=_READING.format(part="") + " Intervals do not hold for all regions at once: of "
        "twenty regions in which nothing happens, one is expected to look different.",
        table=_table(kept, {"region": [row["region"] for row in kept]}, shown),
        draw=lambda figure: draw(figure, lines, _axis(measure, shown), _keys(experiment, variants)),
        height_in=height_in(lines),
        rows_shown=_left_out(len(regions), len(sizes), "regions"),
    )


def shown_variants(experiment: "Experiment") -> list[int]:
    """Return the variants that figures by region and hour show: all or, of many, the best."""
    rows = rows_where(experiment.tables["differences"], measure=main_measure(experiment.plan))
    if len(rows) <= _COLOURS:
        return [row["variant"] for row in rows]
    return sorted(row["variant"] for row in in_good_order(rows, "value")[:3])


def colour_of(variants: Sequence[int], variant: int) -> Token:
    """Return what a variant is drawn in."""
    return OF_CLASS[variants.index(variant) % _COLOURS]


def _all_measures(rows: list[Row], names: list[str]) -> Plot | Missing:
    name, title = "differences", "What changes, and how sure that is"
    known = [row for row in rows if row["relative"] is not None]
    if not known:
        return Missing(name, title, "No measure has a base to compare with.")
    measures = list(dict.fromkeys(row["measure"] for row in known))
    known.sort(key=lambda row: (measures.index(row["measure"]), row["variant"]))
    variants = list(range(1, len(names)))
    shown = Shown.of("1", [row["relative"] for row in known], 0.001)
    lines = [
        _line(row, label_of(row["measure"]), _relative(row), variants, row["variant"] == 1)
        for row in known
    ]
    return Plot(
        name=name,
        title=title,
        finding=_clear(known),
        reading=_READING.format(part=_OF_BASE),
        table=_whole_table(known),
        draw=lambda figure: draw(
            figure,
            lines,
            f"difference to the base [{shown.unit} of it]",
            [Key(names[variant], colour_of(variants, variant)) for variant in variants],
        ),
        height_in=height_in(lines),
    )


def _of_measure(rows: list[Row]) -> Plot | Missing:
    """Return many variants, the best first."""
    measure = rows[0]["measure"]
    name = f"differences-{measure.replace('_', '-')}"
    title = f"{capital(label_of(measure))}: differences to the base"
    known = in_good_order([row for row in rows if row["difference"] is not None], "value")
    if not known:
        return Missing(name, title, "It is not defined in any pair of runs.")
    kept = known[:_MOST_LINES]
    shown = change_of(kept)
    lines = [_line(row, row["name"], _absolute(row, shown), [row["variant"]]) for row in kept]
    return Plot(
        name=name,
        title=title,
        finding=_clear(known),
        reading=_READING.format(part=""),
        table=_table(kept, {}, shown),
        draw=lambda figure: draw(figure, lines, _axis(measure, shown)),
        height_in=height_in(lines),
        rows_shown=_left_out(len(kept), len(known), "variants"),
    )


class _Ends(dict[str, float]):
    """Mean and ends of intervals as they are drawn."""


def _relative(row: Row) -> tuple[_Ends, str]:
    size = abs(row["base"])
    ends = _Ends({name: 100.0 * row[name] / size for name in _NAMES})
    width = (row["high"] - row["low"]) / 2.0 / size
    text = percent(row["relative"])
    return ends, f"{text} ± {percent(width).lstrip('+')}" if width else text


_NAMES = ("difference", "low", "high", "low_alone", "high_alone")


def _absolute(row: Row, shown: Shown) -> tuple[_Ends, str]:
    ends = _Ends({name: row[name] * shown.scale.factor for name in _NAMES})
    width = half_width(row)
    text = shown.number(row["difference"], signed=True)
    half = f" ± {shown.number(width)}" if width else ""
    return ends, f"{text}{half} {shown.unit}".rstrip()


def _line(
    row: Row, label: str, told: tuple[_Ends, str], variants: Sequence[int], first: bool = False
) -> Line:
    ends, text = told
    return Line(
        label if first or len(variants) == 1 else "",
        *(ends[name] for name in _NAMES),
        text,
        colour_of(variants, row["variant"]),
        first and len(variants) > 1,
    )


def _lines(rows: list[Row], place: str, shown: Shown, variants: list[int]) -> list[Line]:
    found, seen = [], set()
    for row in rows:
        first = row[place] not in seen
        seen.add(row[place])
        found.append(_line(row, row[place], _absolute(row, shown), variants, first))
    return found


def _keys(experiment: "Experiment", variants: list[int]) -> list[Key]:
    names = [variant.name for variant in experiment.plan.variants]
    return [Key(names[variant], colour_of(variants, variant)) for variant in variants]


def _axis(measure: str, shown: Shown) -> str:
    unit = f" [{shown.unit}]" if shown.unit else ""
    return f"difference of {label_of(measure)}{unit}"


def _clear(rows: list[Row]) -> str:
    clear = sum(map(is_clear, rows))
    return (
        f"{number(clear)} of {number(len(rows))} differences are larger than chance would have it."
    )


def _in_regions(rows: list[Row], shown: Shown, regions: int) -> str:
    clear = {row["region"] for row in rows if is_clear(row)}
    largest = max(rows, key=lambda row: abs(row["difference"]))
    return (
        f"The largest difference is in {largest['region']}, "
        f"{shown.text(largest['difference'], signed=True)}; in {number(len(clear))} of "
        f"{number(regions)} regions there is one that is larger than chance would have it."
    )


def _left_out(shown: int, of_all: int, what: str) -> str:
    return "" if shown == of_all else f"The first {number(shown)} of {number(of_all)} {what}."


def _table(rows: list[Row], words: dict[str, list[str]], shown: Shown) -> pa.Table:
    from voltwin.report.experiments.measured import measured

    levels = Shown.of(rows[0]["unit"], [row["value"] for row in rows], half_width(rows[0]))
    named = {**words, "name": [row["name"] for row in rows]}
    numbers = ("base", "value", *_NAMES)
    return measured(rows, named, levels, numbers, changes=shown)


def _whole_table(rows: list[Row]) -> pa.Table:
    """Return differences of several measures, each in its own unit."""
    texts: dict[str, list[str]] = {name: [] for name in ("measure", "name", "unit", *_TOLD)}
    for row in rows:
        levels = Shown.of(row["unit"], [row["base"], row["value"]], half_width(row))
        told = [
            levels.number(row[name], signed=name in _NAMES) for name in ("base", "value", *_NAMES)
        ]
        texts["measure"].append(row["measure"])
        texts["name"].append(row["name"])
        texts["unit"].append(levels.unit)
        others = [percent(row["relative"]), times_fewer(row["variance_reduction"])]
        for name, text in zip(_TOLD, [*told, *others], strict=True):
            texts[name].append(text)
    fields = [
        pa.field(
            name,
            pa.string(),
            metadata={
                "meaning": COLUMNS[name][1],
                "holds": "numbers" if name in _TOLD else "words",
            },
        )
        for name in texts
    ]
    return pa.Table.from_arrays(list(map(pa.array, texts.values())), schema=pa.schema(fields))


_TOLD = ("base", "value", *_NAMES, "relative", "variance_reduction")
