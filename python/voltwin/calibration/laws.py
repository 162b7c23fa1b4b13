"""Distributions of what columns tell: returned states of charge, and service times.

Each is fitted by maximum likelihood. Among laws with parameters the one of the least AIC is taken
(Akaike 1974, doi:10.1109/TAC.1974.1100705), if its distribution function is nowhere farther from
that of the data than chance and rounding make it: 1.63 / sqrt(n), the 1 % point of Kolmogorov and
Smirnov, and 3 % in any case. Else the data are taken as they are, as an empirical law.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from voltwin.calibration.log import Floats

LEAST = 20  # values that a law is fitted to
_LEAST_DIFFERENT = 8  # of them: bars of a battery, say, tell no law with parameters
MOST_VALUES = 100  # of an empirical law
_NORMAL = 1.959964  # of 95 %
_BOOTSTRAPS = 100
_MOST_BOOTSTRAPPED = 2000
_NEAREST = -18.0  # logarithm of how near the ends of a triangle may be to values, as a share
_FAR = 0.03  # of distribution functions that a law may be off, however many data there are
_KS = 1.63


class Parameter(NamedTuple):
    """A parameter of a law, and where it lies with 95 %."""

    name: str
    value: float
    low: float
    high: float


class Law(NamedTuple):
    """A distribution that a scenario takes."""

    fields: Mapping[str, Any] | float  # as a scenario has it; a number is a fixed value
    parameters: tuple[Parameter, ...]
    why: str  # it was chosen, a sentence
    n: int  # values that it was fitted to
    mean: float


class _Fit(NamedTuple):
    fields: dict[str, Any]
    parameters: Callable[[], tuple[Parameter, ...]]  # worked out for the law that is taken
    aic: float
    cdf: Callable[[Floats], Floats]

    @property
    def kind(self) -> str:
        return str(self.fields["kind"])


def soc_law(values: Floats) -> Law:
    """Return the law of returned states of charge: Beta, or empirical.

    Args:
        values: from 0 to 1, at least `LEAST` of them.
    """
    if np.ptp(values) == 0.0:
        return _fixed(values, "all values are the same")
    inner = np.clip(values, 1e-3, 1.0 - 1e-3)  # a Beta law has no likelihood at 0 and 1
    return _chosen(values, [_beta(inner)])


def time_law(seconds: Floats) -> Law:
    """Return the law of service times: fixed, lognormal, triangular, or empirical.

    Args:
        seconds: 0 or more, at least `LEAST` of them.
    """
    middle = float(np.median(seconds))
    if np.quantile(np.abs(seconds - middle), 0.98) <= max(1.0, 0.01 * middle):
        return _fixed(seconds, "98 of 100 values are within 1 s, or 1 %, of their median", middle)
    fits = [_triangular(seconds)]
    if seconds.min() > 0.0:
        fits.append(_lognormal(seconds))
    return _chosen(seconds, fits)


def _fixed(values: Floats, why: str, value: float | None = None) -> Law:
    value = float(values.mean()) if value is None else value
    beside = _NORMAL / 2.0 / math.sqrt(len(values))  # of a median, by the order of the values
    low, high = map(float, np.quantile(values, np.clip([0.5 - beside, 0.5 + beside], 0.0, 1.0)))
    return Law(
        _few(value), (Parameter("value", value, low, high),), f"Fixed: {why}.", len(values), value
    )


def _chosen(values: Floats, fits: Sequence[_Fit]) -> Law:
    different = len(np.unique(values))
    if different < _LEAST_DIFFERENT:
        return _empirical(values, f"{different} different values, too few to tell a law by")
    fits = sorted(fits, key=lambda fit: fit.aic)
    best = fits[0]
    off, allowed = _distance(values, best.cdf), max(_FAR, _KS / math.sqrt(len(values)))
    told = "; ".join(f"AIC of {fit.kind} {fit.aic:,.0f}" for fit in fits) if len(fits) > 1 else ""
    if off > allowed:
        return _empirical(
            values,
            f"the best law with parameters, {best.kind}, is up to {100 * off:.0f} % of the values "
            f"off ({100 * allowed:.0f} % are allowed)",
        )
    off_by = f"up to {100 * off:.1f} % of the values off"
    why = f"{best.kind.capitalize()}: {', '.join(filter(None, [told, off_by]))}."
    return Law(best.fields, best.parameters(), why, len(values), float(values.mean()))


def _empirical(values: Floats, why: str) -> Law:
    mean = float(values.mean())
    error = _NORMAL * float(values.std(ddof=1)) / math.sqrt(len(values))
    fields = {"kind": "empirical", "values": _values(values)}
    parameters = (Parameter("mean", mean, mean - error, mean + error),)
    return Law(fields, parameters, f"Empirical: {why}.", len(values), mean)


def _distance(values: Floats, cdf: Callable[[Floats], Floats]) -> float:
    """Return how far a distribution function is from that of the data, at most.

    Values are taken between those that are told apart: rounded to whole minutes, say, they jump.
    """
    found, number = np.unique(values, return_counts=True)
    share = np.cumsum(number) / len(values)
    middles = (found[1:] + found[:-1]) / 2.0
    return float(np.max(np.abs(cdf(middles) - share[:-1]), initial=0.0))


def _values(values: Floats) -> list[float]:
    """Return at most a hundred values that stand for all: means of equal parts in their order."""
    parts = np.array_split(np.sort(values), min(MOST_VALUES, len(values)))
    return [_few(float(part.mean())) for part in parts]


def _few(value: float) -> float:
    """Return a value with six digits."""
    return float(f"{value:.6g}")


# --- laws ---------------------------------------------------------------------------------------


def _beta(values: Floats) -> _Fit:
    from scipy.optimize import minimize
    from scipy.special import betaln
    from scipy.stats import beta

    logs, logs_of_rest = float(np.log(values).sum()), float(np.log1p(-values).sum())

    def loss(form: Floats) -> float:
        mean, concentration = _logistic(form[0]), math.exp(form[1])
        a, b = mean * concentration, (1.0 - mean) * concentration
        return len(values) * float(betaln(a, b)) - (a - 1.0) * logs - (b - 1.0) * logs_of_rest

    mean, variance = float(values.mean()), float(values.var())
    first = [
        math.log(mean / (1.0 - mean)),
        math.log(max(mean * (1.0 - mean) / variance - 1.0, 0.5)),
    ]
    found = minimize(loss, first, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-5})
    deviation = _deviations(loss, found.x)
    mean, concentration = _logistic(found.x[0]), math.exp(found.x[1])
    ends = [(x - _NORMAL * sd, x + _NORMAL * sd) for x, sd in zip(found.x, deviation, strict=True)]
    fields = {"kind": "beta", "mean": _few(mean), "concentration": _few(concentration)}
    parameters = (
        Parameter("mean", mean, *map(_logistic, ends[0])),
        Parameter("concentration", concentration, *map(math.exp, ends[1])),
    )
    law = beta(mean * concentration, (1.0 - mean) * concentration)
    return _Fit(fields, lambda: parameters, 4.0 + 2.0 * float(found.fun), law.cdf)


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def _deviations(loss: Callable[[Floats], float], at: Floats) -> Floats:
    """Return standard deviations of two parameters from the curvature of a loss at its least."""
    step = 1e-3
    shifts = np.eye(2) * step
    curve = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            ends = [at + a * shifts[i] + b * shifts[j] for a in (1, -1) for b in (1, -1)]
            pp, pm, mp, mm = (loss(end) for end in ends)
            curve[i, j] = (pp - pm - mp + mm) / (4.0 * step * step)
    found: Floats = np.sqrt(np.diag(np.linalg.inv(curve)))
    return found


def _lognormal(values: Floats) -> _Fit:
    from scipy.stats import chi2, lognorm, t

    logs, n = np.log(values), len(values)
    centre, sigma = float(logs.mean()), float(logs.std(ddof=1))
    reach = float(t.isf(0.025, n - 1)) * sigma / math.sqrt(n)
    spread = [sigma * math.sqrt((n - 1) / float(chi2.ppf(p, n - 1))) for p in (0.975, 0.025)]
    median = math.exp(centre)
    fields = {"kind": "lognormal", "median": _few(median), "sigma": _few(sigma)}
    parameters = (
        Parameter("median", median, math.exp(centre - reach), math.exp(centre + reach)),
        Parameter("sigma", sigma, *spread),
    )
    law = lognorm(sigma, scale=median)
    return _Fit(fields, lambda: parameters, 4.0 - 2.0 * float(law.logpdf(values).sum()), law.cdf)


def _triangular(values: Floats) -> _Fit:
    """Return the triangular law of the highest likelihood."""
    from scipy.stats import triang

    ends, loss = _triangle(values)
    ends = np.maximum(ends, 0.0)  # a time
    low, mode, high = (float(of) for of in ends)
    fields = {"kind": "triangular", "low": _few(low), "mode": _few(mode), "high": _few(high)}
    law = triang((mode - low) / (high - low), loc=low, scale=high - low)
    return _Fit(fields, lambda: _ends(values, ends), 6.0 + 2.0 * loss, law.cdf)


def _ends(values: Floats, ends: Floats) -> tuple[Parameter, ...]:
    """Return the ends and the mode of a triangular law with intervals by bootstrap, from samples of
    at most some thousand values, whose spread is scaled to that of all."""
    rng = np.random.default_rng(1)
    size = min(len(values), _MOST_BOOTSTRAPPED)
    again = np.array([_triangle(rng.choice(values, size))[0] for _ in range(_BOOTSTRAPS)])
    off = (np.quantile(again, (0.025, 0.975), axis=0) - ends) * math.sqrt(size / len(values))
    off = np.maximum(off, -ends)
    return tuple(
        Parameter(name, float(value), float(value + low), float(value + high))
        for name, value, low, high in zip(("low", "mode", "high"), ends, *off, strict=True)
    )


def _triangle(values: Floats) -> tuple[Floats, float]:
    """Return low end, mode and high end, and minus the logarithm of the likelihood.

    The mode of the highest likelihood is one of the values (Johnson and Kotz 1999, The Statistician
    48(2)); a hundred of them are tried for each pair of ends.
    """
    from scipy.optimize import minimize

    least, most = float(values.min()), float(values.max())
    width = most - least
    modes = np.quantile(values, np.linspace(0.0, 1.0, 101))
    ordered = np.sort(values)

    def outside(ends: Floats) -> tuple[float, float]:
        low, high = width * np.exp(np.maximum(ends, _NEAREST))
        return float(low), float(high)

    def at(ends: Floats) -> tuple[float, float]:
        below_least, above_most = outside(ends)
        low, high = least - below_least, most + above_most
        below = np.searchsorted(ordered, modes, side="right")
        rising = np.concatenate([[0.0], np.cumsum(np.log(ordered - low))])[below]
        falling = np.concatenate([np.cumsum(np.log(high - ordered)[::-1])[::-1], [0.0]])[below]
        logs = rising - below * np.log(modes - low) + falling
        logs = logs - (len(ordered) - below) * np.log(high - modes)
        best = int(np.argmax(logs))
        loss = len(ordered) * math.log((high - low) / 2.0) - float(logs[best])
        return loss, float(modes[best])

    def loss_at(ends: Floats) -> float:
        return at(ends)[0]

    found = minimize(loss_at, [-4.0, -4.0], method="Nelder-Mead")
    loss, mode = at(found.x)
    low, high = outside(found.x)
    return np.array([least - low, mode, most + high]), loss
