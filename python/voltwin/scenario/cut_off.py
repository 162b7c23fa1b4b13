"""Which part of a distribution is drawn from, when its values must lie in a range."""

import math

from voltwin.scenario.distributions import (
    AnyLaw,
    Beta,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)

LEAST_KEPT = 1e-6  # below, the quantiles that are kept would lose too many digits


def kept_quantiles(law: AnyLaw, low: float, high: float) -> tuple[float, float]:
    """Return (quantile, span) of the part of X that gives values from `low` to `high`.

    The law's own `min` and `max` hold too. Not for `Empirical`, whose values are chosen one by one.

    Raises:
        ValueError: less than one in a million of the law is left.
    """
    low, high = _range(law, low, high)
    quantile, span = _part(law, low, high)
    if span < LEAST_KEPT:
        raise ValueError(_nothing_left(low, high))
    return quantile, span


def share(law: AnyLaw, low: float, high: float) -> float:
    """Return how much of the whole law lies from `low` to `high`, its own cut-offs included.

    Not for `Empirical`.
    """
    low, high = _range(law, low, high)
    return _part(law, low, high)[1] if low < high else 0.0


def _part(law: AnyLaw, low: float, high: float) -> tuple[float, float]:
    """Return (quantile, span) of the part from `low` to `high`."""
    if isinstance(law, Fixed):
        return 0.0, 1.0 if low <= law.shift + law.scale * law.value <= high else 0.0
    ends = (low - law.shift) / law.scale, (high - law.shift) / law.scale
    quantile = cumulated(law, min(ends))
    return quantile, max(cumulated(law, max(ends)) - quantile, 0.0)


def kept_values(law: Empirical, low: float, high: float) -> tuple[float, ...]:
    """Return the shifted and scaled values from `low` to `high`, sorted.

    Raises:
        ValueError: none is.
    """
    low, high = _range(law, low, high)
    values = (law.shift + law.scale * value for value in law.values)
    kept = tuple(sorted(value for value in values if low <= value <= high))
    if not kept:
        raise ValueError(_nothing_left(low, high))
    return kept


def check_range(law: AnyLaw, low: float, high: float) -> None:
    """Raise ValueError if (nearly) no value of the law lies from `low` to `high`."""
    if isinstance(law, Empirical):
        kept_values(law, low, high)
    else:
        kept_quantiles(law, low, high)


def _range(law: AnyLaw, low: float, high: float) -> tuple[float, float]:
    return (
        low if law.min is None else max(low, law.min),
        high if law.max is None else min(high, law.max),
    )


def _nothing_left(low: float, high: float) -> str:
    if math.isinf(high):
        return f"gives (nearly) no values of {low:g} or more"
    return f"gives (nearly) no values from {low:g} to {high:g}"


def cumulated(law: AnyLaw, x: float) -> float:
    """Return P(X <= x), before shift and scale."""
    if math.isinf(x):
        return 1.0 if x > 0.0 else 0.0
    if isinstance(law, Normal):
        return _normal(x, law.mean, law.sd)
    if isinstance(law, Uniform | Triangular):
        return _bounded(law, x)
    if isinstance(law, Beta):
        from scipy.special import betainc

        return float(betainc(*law.forms(), min(max(x, 0.0), 1.0)))
    return _positive(law, x) if x > 0.0 else 0.0


def _positive(law: AnyLaw, x: float) -> float:
    if isinstance(law, Exponential):
        return -math.expm1(-x / law.mean)
    if isinstance(law, Lognormal):
        return _normal(math.log(x), *law.log_mean_and_sd())
    if isinstance(law, Gamma):
        from scipy.special import gammainc

        return float(gammainc(law.form(), x * law.form() / law.mean))
    raise TypeError(f"{type(law).__name__} has no law")


def _bounded(law: Uniform | Triangular, x: float) -> float:
    if x <= law.low:
        return 0.0
    if x >= law.high:
        return 1.0
    below, width = x - law.low, law.high - law.low
    if isinstance(law, Uniform):
        return below / width
    if x <= law.mode:
        return below * below / (width * (law.mode - law.low))
    return 1.0 - (law.high - x) ** 2 / (width * (law.high - law.mode))


def _normal(x: float, mean: float, sd: float) -> float:
    return 0.5 * math.erfc((mean - x) / (sd * math.sqrt(2.0)))
