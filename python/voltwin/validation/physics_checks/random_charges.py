"""Random curves and charges: several knots, steep, flat and nearly flat pieces, any set-point."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from voltwin.validation.network import Curve

_NEARLY = (1.0, 1.0 + 1e-15, 1.0 - 1e-13, 1.0 + 1e-9, 0.999999)  # pieces that are all but flat
_LEAST_KW, _MOST_KW = 1.0, 300.0


class Charge(NamedTuple):
    """A charge from one SoC to another."""

    curve: Curve
    kwh: float  # grid energy per unit of SoC
    u: float  # set-point [kW]
    soc: float
    target: float


def random_curve(of: np.random.Generator) -> Curve:
    """Return a curve of two to seven knots, which may end inside (0, 1)."""
    knots = np.sort(of.choice(1001, int(of.integers(2, 8)), replace=False)) / 1000.0
    powers: list[float] = []
    for _ in knots:
        near = powers and of.random() < 0.4
        powers.append(
            powers[-1] * float(of.choice(_NEARLY)) if near else of.uniform(_LEAST_KW, _MOST_KW)
        )
    return tuple(zip(knots.tolist(), powers, strict=True))


def random_charges(seed: int, count: int) -> Iterator[Charge]:
    """Yield charges, each with a curve of its own."""
    of = np.random.default_rng(seed)
    for _ in range(count):
        soc, target = sorted(of.random(2).tolist())
        kwh, u = float(of.choice((5.0, 52.6, 100.0))), of.uniform(0.5, 1.3 * _MOST_KW)
        yield Charge(random_curve(of), kwh, u, soc, target)
