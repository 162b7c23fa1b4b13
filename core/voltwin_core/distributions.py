"""Distributions by inverse: one uniform in, one value out, so that streams stay aligned.

Closed forms where they exist. The normal quantile is algorithm AS 241 (PPND16) of Wichura, "The
percentage points of the normal distribution", Applied Statistics 37 (1988): about 1 part in 10^16.
Gamma and beta are read from a table over the normal quantile, filled before the run, by cubic
Hermite interpolation; its error is stated and tested where the table is built.
"""

import math

import numpy as np
import numpy.typing as npt

from voltwin_core.draws import uniform
from voltwin_core.jit import kernel
from voltwin_core.record import F64, I32, Record, Table

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


@kernel
def sample(
    distributions: Table[Distribution], numbers: npt.NDArray[np.float64], i: int, u: float
) -> float:
    """Return the value of distribution `i` at the uniform `u` in (0, 1)."""
    d = distributions[i]
    if d.kind == FIXED:
        return d.a
    q = min(d.low + d.span * u, 1.0 - 2.0**-53)
    if d.kind == UNIFORM:
        x = d.a + (d.b - d.a) * q
    elif d.kind == EXPONENTIAL:
        x = -d.a * math.log(1.0 - q)
    elif d.kind == NORMAL:
        x = d.a + d.b * normal_quantile(q)
    elif d.kind == LOGNORMAL:
        x = math.exp(d.a + d.b * normal_quantile(q))
    elif d.kind == TRIANGULAR:
        x = _triangular(d.a, d.b, d.c, q)
    elif d.kind == EMPIRICAL:
        x = float(numbers[d.first + min(int(q * d.count), d.count - 1)])
    else:
        x = _from_table(numbers, d.first, normal_quantile(q))
    return d.shift + d.scale * x


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


@kernel
def _from_table(numbers: npt.NDArray[np.float64], first: int, z: float) -> float:
    place = (z - TABLE_LOW) / TABLE_STEP
    i = min(max(int(place), 0), TABLE_PAIRS - 2)
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


@kernel
def normal_quantile(p: float) -> float:
    """Return z with P(Z <= z) = p for a standard normal Z, 0 < p < 1 (AS 241, PPND16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _central(r)
    tail = p if q < 0.0 else 1.0 - p
    r = math.sqrt(-math.log(tail))
    z = _middle(r - 1.6) if r <= 5.0 else _far(r - 5.0)
    return -z if q < 0.0 else z


@kernel
def _central(r: float) -> float:
    above = (
        (
            (
                (
                    (
                        (2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r
                        + 6.7265770927008700853e4
                    )
                    * r
                    + 4.5921953931549871457e4
                )
                * r
                + 1.3731693765509461125e4
            )
            * r
            + 1.9715909503065514427e3
        )
        * r
        + 1.3314166789178437745e2
    ) * r + 3.3871328727963666080e0
    below = (
        (
            (
                (
                    (
                        (5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r
                        + 3.9307895800092710610e4
                    )
                    * r
                    + 2.1213794301586595867e4
                )
                * r
                + 5.3941960214247511077e3
            )
            * r
            + 6.8718700749205790830e2
        )
        * r
        + 4.2313330701600911252e1
    ) * r + 1.0
    return above / below


@kernel
def _middle(r: float) -> float:
    above = (
        (
            (
                (
                    (
                        (7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r
                        + 2.41780725177450611770e-1
                    )
                    * r
                    + 1.27045825245236838258e0
                )
                * r
                + 3.64784832476320460504e0
            )
            * r
            + 5.76949722146069140550e0
        )
        * r
        + 4.63033784615654529590e0
    ) * r + 1.42343711074968357734e0
    below = (
        (
            (
                (
                    (
                        (1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r
                        + 1.51986665636164571966e-2
                    )
                    * r
                    + 1.48103976427480074590e-1
                )
                * r
                + 6.89767334985100004550e-1
            )
            * r
            + 1.67638483018380384940e0
        )
        * r
        + 2.05319162663775882187e0
    ) * r + 1.0
    return above / below


@kernel
def _far(r: float) -> float:
    above = (
        (
            (
                (
                    (
                        (2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                        + 1.24266094738807843860e-3
                    )
                    * r
                    + 2.65321895265761230930e-2
                )
                * r
                + 2.96560571828504891230e-1
            )
            * r
            + 1.78482653991729133580e0
        )
        * r
        + 5.46378491116411436990e0
    ) * r + 6.65790464350110377720e0
    below = (
        (
            (
                (
                    (
                        (2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r
                        + 1.84631831751005468180e-5
                    )
                    * r
                    + 7.86869131145613259100e-4
                )
                * r
                + 1.48753612908506148525e-2
            )
            * r
            + 1.36929880922735805310e-1
        )
        * r
        + 5.99832206555887937690e-1
    ) * r + 1.0
    return above / below
