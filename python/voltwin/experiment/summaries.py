"""What each variant gives: means with intervals, and the spread between replications."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from voltwin.experiment.long_tables import naming
from voltwin.experiment.places import places_of
from voltwin.experiment.plan import Plan
from voltwin.experiment.rows import KEPT
from voltwin.experiment.runs import Floats, Runs
from voltwin.experiment.tables import Column, spread_out, table
from voltwin.statistics.intervals import mean_interval
from voltwin.statistics.quantiles import quantiles

_QUANTILES = {
    "minimum": 0.0,
    "p5": 0.05,
    "p25": 0.25,
    "median": 0.5,
    "p75": 0.75,
    "p95": 0.95,
    "maximum": 1.0,
}
_MOST_ROWS = 1_000_000  # of a table by place; larger ones are left to whoever reads the runs


def summaries(runs: Runs) -> dict[str, pa.Table]:
    """Return the tables `summary` and, of what else was kept, `by_region` and the like."""
    found = {"summary": summary(runs)}
    for kept in summarised(runs.plan):
        places = places_of(runs.plan, kept)
        if len(runs.variants) * len(places) * len(runs.plan.measures) <= _MOST_ROWS:
            found[kept] = by_place(runs, kept, places)
    return found


def summarised(plan: Plan) -> list[str]:
    """Return the kept tables of which there are means: those of fleets are kept run by run."""
    return [kept for kept in plan.kept if kept in KEPT]


def summary(runs: Runs) -> pa.Table:
    """Return a row per variant and measure."""
    measures = list(runs.plan.measures)
    values = _flat(runs.values(measures))
    interval = mean_interval(values)
    names = naming(runs.variants)
    variant, measure = spread_out(np.arange(names.num_rows), measures)
    found = quantiles(values, list(_QUANTILES.values()))
    return table(
        {
            "variant": variant,
            **{name: names.column(name).take(variant) for name in names.column_names},
            "measure": measure,
            "unit": units(runs, measures, names.num_rows),
            "replications": interval.n,
            "mean": interval.mean,
            "low": interval.low,
            "high": interval.high,
            "sd": interval.sd,
            **dict(zip(_QUANTILES, found, strict=True)),
        }
    )


def by_place(runs: Runs, kept: str, places: Column) -> pa.Table:
    """Return a row per variant, region (or station, or hour) and measure that is known of it."""
    measures = list(known_by(runs, kept))
    flat = _flat(runs.kept_values(kept, measures))
    interval = mean_interval(flat)
    low, high = quantiles(flat, [0.05, 0.95])
    names = naming(runs.variants)
    variant, place, measure = spread_out(np.arange(names.num_rows), places, measures)
    return table(
        {
            "variant": variant,
            "name": names.column("name").take(variant),
            KEPT[kept]: place,
            "measure": measure,
            "unit": units(runs, measures, names.num_rows * len(places)),
            "replications": interval.n,
            "mean": interval.mean,
            "low": interval.low,
            "high": interval.high,
            "p5": low,
            "p95": high,
        }
    )


def known_by(runs: Runs, kept: str) -> Iterator[str]:
    """Yield the measures that a kept table has: quantiles of waits are not known by the hour."""
    return (measure for measure in runs.plan.measures if runs.has(f"{kept}.{measure}"))


def _flat(values: Floats) -> Floats:
    return values.reshape(len(values), -1)


def units(runs: Runs, measures: list[str], times: int) -> list[str]:
    """Return the unit of each of these measures, so many times over."""
    return [runs.unit(measure) for measure in measures] * times
