"""Count, mean and standard deviation over replications, NaN left out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Moments:
    """Of each column, over replications."""

    n: Integers  # values defined
    mean: Floats  # NaN where n is 0
    sd: Floats  # divisor n - 1; NaN where n is below 2

    @property
    def error(self) -> Floats:
        """The standard error of the mean, sd / sqrt(n)."""
        return self.sd / np.sqrt(np.maximum(self.n, 1))


def moments(values: npt.ArrayLike) -> Moments:
    """Return the moments of columns; those of equal values are exact, with a deviation of 0.

    Args:
        values: (replications, ...), NaN where undefined.
    """
    table = over_replications(values)
    defined = ~np.isnan(table)
    n = defined.sum(axis=0)
    start = _first_defined(table, defined)
    # From the first value on: equal values leave exact zeros, and large ones lose no digits.
    with np.errstate(invalid="ignore"):  # infinite values: the deviation is NaN
        rest = np.where(defined, table - start, 0.0)
        shift = divided(rest.sum(axis=0), n)
        squares = (np.where(defined, rest - shift, 0.0) ** 2).sum(axis=0)
        return Moments(n, start + shift, np.sqrt(divided(squares, n - 1)))


def over_replications(values: npt.ArrayLike) -> Floats:
    """Return values as an array of floats.

    Raises:
        ValueError: It is a single number, which has no axis of replications.
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim == 0:
        raise ValueError("values need an axis of replications, got a single number")
    return table


def divided(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
    """Return quotients of what is divided by something above zero, and NaN elsewhere."""
    above, below = np.broadcast_arrays(
        np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    )
    quotients = np.full(above.shape, np.nan)
    np.divide(above, below, out=quotients, where=below > 0)
    return quotients


def _first_defined(table: Floats, defined: npt.NDArray[np.bool_]) -> Floats:
    if len(table) == 0:
        return np.full(table.shape[1:], np.nan)
    first = np.argmax(defined, axis=0)
    return np.asarray(np.take_along_axis(table, first[np.newaxis], axis=0)[0])
