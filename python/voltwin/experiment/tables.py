"""The tables of an experiment: long, each column with its unit and meaning."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

Column: TypeAlias = "pa.Array[Any]"

# Unit and meaning. Where a row is about a measure, numbers are in the unit of that measure.
OF_MEASURE = "that of the measure"
COLUMNS = {
    "variant": ("", "number of the variant, counted from 0"),
    "name": ("", "name of the variant"),
    "measure": ("", "the KPI: a column of the table `total` of a run"),
    "unit": ("", "of the measure; 1 for shares"),
    "replications": ("", "how many define the measure"),
    "region": ("", "region of stations"),
    "station": ("", "id of the station"),
    "hour": ("", "begin of the local hour"),
    "mean": (OF_MEASURE, "over replications"),
    "low": (OF_MEASURE, "lower end of the 95 % interval"),
    "high": (OF_MEASURE, "upper end of the 95 % interval"),
    "defined": ("", "replications that define the measure"),
    "half_width": (OF_MEASURE, "of the 95 % interval"),
    "wanted": (OF_MEASURE, "half-width that is asked for"),
    "reached": ("", "the interval is as narrow as asked for"),
    "sd": (OF_MEASURE, "standard deviation between replications"),
    "minimum": (OF_MEASURE, "least of the replications"),
    "p5": (OF_MEASURE, "5 % of replications are below"),
    "p25": (OF_MEASURE, "a quarter of replications is below"),
    "median": (OF_MEASURE, "half of the replications are below"),
    "p75": (OF_MEASURE, "three quarters of replications are below"),
    "p95": (OF_MEASURE, "95 % of replications are below"),
    "maximum": (OF_MEASURE, "greatest of the replications"),
    "base": (OF_MEASURE, "mean of the base"),
    "value": (OF_MEASURE, "mean of the variant"),
    "difference": (OF_MEASURE, "variant less base, mean of the pairs"),
    "low_alone": (OF_MEASURE, "lower end of the interval of this comparison alone"),
    "high_alone": (OF_MEASURE, "upper end of the interval of this comparison alone"),
    "relative": ("1", "difference / base, as a part of its size"),
    "relative_low": ("1", "lower end of the interval of `relative`, as `low` is of `difference`"),
    "relative_high": ("1", "upper end of that interval"),
    "variance_reduction": (
        "1",
        "variance of the difference between independent runs / that between pairs",
    ),
    "correlation": ("1", "between base and variant, over replications"),
}


def table(values: Mapping[str, Any], more: Mapping[str, tuple[str, str]] | None = None) -> pa.Table:
    """Return a table of these columns, NaN as null, unit and meaning as metadata of its fields.

    Args:
        values: by name.
        more: unit and meaning of columns that no other table has; of factors, say.
    """
    about = {**COLUMNS, **(more or {})}
    arrays = [_array(column) for column in values.values()]
    fields = []
    for name, array in zip(values, arrays, strict=True):
        unit, meaning = about.get(name, ("", "level of the factor"))
        fields.append(pa.field(name, array.type, metadata={"unit": unit, "meaning": meaning}))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _array(column: Any) -> Column:
    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks()
    return column if isinstance(column, pa.Array) else pa.array(column, from_pandas=True)


def spread_out(*axes: Any) -> list[Column]:
    """Return the columns that name each combination of some items, the last axis fastest."""
    lengths = [len(axis) for axis in axes]
    found = []
    for number, axis in enumerate(axes):
        inner = int(np.prod(lengths[number + 1 :], dtype=np.int64))
        outer = int(np.prod(lengths[:number], dtype=np.int64))
        place = np.tile(np.repeat(np.arange(len(axis)), inner), outer)
        found.append(pa.array(axis).take(pa.array(place)))
    return found
