"""Writes what pages of docs/ take from the code: tables between `<!-- name -->` and `<!-- end -->`.

python docs/generate.py            rewrites the pages
python docs/generate.py --check    exits 1 if one is not up to date
"""

import json
import re
import struct
import sys
import typing
from collections.abc import Iterable, Iterator
from inspect import getdoc, isclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from voltwin.explain.columns import COLUMNS as EXPLANATION
from voltwin.frames.layout import HEADER_FIELDS, STATIONS, VEHICLES, Column
from voltwin.kpis.columns import dictionary
from voltwin.kpis.fleet_columns import fleet_dictionary
from voltwin.kpis.kpi_tables import FLEET_TABLES, TABLES
from voltwin.kpis.money_columns import described
from voltwin.scenario.distributions import Law
from voltwin.scenario.model import source_of
from voltwin.scenario.scenario import Scenario
from voltwin.store.queries import QUERIES, Query
from voltwin.store.schema import EVENTS, KPI_TABLES
from voltwin.validation.trust.json_file import read_json
from voltwin.validation.trust.markdown import as_markdown
from voltwin_bindings.event_log import COLUMNS

PAGES = Path(__file__).resolve().parent
VALIDATION = PAGES / "validation.json"  # of `voltwin validate --full`
MUTANTS = PAGES / "mutants.json"  # of `make mutants`
TYPES = {  # of the bytes of a frame
    **{"4s": "4 bytes", "H": "uint16", "I": "uint32", "Q": "uint64", "d": "float64"},
    **{"u1": "uint8", "u2": "uint16", "u4": "uint32", "f4": "float32", "f8": "float64"},
}
BLOCK = re.compile(r"(<!-- (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def generated(page: str) -> str:
    """Return a page with all its blocks made anew.

    Raises:
        KeyError: it names a block that nothing makes.
    """
    return BLOCK.sub(lambda found: f"{found[1]}\n{BLOCKS[found['name']]()}\n{found[3]}", page)


def kpi_columns() -> str:
    """Return the dictionary of the columns of all KPI tables."""
    rows = ((f"`{row['name']}`", row["unit"], row["meaning"]) for row in dictionary().to_pylist())
    return _table(("column", "unit", "meaning"), rows)


def kpi_tables() -> str:
    """Return the KPI tables and what one row of each stands for."""
    return _table(("table", "one row for"), ((f"`{name}`", what) for name, what in TABLES.items()))


def fleet_tables() -> str:
    """Return the KPI tables of a fleet and what one row of each stands for."""
    rows = ((f"`{name}`", what) for name, what in FLEET_TABLES.items())
    return _table(("table", "one row for"), rows)


def fleet_columns() -> str:
    """Return the columns of the tables of a fleet."""
    rows = ((f"`{name}`", unit, meaning) for name, unit, meaning in fleet_dictionary())
    return _table(("column", "unit", "meaning"), rows)


def money_columns() -> str:
    """Return the columns about money, which the tables have where a scenario has economics."""
    rows = ((f"`{name}`", unit, meaning) for name, unit, meaning in described("currency"))
    return _table(("column", "unit", "meaning"), rows)


def explanation_columns() -> str:
    """Return the columns of an explanation."""
    rows = ((f"`{name}`", unit, meaning) for name, unit, _, meaning in EXPLANATION)
    return _table(("column", "unit", "meaning"), rows)


def frame_header() -> str:
    """Return the fields of the header of a live frame, with where they begin."""
    at, rows = 0, []
    for name, code, unit, meaning in HEADER_FIELDS:
        rows.append((f"{at}", f"`{name}`", TYPES[code], unit, meaning))
        at += struct.calcsize(f"<{code}")
    return _table(("byte", "field", "type", "unit", "meaning"), rows)


def frame_columns(columns: Iterable[Column]) -> str:
    """Return the columns of a block of a live frame, in their order."""
    rows = ((f"`{of.name}`", TYPES[of.dtype.str[1:]], of.unit, of.meaning) for of in columns)
    return _table(("column", "type", "unit", "meaning"), rows)


def log_columns() -> str:
    """Return the columns of the event log."""
    rows = ((f"`{name}`", unit, meaning) for name, _, unit, meaning in COLUMNS)
    return _table(("column", "unit", "meaning"), rows)


def store_events() -> str:
    """Return the columns of the events in a store."""
    rows = ((f"`{of.name}`", of.sql, of.unit, of.meaning) for of in EVENTS.columns)
    return _table(("column", "type", "unit", "meaning"), rows)


def store_kpis() -> str:
    """Return the tables of KPIs in a store, with what tells their rows apart."""
    rows = (
        (f"`{of.name}`", of.row, ", ".join(f"`{key}`" for key in of.keys), f"`{name}`")
        for name, of in KPI_TABLES.items()
    )
    return _table(("table", "one row for", "told apart by", "the run's KPI table"), rows)


def validation() -> str:
    """Return what the full run of all checks has found whose record is kept beside the pages."""
    return as_markdown(read_json(VALIDATION))


def mutants() -> str:
    """Return which mutants of the core were tried, what has caught them, and which survived."""
    record = json.loads(MUTANTS.read_text(encoding="utf-8"))
    parts = []
    for sample in record["samples"]:
        rows = ((kind, *map(str, counts)) for kind, counts in sample["counts"].items())
        parts += [_sample(sample, record["offered"]), _table(("kind", *record["columns"]), rows)]
        survivors = [fate for fate in sample["fates"] if not fate["by"]]
        if survivors:
            parts.append(_table(("survivor", "before", "after", "why"), map(_survivor, survivors)))
    return "\n\n".join(parts)


def _sample(sample: dict[str, Any], offered: int) -> str:
    """Return how many of a sample are caught, now and when nobody had seen what survived."""
    different = sample["caught"] + sample["missed"]
    text = (
        f"**Seed {sample['seed']}**, {sample['about']}: {sample['mutants']} of {offered} mutants; "
        f"{sample['caught']} are caught, {sample['missed']} are missed, and "
        f"{sample['mutants'] - different} make no difference. That is {sample['share']:.1%} of "
        f"those that make one, and {sample['share_of_all']:.1%} of all."
    )
    first = sample["caught_at_first"]
    if first is None:
        return text
    return (
        f"{text} When it was first tried, before anybody had seen what survives of it, {first} "
        f"were caught: {first / different:.1%} of those that make a difference, "
        f"{first / sample['mutants']:.1%} of all."
    )


def _survivor(fate: dict[str, Any]) -> tuple[str, ...]:
    after = f"`{fate['after']}`" if fate["after"] else "dropped"
    return f"`{fate['file']}` `{fate['function']}`", f"`{fate['before']}`", after, fate["why"]


def store_queries() -> str:
    """Return the documented queries: what they answer, and their text."""
    return "\n\n".join(map(_query, QUERIES))


def _query(query: Query) -> str:
    given = ", ".join(f"`${name}` ({meaning})" for name, meaning in query.parameters.items())
    name = query.name[0].upper() + query.name[1:]
    about = f"**{name}.** A row is {query.what}. Parameters: {given}."
    return f"{about}\n\n```sql\n{query.sql}```"


def fields() -> str:
    """Return all fields of a scenario, part by part, with their defaults and these's sources."""
    return "\n\n".join(_part(model) for model in _models(Scenario, {}))


def _part(model: type[BaseModel]) -> str:
    rows = [_field(name, field) for name, field in model.model_fields.items() if name != "kind"]
    about = (getdoc(model) or "").partition("\n\n")[0].replace("\n", " ")
    table = _table(("field", "default", "meaning", "where the default comes from"), rows)
    return f"### {model.__name__}\n\n{about}\n\n{table}"


def _field(name: str, field: FieldInfo) -> tuple[str, ...]:
    return (
        f"`{field.alias or name}`",
        "required" if field.is_required() else _default(field),
        field.description or "",
        source_of(field),
    )


def _default(field: FieldInfo) -> str:
    """Return a default as a scenario file would hold it."""
    default = field.get_default(call_default_factory=True)
    if default is None or default in ("", (), {}):
        return "none"
    if isinstance(default, BaseModel) and not isinstance(default, Law):
        return f"see {type(default).__name__}"
    kind: Any = field.annotation
    written = TypeAdapter(Annotated[(kind, *field.metadata)] if field.metadata else kind)
    return f"`{_flow(written.dump_python(default, mode='json', by_alias=True))}`"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name}: {_flow(item)}" for name, item in value.items()) + " }"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _models(kind: Any, seen: dict[type[BaseModel], None]) -> Iterable[type[BaseModel]]:
    """Return the models that a type is made of, itself first."""
    if isclass(kind) and issubclass(kind, BaseModel) and kind not in seen:
        seen[kind] = None
        for field in kind.model_fields.values():
            _models(field.annotation, seen)
    for inner in typing.get_args(kind):
        _models(inner, seen)
    return seen


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(_lines([heading, tuple("---" for _ in heading), *rows]))


def _lines(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in rows:
        cells = (cell.replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"


BLOCKS = {
    "kpi-columns": kpi_columns,
    "kpi-tables": kpi_tables,
    "fleet-tables": fleet_tables,
    "fleet-columns": fleet_columns,
    "log-columns": log_columns,
    "money-columns": money_columns,
    "explanation-columns": explanation_columns,
    "frame-header": frame_header,
    "frame-vehicles": lambda: frame_columns(VEHICLES),
    "frame-stations": lambda: frame_columns(STATIONS),
    "store-events": store_events,
    "store-kpis": store_kpis,
    "store-queries": store_queries,
    "mutants": mutants,
    "validation": validation,
    "fields": fields,
}


def main() -> int:
    """Rewrite the pages, or check them."""
    stale = []
    for page in sorted(PAGES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        new = generated(text)
        if new != text:
            stale.append(page.name)
            if "--check" not in sys.argv:
                page.write_text(new, encoding="utf-8")
    if stale:
        print(f"{'Stale' if '--check' in sys.argv else 'Written'}: {', '.join(stale)}")
    return int("--check" in sys.argv and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
