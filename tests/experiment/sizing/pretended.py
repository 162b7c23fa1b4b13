"""Runs of a network that is a formula: what designs give is known, and nothing is simulated."""

from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pyarrow as pa

from voltwin.experiment.runs import Runs
from voltwin.experiment.sizing.goal import Goal
from voltwin.experiment.sizing.levers import Design, Lever
from voltwin.experiment.sizing.trials import Trials
from voltwin.experiment.spans import Span
from voltwin.experiment.variant import Variant

Formula = Callable[[Design], float]  # the true mean of the measure of a design


class Pretended:
    """What a sizing asks of runs: the measure is the formula and noise, the same for all designs
    in a replication, and some of its own."""

    def __init__(self, levers: Sequence[Lever], formula: Formula, noise: float = 0.0) -> None:
        self.plan = SimpleNamespace(replications=10)
        self.variants: list[Variant] = [Variant("base", levels={of.name: 0 for of in levers})]
        self.asked: list[Span] = []
        self._levers, self._formula, self._noise = levers, formula, noise
        self._chunks: list[pa.Table] = []

    def add_variants(self, variants: Sequence[Variant]) -> list[int]:
        self.variants += variants
        return list(range(len(self.variants) - len(variants), len(self.variants)))

    def have(self, spans: Sequence[Span]) -> None:
        self.asked += spans
        for span in spans:
            levels = self.variants[span.variant].levels
            mean = self._formula(tuple(levels[lever.name] for lever in self._levers))
            numbers = np.arange(span.first, span.end)
            noise = [_draw(span.variant, number) for number in range(span.first, span.end)]
            columns: dict[str, Any] = {
                "variant": np.full(span.runs, span.variant, np.int32),
                "replication": numbers.astype(np.int32),
                "lost_share": mean + self._noise * np.array(noise),
            }
            self._chunks.append(pa.table(columns))

    def since(self, first: int, columns: Sequence[str]) -> Iterator[pa.Table]:
        for chunk in self._chunks[first:]:
            yield chunk.select(["variant", "replication", *columns])

    def unit(self, measure: str) -> str:
        return "1"


def _draw(variant: int, replication: int) -> float:
    return float(np.random.default_rng([variant, replication]).normal())


def levers(*most: int) -> list[Lever]:
    """Return levers, each at a station of its own."""
    return [
        Lever("chargers", "station", f"s{number}", (number,), units)
        for number, units in enumerate(most)
    ]


def pretended(
    formula: Formula,
    most: Sequence[int],
    costs: Sequence[float],
    *,
    at_most: float | None,
    noise: float = 0.0,
    confidence: float = 0.95,
) -> Trials:
    """Return trials of a network that is a formula."""
    all_levers = levers(*most)
    runs = Pretended(all_levers, formula, noise)
    fields: dict[str, Any] = {} if at_most is None else {"at_most": at_most}
    goal = Goal(measure="lost_share", confidence=confidence, **fields)
    return Trials(cast(Runs, runs), all_levers, np.array(costs, float), goal, 10_000)
