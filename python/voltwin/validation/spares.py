"""The store of spares that repairs all it is given at once: window fill rate and mean wait.

Dreyfuss and Giat (2017, "Optimal spares allocation in an exchangeable-item repair system with
tolerable wait", EJOR 261): customers come as a Poisson stream, each leaves an item to be repaired
and takes a good one, first come first served; repairs begin at once and do not hinder each other.
The window fill rate is the share of customers served within t.

A customer is served within t if of the items that were in repair when it came, and of its own, no
more than S are still there t later, less those that came after it and are done. By the M/G/infinity
queue all these numbers are Poisson and independent. The mean wait is that of the customers who are
owed an item, by Little's law: E[(N - S)+] / rate with N Poisson (Palm 1938).

A swap station is no such store where vehicles wait: an empty battery is in the vehicle until its
swap begins, and is charged after that. What the two have in common is the stream of batteries and
what chargers do with it, as long as each finds one free: `waits_for_spares` counts on these what a
store with S spares would have made its customers wait.
"""

import math

import numpy as np
import numpy.typing as npt
from scipy.stats import poisson

Floats = npt.NDArray[np.float64]


def fill_of_fixed_repairs(rate: float, repair: float, spares: int, window: float) -> float:
    """Return the share served within `window` if every repair takes as long (up to `repair`).

    Only customers who came before repair - window ago are sure to have their items done.
    """
    return float(poisson.cdf(spares - 1, rate * (repair - window)))


def fill_of_exponential_repairs(rate: float, mu: float, spares: int, window: float) -> float:
    """Return the share served within `window` if repairs are exponential, `mu` of an item."""
    stays = math.exp(-mu * window)
    older = rate / mu * stays  # mean number of those in repair that still are
    younger = rate * (window - (1.0 - stays) / mu)  # ... of those that came later and are done
    most = 200 + int(10 * (older + younger))
    done = np.arange(most)
    weights = poisson.pmf(done, younger)
    own_done = float(weights @ poisson.cdf(spares + done, older))
    own_still = float(weights @ poisson.cdf(spares + done - 1, older))
    return stays * own_still + (1.0 - stays) * own_done


def mean_wait(rate: float, mean_repair: float, spares: int) -> float:
    """Return the mean wait of all customers, whatever the law of the repairs."""
    owed = np.arange(spares + 1, spares + 400 + int(10 * rate * mean_repair))
    return float((owed - spares) @ poisson.pmf(owed, rate * mean_repair)) / rate


def waits_for_spares(came: Floats, done: Floats, spares: int) -> Floats:
    """Return how long each customer waits in a store with so many spares.

    Args:
        came: times of the customers, in order.
        done: times at which repairs end.
        spares: good items at the start.

    The first ones take the spares, and customer n after them takes what is repaired as the n-th.
    """
    wait = np.sort(done)[: max(len(came) - spares, 0)] - came[spares:][: len(done)]
    return np.concatenate([np.zeros(min(spares, len(came))), np.maximum(wait, 0.0)])
