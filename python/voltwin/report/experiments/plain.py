"""An experiment as plain values, for JSON: the plan, where it ran, and all that came out."""

import math
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment


def as_json(experiment: "Experiment") -> dict[str, Any]:
    """Return plan, record and tables; what is not defined is None, and so is what is infinite.

    Runs are not among the tables: they are in runs.parquet of the experiment's folder.
    """
    plan, tables = experiment.plan, experiment.tables
    return {
        "plan": plan.as_dict(),
        "record": dict(experiment.record),
        "folder": str(experiment.folder) if experiment.folder else None,
        "columns": {name: _columns(table) for name, table in tables.items()},
        "tables": {
            name: [_plain(row) for row in table.to_pylist()] for name, table in tables.items()
        },
    }


def _columns(table: pa.Table) -> list[dict[str, str]]:
    """Return name, unit and meaning of the columns of a table."""
    found = []
    for field in table.schema:
        about = {key.decode(): text.decode() for key, text in (field.metadata or {}).items()}
        found.append(
            {
                "name": field.name,
                "unit": about.get("unit", ""),
                "meaning": about.get("meaning", ""),
            }
        )
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value
