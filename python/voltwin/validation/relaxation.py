"""How long a system remembers how it began: its relaxation time.

The distance from the long run shrinks by 1/e in a relaxation time, which is one by the smallest
eigenvalue but 0 of minus the generator. That of a birth and death process is similar to a symmetric
tridiagonal matrix (Ledermann and Reuter 1954; Karlin and McGregor 1957). A line without bound at
one server, M/M/1, has 1 / (sqrt(mu) - sqrt(rate))^2 (Morse 1955).
"""

import math

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh_tridiagonal

_LONG_LINE = 2000  # vehicles; where a line has no bound


def of_birth_and_death(up: npt.ArrayLike, down: npt.ArrayLike) -> float:
    """Return the relaxation time of a chain, in the unit of one by its rates.

    Args:
        up: rates from 0, 1, ... to the next number; from the last it is 0.
        down: rates to the number before; from 0 it is 0.
    """
    rise, fall = np.asarray(up, np.float64), np.asarray(down, np.float64)
    beside = -np.sqrt(rise[:-1] * fall[1:])
    smallest = eigh_tridiagonal(
        rise + fall, beside, eigvals_only=True, select="i", select_range=(0, 1)
    )
    return 1.0 / float(smallest[1])


def of_line(rate: float, mu: float, servers: int, most: int | None = None) -> float:
    """Return the relaxation time of servers with exponential times and room for `most` customers,
    those in service included; None for any number."""
    number = np.arange((servers + _LONG_LINE if most is None else most) + 1)
    up = np.where(number < number[-1], rate, 0.0)
    return of_birth_and_death(up, mu * np.minimum(number, servers))


def of_one_server(rate: float, service: float, variation: float) -> float:
    """Return about the relaxation time of one server with services of any law, without bound: that
    of M/M/1, longer or shorter as the scatter of its services is, as in heavy traffic (Kingman)."""
    short = 1.0 - math.sqrt(rate * service)
    return (1.0 + variation * variation) / 2.0 * service / (short * short)
