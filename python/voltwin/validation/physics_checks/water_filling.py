"""Sharing a limit, against the definition of max-min fairness in rational numbers."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from voltwin.validation.physics_checks.deviations import apart, cases, largest
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin.validation.trust.worst import worst
from voltwin_core.power import water_level

_SEED = 341
_ROUNDING = 1e-12  # relative, of the model's promise: the sum is at most limit x (1 + 1e-12)
_SOME_KW = 7.3, 60.0, 60.0, 842.1052631579


def filling(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on random demands."""
    many = cases(effort, 50_000, quick=3000)
    sample = Sample(_SEED, f"{many:,} sets of 1 to 60 demands")
    shared = [
        (demands, limit, shares_of(demands, limit)) for demands, limit in random_demands(many)
    ]
    over = (float(sum(map(Fraction, got)) / Fraction(limit) - 1) for _, limit, got in shared)
    yield at_most("sum above the limit", worst(over), _ROUNDING, sample=sample)
    off = (
        worst(map(apart, got, map(float, max_min(demands, limit))))
        for demands, limit, got in shared
    )
    yield largest("share of each", off, 1e-11, sample)
    unfair = (unfairness(demands, got) for demands, _, got in shared)
    yield largest("more than one unmet", unfair, 0.0, sample)


def random_demands(count: int) -> Iterator[tuple[list[float], float]]:
    """Yield demands [kW] and a limit that does or does not bind."""
    of = np.random.default_rng(_SEED)
    for _ in range(count):
        number = int(of.integers(1, 61))
        some = of.random(number) < 0.3
        demands = np.where(some, of.choice(_SOME_KW, number), 10.0 ** of.uniform(-6, 4, number))
        yield demands.tolist(), float(of.uniform(0.001, 1.2) * demands.sum())


def shares_of(demands: Sequence[float], limit_kw: float) -> list[float]:
    """Return what each gets by the model; the demands stand among ones that are not theirs."""
    level = water_level(np.array([1e9, *demands, 1e9]), 1, len(demands), 0, limit_kw)
    return [min(demand, level) for demand in demands]


def max_min(demands: Sequence[float], limit_kw: float) -> list[Fraction]:
    """Return the shares by which nobody's can grow but at the cost of one who has no more.

    The smallest demand is met if an even part of what there is suffices, then the next of what is
    left; from the first that is not, all get an even part (Bertsekas and Gallager 1992, 6.5.2).
    """
    left, shares = Fraction(limit_kw), [Fraction(0)] * len(demands)
    order = sorted(range(len(demands)), key=lambda i: demands[i])
    for done, i in enumerate(order):
        shares[i] = min(Fraction(demands[i]), left / (len(order) - done))
        left -= shares[i]
    return shares


def unfairness(demands: Sequence[float], got: Sequence[float]) -> float:
    """Return by how much somebody has more than one whose demand is not met [kW]."""
    unmet = [kw for kw, demand in zip(got, demands, strict=True) if kw < demand]
    return worst((0.0, worst(got) - min(unmet, default=math.inf)))


CHECK = Check(
    "water-filling",
    "physics",
    "a limit shared between chargers",
    "max-min fairness by its definition, in rational numbers",
    filling,
    seconds=15.0,
)
