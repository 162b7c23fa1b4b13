"""Stores of spares: the share served within a window, and the mean wait, whatever the law of the
repairs."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from scipy.stats import poisson

from voltwin.validation.away_times import fixed_type, memoryless_type
from voltwin.validation.spares import (
    fill_of_exponential_repairs,
    fill_of_fixed_repairs,
    mean_wait,
)
from voltwin.validation.spares_network import LEFT_OUT, fill_and_wait, store_network, streams
from voltwin.validation.theory import Size
from voltwin.validation.theory_checks.system import (
    Case,
    Told,
    require,
    require_positive,
    sample_of,
    verdicts_of,
)
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.verdict import Verdict

_NEVER = 1e-15  # the chance that all chargers are taken at an arrival


@dataclass(frozen=True)
class Store:
    """Stations that charge at once whatever comes, as a store of spares repairs. In minutes."""

    arrival: float  # a minute
    repair: float  # mean
    spares: int
    windows: tuple[float, ...] = (0.0,)
    law: str = "fixed"  # of repairs, or exponential

    def __post_init__(self) -> None:
        """Refuse what is no such system."""
        require_positive(arrival=self.arrival, repair=self.repair, spares=self.spares)
        require(
            self.law in ("fixed", "exponential"),
            f'--law: given "{self.law}", allowed: fixed, exponential',
        )
        longest = self.repair if self.law == "fixed" else math.inf
        for window in self.windows:
            require(
                0.0 <= window < longest,
                f"--window: given {window:g}, must be 0 or above, and below a fixed --repair",
            )

    def __str__(self) -> str:
        """Return the parameters in a few words."""
        return f"λ={self.arrival:g} T={self.repair:g} B={self.spares} {self.law}"

    @property
    def told(self) -> Told:
        """How its samples are told."""
        return Told(
            left_out=f"first and last {LEFT_OUT:,} arrivals", minutes=LEFT_OUT / self.arrival
        )

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""
        return self.repair

    def theory(self) -> dict[str, float]:
        """Return the share served within each window, and the mean wait."""
        fills = {_within(window): self._fill(window) for window in self.windows}
        return {**fills, "mean wait": mean_wait(self.arrival, self.repair, self.spares)}

    def _fill(self, window: float) -> float:
        if self.law == "fixed":
            return fill_of_fixed_repairs(self.arrival, self.repair, self.spares, window)
        return fill_of_exponential_repairs(self.arrival, 1.0 / self.repair, self.spares, window)

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return the same from the kernel."""
        is_fixed = self.law == "fixed"
        kind = fixed_type(self.repair) if is_fixed else memoryless_type(1.0 / self.repair)
        charging = 5 + int(poisson.isf(_NEVER, self.arrival * self.repair))
        found = streams(store_network(kind, self.arrival, charging, size), seed)
        fills, wait = fill_and_wait(found, self.spares, self.windows)
        named = dict(zip(map(_within, self.windows), fills, strict=True))
        return {**named, "mean wait": wait}


def _within(window: float) -> str:
    return f"served within {window:g} min" if window else "served at once"


_WAIT = {"mean wait": 0.02}
CASES = (
    Case(Store(6.0, 1.0, 8, (0.0, 0.05, 0.25, 0.5)), 451, Size(64, 160_000), _WAIT),
    Case(Store(6.0, 0.75, 6, (0.0, 0.05, 0.1, 0.5)), 452, Size(64, 160_000), _WAIT),
    Case(Store(6.0, 1.0, 8, (0.0, 0.05, 0.25, 0.5), "exponential"), 453, Size(64, 160_000), _WAIT),
)
# Two stores that differ in the law of their repairs alone, in which everybody waits as long.
ALIKE = (
    Case(Store(10.0, 1.0, 10), 454, Size(64, 160_000), {"mean wait": 0.02}),
    Case(Store(10.0, 1.0, 10, law="exponential"), 455, Size(64, 240_000), {"mean wait": 0.02}),
)


def waits_alike(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on both stores, and on the difference of their mean waits."""
    measured = [case.system.measured(case.size(effort), case.seed) for case in ALIKE]
    expected = ALIKE[0].system.theory()["mean wait"]
    for case, found in zip(ALIKE, measured, strict=True):
        yield from case.verdicts_on(found, effort)
    fixed, exponential = (found["mean wait"] for found in measured)
    width, why_wide = ALIKE[0].width("mean wait", effort)
    of_one, of_other = (sample_of(case.system, case.seed, case.size(effort)) for case in ALIKE)
    yield statistical(
        "mean wait, exponential less fixed",
        0.0,
        difference(exponential, fixed),
        of_one._replace(sizes=f"{of_one.sizes}; seed {of_other.seed}: {of_other.sizes}"),
        unit="min",
        width=math.sqrt(2.0) * width,
        why_wide=why_wide,
        scale=expected,
    )


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Return the difference of two independent estimates of as many replications.

    It has more degrees of freedom than one of them, which is all that its interval asks for.
    """
    error = math.hypot(one.error, other.error)
    return Estimate(one.mean - other.mean, error, min(one.replications, other.replications))


CHECK = Check(
    "window-fill",
    "theory",
    "share served within a window by a store of spares that the engine's chargers fill",
    "Dreyfuss and Giat (2017), EJOR 261; M/G/∞",
    partial(verdicts_of, CASES),
    seconds=40.0,
)
CHECK_ALIKE = Check(
    "mean-wait",
    "theory",
    "mean wait at a store of spares that the engine's chargers fill, fixed and exponential times",
    "Palm (1938), Little (1961)",
    waits_alike,
    seconds=30.0,
)
