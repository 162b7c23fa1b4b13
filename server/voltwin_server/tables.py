"""Tables of results as clients are told them: column by column, with units and meanings."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from fastapi import Response
from pydantic_core import to_json

from voltwin.experiment.measures import measures_of
from voltwin.kpis.columns import Description
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario
from voltwin.statistics.intervals import mean_interval
from voltwin.store.schema import FLEET_TABLES, Table
from voltwin_server.problems import INVALID, ProblemError

Floats = np.ndarray[Any, np.dtype[np.float64]]


def json_answer(content: Any) -> Response:
    """Return plain values as JSON, NaN and infinity as null."""
    return Response(to_json(content, inf_nan_mode="null"), media_type="application/json")


def arrow_stream(table: pa.Table) -> bytes:
    """Return a table as an Arrow IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def columns_of(table: pa.Table) -> dict[str, Any]:
    """Return a table whose columns say their units and meanings themselves."""
    return {
        "rows": table.num_rows,
        "columns": [
            {**_described(field), "values": table.column(field.name).to_pylist()}
            for field in table.schema
        ],
    }


def _described(field: "pa.Field[Any]") -> dict[str, str]:
    about = field.metadata or {}
    unit, meaning = (about.get(key, b"").decode() for key in (b"unit", b"meaning"))
    return {"name": field.name, "unit": unit, "meaning": meaning}


def measures_in(of: Table, scenario: Scenario) -> dict[str, Description]:
    """Return name, unit and meaning of each KPI in a table of the store.

    Args:
        of: the table.
        scenario: whose runs it is asked about; of a network, it tells which there are, and the
            currency.
    """
    if of not in FLEET_TABLES.values():
        return measures_of(scenario)
    kpis = (one for one in of.columns if not one.is_key)
    return {one.name: (one.name, one.unit, one.meaning) for one in kpis}


def kpis_of(table: pa.Table, known: Mapping[str, Description]) -> list[dict[str, Any]]:
    """Return each KPI's mean over replications with its interval, and its values.

    Args:
        table: a row a replication.
        known: the KPIs that there are.
    """
    values = _matrix(table, list(known))
    found = mean_interval(values)
    return [
        {
            **_about(about),
            "n": int(found.n[at]),
            **{
                name: float(getattr(found, name)[at])
                for name in ("mean", "low", "high", "half_width")
            },
            "values": values[:, at].tolist(),
        }
        for at, about in enumerate(known.values())
    ]


def places_of(
    table: pa.Table, of: Table, scenario: Scenario, measures: Sequence[str] | None
) -> dict[str, Any]:
    """Return the rows of one replication, or means over several with half-widths, by place.

    Args:
        table: rows of one run, by replication and place.
        of: which table of the store it is.
        scenario: whose runs these are.
        measures: the KPIs that are wanted; by default all that are defined anywhere (quantiles
            of waits are not known by the hour).

    Raises:
        ProblemError: one is no KPI of these runs.
    """
    chosen = _chosen(measures, measures_in(of, scenario))
    replications = max(1, len(table.column("replication").unique()))
    places = table.num_rows // replications
    values = _matrix(table, list(chosen)).reshape(replications, places, len(chosen))
    place = next(one for one in of.columns if one.name == of.keys[-1])
    columns: list[dict[str, Any]] = [
        {
            **{"name": place.name, "unit": place.unit, "meaning": place.meaning},
            "values": table.column(place.name).slice(0, places).to_pylist(),
        }
    ]
    found = mean_interval(values)
    for at, about in enumerate(chosen.values()):
        if measures is None and np.isnan(found.mean[:, at]).all():
            continue
        column = {**_about(about), "values": found.mean[:, at].tolist()}
        if replications > 1:
            column["half_widths"] = found.half_width[:, at].tolist()
        columns.append(column)
    return {"rows": places, "columns": columns}


def _chosen(
    measures: Sequence[str] | None, known: Mapping[str, Description]
) -> dict[str, Description]:
    for name in measures or ():
        if name not in known:
            text = f'"{name}" is no KPI of this run{did_you_mean(name, known)}'
            raise ProblemError(INVALID, "One thing is wrong.", errors=[("query.measures", text)])
    return {name: known[name] for name in measures or known}


def _about(description: Description) -> dict[str, str]:
    name, unit, meaning = description
    return {"name": name, "unit": unit, "meaning": meaning}


def _matrix(table: pa.Table, names: Sequence[str]) -> Floats:
    """Return columns side by side, null as NaN; shape (rows, columns)."""
    columns = [table.column(name).cast(pa.float64()).to_numpy() for name in names]
    return np.column_stack(columns) if columns else np.empty((table.num_rows, 0))
