"""Distributions by inverse: one uniform in, one value out, so that streams stay aligned.

Closed forms where they exist. Gamma and beta are read from a table over the normal quantile, filled
before the run, by cubic Hermite interpolation; its error is stated and tested where the table is
built.
"""

import math

import numpy as np
import numpy.typing as npt

from voltwin_core.bits import NO_BITS, bit_if, lowest_bit, without_lowest
from voltwin_core.draws import AHEAD, uniform
from voltwin_core.elementary import exp, log
from voltwin_core.jit import inlined, kernel
from voltwin_core.normal import CENTRAL, in_tail, near_median, normal_quantile
from voltwin_core.record import F64, I32, Record, Table
from voltwin_core.several import rounds

FIXED = 0  # a
UNIFORM = 1  # a to b
EXPONENTIAL = 2  # mean a
NORMAL = 3  # mean a, standard deviation b
LOGNORMAL = 4  # exp of a normal with mean a, standard deviation b
TRIANGULAR = 5  # from a, mode b, to c
EMPIRICAL = 6  # each of `count` sorted numbers equally often
TABLE = 7  # (value, slope) pairs over the normal quantile, see TABLE_* below

TABLE_LOW = -8.5  # normal quantile of the first pair; no draw of 52 bits reaches below -8.3
TABLE_STEP = 1.0 / 32.0
TABLE_PAIRS = 545  # up to +8.5

NEVER = -1  # in place of a distribution's index: there is none


class Distribution(Record):
    """shift + scale * X, with X drawn from the part of its law between two quantiles."""

    kind: I32
    count: I32  # numbers used by EMPIRICAL and TABLE
    first: I32  # the first of them in the shared numbers
    a: F64
    b: F64
    c: F64
    low: F64  # quantile at which the law is cut off below, 0 for none
    span: F64  # quantiles kept, 1 for all
    shift: F64
    scale: F64


@inlined
def sample(
    distributions: Table[Distribution], numbers: npt.NDArray[np.float64], i: int, u: float
) -> float:
    """Return the value of distribution `i` at the uniform `u` in (0, 1)."""
    d = distributions[i]
    if d.kind == FIXED:
        return d.a
    q = _kept(d.low, d.span, u)
    if _is_by_normal(d):
        x = _by_normal(numbers, d, normal_quantile(q))
    elif d.kind == UNIFORM:
        x = d.a + (d.b - d.a) * q
    elif d.kind == EXPONENTIAL:
        x = _exponential(d.a, q)
    elif d.kind == TRIANGULAR:
        x = _triangular(d.a, d.b, d.c, q)
    else:
        x = float(numbers[d.first + min(int(q * d.count), d.count - 1)])
    return d.shift + d.scale * x


@kernel
def sample_all(
    distributions: Table[Distribution],
    numbers: npt.NDArray[np.float64],
    i: int,
    us: npt.NDArray[np.float64],
    first_u: int,
    values: npt.NDArray[np.float64],
    first: int,
) -> None:
    """Write `sample` of distribution `i` at AHEAD uniforms from `first_u` on to as many values."""
    d = distributions[i]
    if _is_by_normal(d):
        _sample_by_normal(numbers, d, us, first_u, values, first)
    elif d.kind == EXPONENTIAL:
        low, span, mean, shift, scale = d.low, d.span, d.a, d.shift, d.scale
        for k in range(rounds(AHEAD)):
            q = _kept(low, span, us[first_u + k])
            values[first + k] = shift + scale * _exponential(mean, q)
    else:
        for k in range(AHEAD):
            values[first + k] = sample(distributions, numbers, i, us[first_u + k])


@inlined
def _sample_by_normal(
    numbers: npt.NDArray[np.float64],
    d: Distribution,
    us: npt.NDArray[np.float64],
    first_u: int,
    values: npt.NDArray[np.float64],
    first: int,
) -> None:
    """Write the values of a function of the standard normal: first as if all were in the central
    part of its quantile, as most are. What comes of the others is written over; it is not
    far off, 3.8 where it should be 8, so that it has a place in any table."""
    low, span, a, b, shift, scale = d.low, d.span, d.a, d.b, d.shift, d.scale
    if d.kind == LOGNORMAL:
        for k in range(rounds(AHEAD)):
            z = near_median(_kept(low, span, us[first_u + k]) - 0.5)
            values[first + k] = shift + scale * exp(a + b * z)
    else:
        for k in range(rounds(AHEAD)):
            values[first + k] = near_median(_kept(low, span, us[first_u + k]) - 0.5)
        for k in range(rounds(AHEAD)):
            values[first + k] = shift + scale * _by_normal(numbers, d, values[first + k])
    tails = NO_BITS
    for k in range(rounds(AHEAD)):
        tails |= bit_if(abs(_kept(low, span, us[first_u + k]) - 0.5) > CENTRAL, k)
    # By the bits: a branch a draw would be guessed wrong for each tail.
    while tails != 0:
        k = lowest_bit(tails)
        tails = without_lowest(tails)
        z = in_tail(_kept(low, span, us[first_u + k]))
        values[first + k] = shift + scale * _by_normal(numbers, d, z)


@inlined
def _exponential(mean: float, q: float) -> float:
    return -mean * log(1.0 - q)


@inlined
def _kept(low: float, span: float, u: float) -> float:
    """Return the quantile of the law at which a uniform falls, between those it is cut off at."""
    return min(low + span * u, 1.0 - 2.0**-53)


@inlined
def _is_by_normal(d: Distribution) -> bool:
    return d.kind == NORMAL or d.kind == LOGNORMAL or d.kind == TABLE


@kernel
def is_memoryless(distributions: Table[Distribution], i: int) -> bool:
    """Return whether a time of distribution `i` goes on as if it began now, however long it has
    lasted: a whole exponential law is the only one."""
    d = distributions[i]
    return d.kind == EXPONENTIAL and d.low == 0.0 and d.span == 1.0 and d.shift == 0.0


@inlined
def _by_normal(numbers: npt.NDArray[np.float64], d: Distribution, z: float) -> float:
    """Return the value of a distribution that is a function of the standard normal's `z`."""
    if d.kind == TABLE:
        return _from_table(numbers, d.first, z)
    x = d.a + d.b * z
    return exp(x) if d.kind == LOGNORMAL else x


@kernel
def draw(
    distributions: Table[Distribution],
    numbers: npt.NDArray[np.float64],
    i: int,
    key: int,
    stream: int,
    entity: int,
    ordinal: int,
) -> float:
    """Return `sample` of distribution `i` at the `uniform` draw so named; none for a FIXED one."""
    if distributions[i].kind == FIXED:
        return distributions[i].a
    return sample(distributions, numbers, i, uniform(key, stream, entity, ordinal))


@kernel
def _triangular(low: float, mode: float, high: float, q: float) -> float:
    if q * (high - low) < mode - low:
        return low + math.sqrt(q * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - q) * (high - low) * (high - mode))


@inlined
def _from_table(numbers: npt.NDArray[np.float64], first: int, z: float) -> float:
    place = (z - TABLE_LOW) / TABLE_STEP
    i = np.int32(min(max(place, 0.0), TABLE_PAIRS - 2.0))
    r = place - i
    y0, m0 = numbers[first + 2 * i], numbers[first + 2 * i + 1]
    y1, m1 = numbers[first + 2 * i + 2], numbers[first + 2 * i + 3]
    rest = 1.0 - r
    return float(
        (1.0 + 2.0 * r) * rest * rest * y0
        + r * rest * rest * m0
        + r * r * (3.0 - 2.0 * r) * y1
        - r * r * rest * m1
    )
