"""What stands in the report of an experiment, in this order; page and PDF follow it."""

from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.report.document import Document
from voltwin.report.experiments import texts
from voltwin.report.experiments.figures.bands import bands
from voltwin.report.experiments.figures.best import best
from voltwin.report.experiments.figures.differences import differences
from voltwin.report.experiments.figures.hourly import hourly
from voltwin.report.experiments.figures.narrowing import narrowing
from voltwin.report.experiments.figures.regions import by_region
from voltwin.report.experiments.figures.strips import strips
from voltwin.report.experiments.measured import texts as text_table
from voltwin.report.experiments.recipe import facts, recipe
from voltwin.report.experiments.scope import headline, scope
from voltwin.report.experiments.select import Row, rows_where
from voltwin.report.experiments.tiles import tiles
from voltwin.report.section import Section
from voltwin.wording.experiments import main_measure
from voltwin.wording.quantities import number

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

_BANDS = 4  # measures that are shown by the hour


def document(experiment: "Experiment") -> Document:
    """Return the contents of the report of an experiment."""
    return Document(
        title=experiment.plan.name,
        scope=scope(experiment),
        headline=headline(experiment),
        tiles=tiles(experiment),
        sections=sections(experiment),
        recipe=recipe(experiment),
        facts=facts(experiment),
    )


def sections(experiment: "Experiment") -> list[Section]:
    """Return the parts of the report between tiles and recipe."""
    if experiment.kind == "comparison":
        return _comparison(experiment)
    if experiment.kind == "sweep":
        from voltwin.report.experiments.contents_sweep import sweep_sections

        return sweep_sections(experiment)
    if experiment.kind == "sizing":
        from voltwin.report.experiments.contents_sizing import sizing_sections

        return sizing_sections(experiment)
    return _replications(experiment)


def _replications(experiment: "Experiment") -> list[Section]:
    rows = experiment.tables["summary"].to_pylist()
    found = [
        Section(
            "section-means",
            "Means",
            sentences=_undefined(experiment, "summary"),
            table=text_table(texts.MEANS, texts.means(rows)),
        ),
        Section("section-replications", "Between replications", (strips(experiment),)),
    ]
    if "sequential" in experiment.tables:
        looks = narrowing(experiment.tables["sequential"])
        found.insert(0, Section("section-narrowing", "How many replications", (looks,)))
    if "by_hour" in experiment.tables:
        known = _measures(experiment, "by_hour")[:_BANDS]
        plots = tuple(bands(experiment, measure) for measure in known)
        found.append(Section("section-hours", "Hour by hour", plots, beside=False))
    if "by_region" in experiment.tables:
        found += _regions(experiment)
    return found


def _undefined(experiment: "Experiment", table: str) -> tuple[str, ...]:
    """Return a sentence about measures that not all replications define, if there are any."""
    rows = experiment.tables[table].to_pylist()
    note = texts.undefined(rows, texts.replications_of(experiment))
    return (note,) if note else ()


def _measures(experiment: "Experiment", table: str) -> list[str]:
    """Return the measures that a table has, the main one first."""
    main = main_measure(experiment.plan)
    known = list(map(str, experiment.tables[table].column("measure").unique().to_pylist()))
    return sorted(known, key=lambda measure: measure != main)


def _regions(experiment: "Experiment") -> list[Section]:
    main = main_measure(experiment.plan)
    rows = texts.in_good_order(rows_where(experiment.tables["by_region"], measure=main))[::-1]
    if len(rows) < 2:
        return []
    table = text_table(("Region", "Mean", "±", "5 %", "95 %"), texts.of_places(rows, "region"))
    return [Section("section-regions", "Regions, the worst first", table=table)]


def _comparison(experiment: "Experiment") -> list[Section]:
    found = [
        Section(
            "section-variants",
            "Variants",
            sentences=(*_undefined(experiment, "differences"), texts.NOTE),
            table=_variants(experiment),
        )
    ]
    plots = tuple(differences(experiment))
    found.append(Section("section-differences", "Differences", plots, beside=False))
    if "best" in experiment.tables:
        found.append(Section("section-best", "The best", (best(experiment),)))
    if "differences_by_region" in experiment.tables and _regions_of(experiment) > 1:
        found.append(Section("section-regions", "Regions", (by_region(experiment),)))
    if "differences_by_hour" in experiment.tables:
        main = main_measure(experiment.plan)
        if main in _measures(experiment, "differences_by_hour"):
            found.append(Section("section-hours", "Hour by hour", (hourly(experiment),)))
    found += _numbers(experiment)
    return found


def _regions_of(experiment: "Experiment") -> int:
    return len({station.region for station in experiment.plan.base.stations})


_CHANGES = 3  # of a variant that are shown


def _variants(experiment: "Experiment") -> pa.Table:
    """Return what each variant is, and what it does to the main measure."""
    main = main_measure(experiment.plan)
    rows = rows_where(experiment.tables["differences"], measure=main)
    listed = texts.of_variants(rows)
    changes = [
        _said([str(change) for change in variant.changes]) for variant in experiment.plan.variants
    ]
    whole = [(*row, said) for row, said in zip(listed, changes, strict=True)]
    return text_table((*texts.OF_VARIANTS, "What is different"), whole, last_is_words=True)


def _said(changes: list[str]) -> str:
    more = len(changes) - _CHANGES
    shown = "; ".join(changes[:_CHANGES])
    return f"{shown}; and {number(more)} more" if more > 0 else shown


def _numbers(experiment: "Experiment") -> list[Section]:
    """Return the table of differences of each variant, of the first ones."""
    table = experiment.tables["differences"]
    found = []
    for variant in range(1, min(len(experiment.plan.variants), _TABLES + 1)):
        rows: list[Row] = rows_where(table, variant=variant)
        made = text_table(texts.DIFFERENCES, texts.differences(rows))
        title = f"{rows[0]['name']}: all measures"
        found.append(Section(f"section-variant-{variant}", title, table=made))
    return found


_TABLES = 6
