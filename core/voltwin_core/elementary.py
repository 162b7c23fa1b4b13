"""Exponentials and logarithms by arithmetic alone: exp, expm1, log, log1p.

The C library has them too, but not the same bits on every machine, and behind a call that the
compiler can neither take in nor do for several numbers at once. Here they are additions, products
and one shift of bits, without a branch. Errors are below 2 units in the last place, and tested.

Methods of the field (Muller, "Elementary Functions", 3rd ed., 2016): x = k log 2 + r with r at most
half of log 2, and a polynomial of r; for logarithms x = 2^k m with m about 1, and the series of
log((1 + s) / (1 - s)), economised as in Sun's fdlibm, whose coefficients these are.
"""

import math
from typing import Any

import numpy as np

from voltwin_core.bits import bits_of_float, float_of_bits
from voltwin_core.jit import inlined

LARGEST = 709.4  # above it exp gives infinity
SMALLEST = -708.3  # below it exp gives 0: what is left is no normal number

_PER_LOG2 = 1.0 / math.log(2.0)
_LOG2_HIGH = 6.93147180369123816490e-01  # its last 32 bits are 0: k times it is exact
_LOG2_LOW = 1.90821492927058770002e-10
_ROUNDING = 1.5 * 2.0**52  # added to a number, the sum's last bits are the nearest integer's
_BIAS: Any = np.int64(1023)
_FRACTION_BITS: Any = np.int64(52)
_HALF_ROOT: Any = np.int64(0x3FE6A09E667F3BCD)  # the bits of sqrt(1/2), at which m begins


@inlined
def exp(x: float) -> float:
    """Return e to the power `x`."""
    power, rest = _reduced(min(max(x, SMALLEST), LARGEST))
    normal = power + power * rest
    return 0.0 if x < SMALLEST else normal if x <= LARGEST else math.inf


@inlined
def expm1(x: float) -> float:
    """Return e to the power `x`, less 1, as exactly near 0 as elsewhere."""
    power, rest = _reduced(min(max(x, SMALLEST), LARGEST))
    return (power - 1.0) + power * rest if x <= LARGEST else math.inf


@inlined
def log(x: float) -> float:
    """Return the natural logarithm of `x`, a positive normal number."""
    bits = bits_of_float(x)
    steps = (bits - _HALF_ROOT) >> _FRACTION_BITS
    k = float(np.int32(steps))  # of 32 bits: of these several are converted at once
    f = float_of_bits(bits - (steps << _FRACTION_BITS)) - 1.0
    s = f / (2.0 + f)
    z = s * s
    z2 = z * z
    odd = z * (
        (6.666666666666735130e-01 + z * 3.999999999940941908e-01)
        + z2 * (2.857142874366239149e-01 + z * 2.222219843214978396e-01)
        + (z2 * z2)
        * (
            (1.818357216161805012e-01 + z * 1.531383769920937332e-01)
            + z2 * 1.479819860511658591e-01
        )
    )
    half = 0.5 * f * f
    return k * _LOG2_HIGH - ((half - (s * (half + odd) + k * _LOG2_LOW)) - f)


@inlined
def log1p(x: float) -> float:
    """Return the natural logarithm of 1 + `x`, for `x` above -1, as exactly near 0 as elsewhere."""
    u = 1.0 + x  # less what rounding takes, which is added again in proportion
    return log(u) + (x - (u - 1.0)) / u


@inlined
def _reduced(x: float) -> tuple[float, float]:
    """Return 2^k and e^r - 1, where x = k log 2 + r and r is at most half of log 2."""
    shifted = x * _PER_LOG2 + _ROUNDING
    k = shifted - _ROUNDING
    r = (x - k * _LOG2_HIGH) - k * _LOG2_LOW
    power = float_of_bits((bits_of_float(shifted) + _BIAS) << _FRACTION_BITS)
    return power, _expm1_near_0(r)


@inlined
def _expm1_near_0(r: float) -> float:
    """Return e^r - 1 for r at most half of log 2: Taylor's series, by Estrin's scheme."""
    r2 = r * r
    r4 = r2 * r2
    low = (1.0 / 2.0 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0))
    middle = (1.0 / 720.0 + r * (1.0 / 5040.0)) + r2 * (1.0 / 40320.0 + r * (1.0 / 362880.0))
    high = (1.0 / 3628800.0 + r * (1.0 / 39916800.0)) + r2 * (
        1.0 / 479001600.0 + r * (1.0 / 6227020800.0)
    )
    return r + r2 * (low + r4 * (middle + r4 * high))
