"""What came of a calibration: fits, scores, what cannot be told, and a scenario."""

import math
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from voltwin.calibration.as_scenario import fitted
from voltwin.calibration.counts import HOURS, Counts
from voltwin.calibration.demand import Demand
from voltwin.calibration.laws import Law
from voltwin.calibration.likelihood import Spread
from voltwin.calibration.log import Floats, Log
from voltwin.calibration.scores import BANDS, HeldOut, Score, scores
from voltwin.scenario.week import DAYS

if TYPE_CHECKING:
    from voltwin.scenario.scenario import Scenario


@dataclass(frozen=True)
class Calibration:
    """Parameters that were fitted to a log.

    Attributes:
        log: that was read.
        kind: what its rows are, `arrivals` or `swaps`.
        counts: its arrivals by day, hour and station.
        demand: that was fitted to all of it.
        soc: law of returned states of charge; None where the log does not tell it.
        service: law of service times [s]; None where the log does not tell it.
        held: days that were held out, foretold by a fit to those before; None where none were.
        not_held: why none were, a sentence.
        notes: what was assumed in reading the log, sentences.
        untold: what the log cannot tell, sentences.
        scenario: with all that was fitted; it runs as it is.
    """

    log: Log
    kind: str
    counts: Counts
    demand: Demand
    soc: Law | None
    service: Law | None
    held: HeldOut | None
    not_held: str
    notes: tuple[str, ...]
    untold: tuple[str, ...]
    scenario: "Scenario"

    @property
    def profile(self) -> pa.Table:
        """A row for each hour of the week: `day`, `hour`, arrivals that were `counted` in `seen_h`
        hours, the `rate` [1/h] at all stations with the interval of 95 % from `low` to `high`, the
        `factor` of the profile, and the weight of the hour's `own` counts."""
        found = self.demand.profile
        columns = {
            "counted": found.counted,
            "seen_h": found.seen_h,
            **{"rate": found.rate, "low": found.low, "high": found.high},
            **{"factor": found.factors, "own": found.own},
        }
        return pa.table(
            {
                "day": pa.array(np.repeat(DAYS, HOURS)),
                "hour": pa.array(np.tile(np.arange(HOURS), len(DAYS))),
                **{name: pa.array(values, from_pandas=True) for name, values in columns.items()},
            }
        )

    @property
    def parameters(self) -> pa.Table:
        """A row for each parameter but those of the profile: `what`, `parameter`, `value`, and the
        interval of 95 % from `low` to `high`."""
        rows = [*self._of_demand(), *self._of_laws()]
        names = ("what", "parameter", "value", "low", "high")
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        return pa.table({name: pa.array(of, from_pandas=True) for name, of in columns.items()})

    def _of_demand(self) -> list[tuple[str, str, float, float, float]]:
        low, high = level(self.counts, self.demand)
        per_day = 24.0 * self.demand.profile.mean
        found = [("arrivals a day", "mean", per_day, low, high)]
        factors = (("day factor", self.demand.day), ("hour jitter", self.demand.hour))
        found += [
            (name, "variance", *_shown(spread))
            for name, spread in factors
            if not math.isnan(spread.high)
        ]
        return found

    def _of_laws(self) -> list[tuple[str, str, float, float, float]]:
        laws = (("returned SoC", self.soc), ("service time", self.service))
        return [
            (f"{name}, {kind_of(law)}", *parameter)
            for name, law in laws
            if law is not None
            for parameter in law.parameters
        ]

    @property
    def by_station(self) -> pa.Table:
        """A row for each station: `station`, arrivals that were `counted`, and their mean `per_day`
        with the interval of 95 % from `low` to `high`."""
        counted = self.counts.n.sum(axis=(0, 1), dtype=np.int64)
        per_day = 24.0 * self.demand.profile.mean * self.demand.share
        spread = self.demand.day_variance
        relative = _relative(self.counts, self.demand, counted.astype(np.float64), spread)
        return pa.table(
            {
                "station": pa.array([name or "all" for name in self.counts.stations]),
                "counted": pa.array(counted),
                "per_day": pa.array(per_day),
                "low": pa.array(per_day * np.exp(-relative)),
                "high": pa.array(per_day * np.exp(relative)),
            }
        )

    @property
    def scores(self) -> pa.Table:
        """A row for `hour` and `day`: how many were held out (`n`), which share the bands of 50, 80
        and 95 % held (`coverage_50`, ...) and those of the rival (`rival_coverage_50`, ...), the
        mean `crps` and `rival_crps` [arrivals], and their `difference` with its interval of 95 %
        from `low` to `high`. The rival is Poisson with the mean of each hour of the week."""
        return pa.Table.from_pylist([_row(score) for score in self.score_list])

    @cached_property
    def score_list(self) -> list[Score]:
        """Scores of hours and of days; none where no day was held out."""
        return [] if self.held is None else scores(self.held)

    @property
    def fragment(self) -> dict[str, Any]:
        """The fields of a scenario that were fitted, as a scenario file has them."""
        return fitted(self.demand, self.soc, self.service).as_dict()

    def as_dict(self) -> dict[str, Any]:
        """Return all that came out as plain data."""
        laws = {"arrival_soc": self.soc, "swap_time": self.service}
        return {
            "log": self.log.name,
            "kind": self.kind,
            "rows": len(self.log),
            "first_day": str(self.counts.dates[0]),
            "last_day": str(self.counts.dates[-1]),
            "stations": len(self.counts.stations),
            "fitted": self.fragment,
            "parameters": self.parameters.to_pylist(),
            "profile": self.profile.to_pylist(),
            "by_station": self.by_station.to_pylist(),
            "laws": {
                name: {"n": law.n, "why": law.why} for name, law in laws.items() if law is not None
            },
            "scores": self.scores.to_pylist(),
            "not_held_out": self.not_held,
            "notes": list(self.notes),
            "untold": list(self.untold),
        }

    def save(self, path: "str | PathLike[str]") -> None:
        """Write the scenario, with what was fitted and why as comments; YAML, or JSON by suffix.

        Raises:
            OSError: the file cannot be written.
        """
        from voltwin.calibration.scenario_file import write_scenario

        write_scenario(self, Path(path))

    def write_html(self, path: "str | PathLike[str]") -> None:
        """Write a page with figures.

        Raises:
            FolderError: the file cannot be written.
        """
        from voltwin.calibration.page import write_html

        write_html(self, Path(path))

    def __repr__(self) -> str:
        per_day = 24.0 * self.demand.profile.mean
        return (
            f"<Calibration {self.log.name!r}: {len(self.log):,} rows, {self.counts.days} days, "
            f"{per_day:,.4g} arrivals a day>"
        )


def level(counts: Counts, demand: Demand) -> tuple[float, float]:
    """Return where the mean arrivals of a day lie with 95 %."""
    spread = demand.whole.variance if demand.whole.is_noticed else 0.0
    relative = _relative(counts, demand, np.array([float(counts.hours.sum())]), spread)[0]
    per_day = 24.0 * demand.profile.mean
    return float(per_day * np.exp(-relative)), float(per_day * np.exp(relative))


def _relative(counts: Counts, demand: Demand, total: Floats, spread: float) -> Floats:
    """Return half the width of the interval of the logarithm of means, by how many were counted:
    Poisson, and what days differ beside."""
    usual = demand.expected(counts).sum(axis=1)
    of_days = spread * float((usual**2).sum()) / float(usual.sum()) ** 2
    return np.asarray(1.96 * np.sqrt(1.0 / total + of_days))


def kind_of(law: Law) -> str:
    """Return the kind of a law, as scenarios call it."""
    return "fixed" if isinstance(law.fields, float) else str(law.fields["kind"])


def _shown(spread: Spread) -> tuple[float, float, float]:
    return (spread.variance if spread.is_noticed else 0.0), spread.low, spread.high


def _row(score: Score) -> dict[str, Any]:
    ours = {
        f"coverage_{100 * band:.0f}": of for band, of in zip(BANDS, score.coverage, strict=True)
    }
    rival = {
        f"rival_coverage_{100 * band:.0f}": of
        for band, of in zip(BANDS, score.rival_coverage, strict=True)
    }
    return {
        "measure": score.measure,
        "n": score.n,
        **ours,
        **rival,
        "crps": score.crps,
        "rival_crps": score.rival_crps,
        "difference": score.difference,
        "low": score.low,
        "high": score.high,
    }
