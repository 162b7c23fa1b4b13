"""The terms of a design's model: main effects, and interactions of two factors, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from voltwin.statistics.factors import Factor
from voltwin.statistics.least_squares import Fit, basis, fit
from voltwin.statistics.moments import Floats

MOST_COLUMNS = 1000  # of all terms together: some seconds, and tens of megabytes
TOO_FEW = "too few variants"
MOST_NAMED = 3  # terms, in a reason


@dataclass(frozen=True, eq=False)  # a term is itself, whatever its columns
class Term:
    """A main effect of one factor, or an interaction of two."""

    factor: str
    other: str | None  # None for a main effect
    columns: Floats  # (variants, degrees of freedom) orthonormal

    def __str__(self) -> str:
        return self.factor if self.other is None else f"{self.factor} x {self.other}"


def main_terms(factors: Sequence[Factor], kept: npt.NDArray[np.bool_]) -> list[Term]:
    """Return the main effect of each factor on the variants kept."""
    return [Term(factor.name, None, basis(factor.main()[kept])) for factor in factors]


def interactions(factors: Sequence[Factor], kept: npt.NDArray[np.bool_]) -> list[Term] | None:
    """Return the interactions of every two factors, beside their main effects.

    Returns:
        None where all terms together would have more than 1,000 columns.
    """
    linear = [factor.linear()[kept] for factor in factors]
    widths = [columns.shape[1] for columns in linear]
    if sum(widths) + sum(one * two for one, two in combinations(widths, 2)) > MOST_COLUMNS:
        return None
    mains = [factor.main()[kept] for factor in factors]
    return [
        Term(
            factors[i].name,
            factors[j].name,
            basis(_products(linear[i], linear[j]), basis(np.hstack([mains[i], mains[j]]))),
        )
        for i, j in combinations(range(len(factors)), 2)
    ]


@dataclass(frozen=True)
class Model:
    """A measure fitted by terms."""

    terms: Sequence[Term]
    fit: Fit
    exhausted: bool  # as many coefficients as variants: they would fit anything

    @classmethod
    def of(cls, terms: Sequence[Term], values: Floats, grid: bool) -> "Model":
        """Return the model of values (variants,); a grid may use up all its variants."""
        found = fit([term.columns for term in terms], values)
        return cls(terms, found, not grid and found.rank >= len(values) - 1)

    def untold(self, term: Term) -> str | None:
        """Return why it cannot be told what a term explains; None where it can."""
        if term.columns.shape[1] == 0:
            return "does not vary" if term.other is None else "do not vary together"
        number = self.terms.index(term)
        aliases = [other for other in self.fit.aliases[number] if other != number]
        others = [str(self.terms[other]) for other in aliases]
        if self.exhausted and not 1 <= len(others) <= MOST_NAMED:
            return TOO_FEW
        if not others:
            return None
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        return f"cannot be told from {', '.join(others[:MOST_NAMED])}{more}"

    def squares(self, term: Term) -> float:
        """Return what a term explains beside all others, as a sum of squares."""
        return self.fit.squares[self.terms.index(term)]


def _products(one: Floats, other: Floats) -> Floats:
    """Return the products of every column of one with every column of the other."""
    return np.asarray((one[:, :, np.newaxis] * other[:, np.newaxis, :]).reshape(len(one), -1))
