"""What the factors of a sweep do: by level, in pairs, and as shares of all that differs."""

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.experiment.runs import Floats, Runs
from voltwin.experiment.tables import table
from voltwin.statistics.effects import effects
from voltwin.statistics.factors import Factor
from voltwin.statistics.main_effects import main_effect, two_way

REST, CHANCE = "not explained", "chance"
_LEVEL = ("", "of the factor; of many, a range")
_ABOUT = {
    "factor": ("", "what is varied"),
    "other": ("", "the second factor of an interaction"),
    "level": _LEVEL,
    "other_level": _LEVEL,
    "from": ("", "least level of the range"),
    "to": ("", "greatest level of the range"),
    "variants": ("variants", "at this level"),
    "runs": ("runs", "that define the measure"),
    "effect": ("that of the measure", "mean less that of all variants"),
    "effect_low": ("that of the measure", "lower end of its 95 % interval"),
    "effect_high": ("that of the measure", "upper end of its 95 % interval"),
    "share": ("1", "of the variance between variants"),
    "why_not": ("", "why there is no share"),
}
Row = dict[str, Any]


def effect_tables(runs: Runs) -> dict[str, pa.Table]:
    """Return the tables `main_effects`, `effects` and `interactions`."""
    measures = list(runs.plan.measures)
    values = np.moveaxis(runs.values(measures), 0, 1)  # (variants, replications, measures)
    all_factors = [
        Factor.of(name, [variant.levels[name] for variant in runs.variants])
        for name in runs.variants[0].levels
    ]
    factors = [one for one in all_factors if len(one.groups.labels) > 1] or all_factors
    made = {
        "main_effects": _main_effects(runs, factors, values),
        "effects": _shares(runs, factors, values),
        "interactions": _interactions(runs, factors, values),
    }
    return {name: _table(list(rows)) for name, rows in made.items() if len(factors) > 0}


def _table(rows: list[Row]) -> pa.Table:
    names = rows[0] if rows else {}
    return table({name: [row[name] for row in rows] for name in names}, _ABOUT)


def _main_effects(runs: Runs, factors: list[Factor], values: Floats) -> Iterator[Row]:
    for factor in factors:
        found = main_effect(factor, values)
        for level, label in enumerate(found.groups.labels):
            for place, measure in enumerate(runs.plan.measures):
                at = (level, place)
                yield {
                    "factor": factor.name,
                    "level": label,
                    "from": found.groups.low[level],
                    "to": found.groups.high[level],
                    "measure": measure,
                    "unit": runs.unit(measure),
                    "variants": int(found.variants[level]),
                    "runs": int(found.runs[at]),
                    "mean": found.mean.mean[at],
                    "low": found.mean.low[at],
                    "high": found.mean.high[at],
                    "effect": found.effect.mean[at],
                    "effect_low": found.effect.low[at],
                    "effect_high": found.effect.high[at],
                }


def _shares(runs: Runs, factors: list[Factor], values: Floats) -> Iterator[Row]:
    for place, measure in enumerate(runs.plan.measures):
        found = effects(factors, values[:, :, place])
        for term in found.terms:
            yield _share(measure, term.factor, term.other, term.share, term.reason)
        yield _share(measure, REST, None, found.rest, None)
        yield _share(measure, CHANCE, None, found.noise, None)


def _share(measure: str, factor: str, other: str | None, share: float, why: str | None) -> Row:
    return {"factor": factor, "other": other, "measure": measure, "share": share, "why_not": why}


def _interactions(runs: Runs, factors: list[Factor], values: Floats) -> Iterator[Row]:
    for one, other in combinations(factors, 2):
        found = two_way(one, other, values)
        for level, label in enumerate(found.groups.labels):
            for other_level, other_label in enumerate(found.other.labels):
                for place, measure in enumerate(runs.plan.measures):
                    mean = float(found.mean[level, other_level, place])
                    yield {
                        "factor": one.name,
                        "level": label,
                        "other": other.name,
                        "other_level": other_label,
                        "measure": measure,
                        "unit": runs.unit(measure),
                        "variants": int(found.variants[level, other_level]),
                        "mean": mean if math.isfinite(mean) else None,
                    }
