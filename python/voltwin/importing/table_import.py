"""From a table of stations to a scenario, and to what was understood on the way."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from voltwin.importing.assumptions import assumptions
from voltwin.importing.building import Built, built
from voltwin.importing.columns import DEMAND
from voltwin.importing.drafts import Draft
from voltwin.importing.options import Options
from voltwin.importing.positions import extent, mean_lon
from voltwin.importing.reading import Reading, read
from voltwin.importing.start import Start, choose_start
from voltwin.importing.understanding import DemandTotal, Understanding, columns_of
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.scenario import Scenario


def import_stations(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str | None] | None = None,
    where: Mapping[str, Any] | None = None,
    swaps_per_day: float | None = None,
    **options: Any,
) -> Scenario:
    """Return a scenario with the stations of a CSV or GeoJSON file.

    Args:
        path: of the file.
        columns: of fields, where their names do not tell.
        where: values of columns; rows with others are left out.
        swaps_per_day: mean of each station without a value in the table [1/day].
        **options: others, of `Options`: start, utc_offset, profile, battery_kwh, charger_kw,
            skip_bad_rows.

    Raises:
        ScenarioError: the file cannot be read, or a row or an option is wrong; one line each.
    """
    told = {"columns": columns or {}, "where": where or {}, "swaps_per_day": swaps_per_day}
    return understand(path, **told, **options).scenario


def understand(path: str | os.PathLike[str], **options: Any) -> Understanding:
    """Return what a CSV or GeoJSON file of stations was understood to hold.

    Args:
        path: of the file.
        **options: fields of `Options`.

    Raises:
        ScenarioError: the file cannot be read, or a row or an option is wrong; one line each.
    """
    file, chosen = Path(path), Options(**options)
    reading = read(file, chosen)
    right = [draft for draft in reading.drafts if not draft.wrong]
    start = choose_start(chosen.start, chosen.utc_offset, mean_lon(right))
    made = built(reading.drafts, file.stem, start.time, chosen)
    wrong = [*reading.table.broken, *(line for d in reading.drafts for line in d.wrong)]
    if wrong and not chosen.skip_bad_rows:
        raise ScenarioError(wrong)
    if made is None:
        raise ScenarioError([*wrong, f"{file}: no row is left"])
    return _understanding(file, reading, made, start, wrong, chosen)


def _understanding(
    file: Path,
    reading: Reading,
    made: Built,
    start: Start,
    wrong: Sequence[str],
    options: Options,
) -> Understanding:
    table, demands = reading.table, [draft.values[DEMAND] for draft in made.drafts]
    used = {use.column for use in reading.uses} | set(options.where)
    return Understanding(
        file=str(file),
        kind=reading.kind,
        rows=len(table.rows) + len(table.broken),
        left_out=len(table.rows) - len(reading.drafts),
        bad_rows=tuple(wrong),
        where=dict(options.where),
        columns=columns_of(made.drafts, reading.uses),
        ignored=tuple(name for name in table.columns if name and name not in used),
        ids_from=reading.ids_from,
        extent=extent(made.drafts),
        demand=DemandTotal(sum(demands), min(demands), max(demands)),
        start=start,
        assumptions=tuple(
            assumptions(made.scenario, made.drafts, reading.uses, made.sized, options)
        ),
        notes=(*reading.notes, *_notes(made.drafts)),
        scenario=made.scenario,
    )


def _notes(made: Sequence[Draft]) -> list[str]:
    """Return what is worth a second look."""
    notes = []
    timed = sum("opening_hours" in draft.texts for draft in made)
    hours = {str(draft.values.get("opening_hours")) for draft in made}
    if timed and len(hours) > 1:
        notes.append(
            "Some stations are not always open: swaps per day are arrivals over all 24 hours, and "
            "those outside the opening hours are lost."
        )
    places = [(d.values["lon"], d.values["lat"]) for d in made if "lon" in d.values]
    same = len(places) - len(set(places))
    if same:
        one = "1 station stands" if same == 1 else f"{same:,} stations stand"
        notes.append(f"{one} exactly where another one does.")
    return notes
