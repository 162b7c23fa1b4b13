"""The best of several variants, with as many replications as its guarantee takes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.experiment.half_widths import half_widths
from voltwin.experiment.long_tables import naming
from voltwin.experiment.measures import chosen_measures, is_good_when_large
from voltwin.experiment.runs import Floats, Runs
from voltwin.experiment.tables import table
from voltwin.scenario.scenario import Scenario
from voltwin.statistics.ranking import best_of, replications_needed

_LEAST = 2  # replications that tell of a deviation
_MOST = 10_000  # replications of a variant
_ABOUT = {
    "difference": ("that of the measure", "mean less that of the best of the others"),
    "low": ("that of the measure", "lower end of the interval of the difference, all at once 95 %"),
    "high": ("that of the measure", "upper end of that interval"),
    "is_best": ("", "the variant chosen"),
    "may_be_best": ("", "the best is among these with 95 % probability"),
    "guaranteed": ("", "the replications are enough for the guarantee asked for"),
}


@dataclass(frozen=True)
class Best:
    """What the best is sought by."""

    measure: str
    indifference: float | None  # in the measure's unit
    first: int  # replications of the first stage
    most: int

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any] | None) -> "Best | None":
        """Return what `as_dict` has made plain."""
        return None if plain is None else cls(**plain)


def best_wanted(
    scenario: Scenario, measure: str | None, indifference: str | float | None, first: int
) -> Best | None:
    """Return what the best is sought by, if it is.

    Raises:
        ValueError: there is no such KPI, no measure is given, or the indifference is no difference.
    """
    if measure is None:
        if indifference is not None:
            raise ValueError("indifference: of which measure? Give `best`, too")
        return None
    (name,) = chosen_measures(scenario, [measure])
    if indifference is None:
        return Best(name, None, first, first)
    (width,) = half_widths(scenario, {name: indifference})
    if width.relative:
        raise ValueError(f"indifference: {indifference!r} must be in the unit of {name}")
    return Best(name, width.width, first, max(first, _MOST))


def have_enough(runs: Runs, wanted: Best) -> pa.Table:
    """Have as many replications done as the guarantee takes, and return who is best."""
    values = _have(runs, wanted, wanted.first)
    first = None
    if wanted.indifference is not None:
        first = wanted.first if _tell(values) else None
        values = _have(runs, wanted, _needed(values, wanted))
    found = best_of(
        values,
        wanted.indifference,
        smallest_is_best=not is_good_when_large(wanted.measure),
        first=first,
    )
    variants = len(runs.variants)
    return table(
        {
            "variant": list(range(variants)),
            "name": naming(runs.variants).column("name"),
            "measure": [wanted.measure] * variants,
            "unit": [runs.unit(wanted.measure)] * variants,
            "replications": [found.n] * variants,
            "mean": found.mean,
            "difference": found.difference,
            "low": found.mcb_low,
            "high": found.mcb_high,
            "is_best": [variant == found.best for variant in range(variants)],
            "may_be_best": found.may_be_best,
            "guaranteed": [found.guaranteed] * variants,
        },
        _ABOUT,
    )


def _needed(values: Floats, wanted: Best) -> int:
    """Return how many replications the guarantee takes; the most if the first ones do not tell,
    because the measure is undefined in nearly all of them."""
    assert wanted.indifference is not None
    if not _tell(values):
        return wanted.most
    return min(replications_needed(values, wanted.indifference), wanted.most)


def _tell(values: Floats) -> bool:
    """Return whether enough replications define the measure of all variants."""
    return bool((~np.isnan(values).any(axis=1)).sum() >= _LEAST)


def _have(runs: Runs, wanted: Best, count: int) -> Floats:
    """Return the measure (replications, variants) of so many replications."""
    runs.have(runs.first(count))
    return runs.values([wanted.measure])[:count, :, 0]
