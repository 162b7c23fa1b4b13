"""Paired differences of variants to their base: of the network, by region, station and hour."""

from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.experiment.long_tables import naming
from voltwin.experiment.places import places_of
from voltwin.experiment.rows import KEPT
from voltwin.experiment.runs import Floats, Runs
from voltwin.experiment.summaries import known_by, summarised, units
from voltwin.experiment.tables import spread_out, table
from voltwin.statistics.pairs import paired


def differences(runs: Runs) -> dict[str, pa.Table]:
    """Return the tables `differences`, `differences_by_region` and so on.

    Intervals are simultaneous over the variants, whose number is that of the comparisons; over
    measures, places and hours they are not: of twenty rows that nothing happened to, one is
    expected to look different.
    """
    measures = list(runs.plan.measures)
    found = {"differences": _differences(runs, runs.values(measures), {"measure": measures})}
    for kept in summarised(runs.plan):
        known = list(known_by(runs, kept))
        values = runs.kept_values(kept, known)
        axes: dict[str, Any] = {KEPT[kept]: places_of(runs.plan, kept), "measure": known}
        found[f"differences_{kept}"] = _differences(runs, values, axes)
    return found


def _differences(runs: Runs, values: Floats, axes: dict[str, Any]) -> pa.Table:
    """Return a row per variant but the base and combination of the axes.

    Args:
        runs: of the experiment.
        values: (replications, variants, axes...).
        axes: what the further axes of values are; the measures come last.
    """
    names = naming(runs.variants).slice(1)
    variants = names.num_rows
    variant, *others = spread_out(np.arange(variants), *axes.values())
    found = paired(values[:, :1], values[:, 1:], comparisons=variants)
    columns = {
        name: getattr(found, name).reshape(-1)
        for name in (
            *("base", "value", "difference", "low", "high", "low_alone", "high_alone"),
            *("relative", "relative_low", "relative_high", "variance_reduction", "correlation"),
        )
    }
    measures = list(axes["measure"])
    return table(
        {
            "variant": np.asarray(variant) + 1,
            "name": names.column("name").take(variant),
            **dict(zip(axes, others, strict=True)),
            "unit": units(runs, [str(name) for name in measures], len(variant) // len(measures)),
            "replications": found.n.reshape(-1),
            **columns,
        }
    )
