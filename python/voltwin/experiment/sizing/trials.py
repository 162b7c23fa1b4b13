"""Trials: designs that were run, all on the same replications."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voltwin.experiment.runs import Floats, Runs
from voltwin.experiment.sizing.goal import Goal
from voltwin.experiment.sizing.levers import Design, Lever, nothing, variant_of
from voltwin.experiment.sizing.seen import Seen
from voltwin.experiment.spans import Span


class Trial(NamedTuple):
    """A design that was run."""

    variant: int  # its number
    phase: str  # what it was run for at first
    design: Design
    cost: float  # [currency/year] of the units added
    mean: float  # of the goal's measure
    bound: float  # what the mean is at most, or at least, at the goal's confidence
    excess: float  # of the bound over the target; 0 or less is feasible, NaN without a target

    @property
    def is_feasible(self) -> bool:
        """Whether the bound keeps the target."""
        return self.excess <= 0.0


class Trials:
    """Has designs run, each once, and keeps what they gave."""

    def __init__(
        self, runs: Runs, levers: Sequence[Lever], unit_costs: Floats, goal: Goal, most: int
    ) -> None:
        """Begin with none.

        Args:
            runs: of the experiment; its first variant adds nothing.
            levers: that designs are about.
            unit_costs: of a unit of each lever [currency/year].
            goal: what is to be reached.
            most: replications of a variant, those of confirmation included.
        """
        self.runs, self.levers, self.goal = runs, list(levers), goal
        self.replications = runs.plan.replications
        self.unit_costs = unit_costs
        self.found: dict[Design, Trial] = {}
        self._numbers: dict[Design, int] = {nothing(levers): 0}
        self._seen = Seen(runs, [goal.measure], most)

    def cost(self, design: Design) -> float:
        """Return what the units of a design cost [currency/year]."""
        return float(np.dot(design, self.unit_costs))

    def of(self, designs: Sequence[Design], phase: str) -> list[Trial]:
        """Return what designs give, running those that were not."""
        new = [design for design in dict.fromkeys(designs) if design not in self.found]
        unnumbered = [design for design in new if design not in self._numbers]
        numbers = self.runs.add_variants([variant_of(self.levers, one) for one in unnumbered])
        self._numbers.update(zip(unnumbered, numbers, strict=True))
        if new:
            self.runs.have([Span(self._numbers[one], 0, self.replications) for one in new])
        for design in new:
            self.found[design] = self._trial(design, phase)
        return [self.found[design] for design in designs]

    def values(self, trial: Trial, first: int = 0, count: int | None = None) -> Floats:
        """Return the measure of replications of a trial that are done (n,): those of the search,
        or others."""
        found = self._seen.of(trial.variant, first, count or self.replications)
        return np.asarray(found[:, 0, 0])

    def feasible(self) -> list[Trial]:
        """Return the trials that keep the target, the cheapest first."""
        kept = [trial for trial in self.found.values() if trial.is_feasible]
        return sorted(kept, key=lambda trial: (trial.cost, trial.excess, trial.variant))

    def _trial(self, design: Design, phase: str) -> Trial:
        number = self._numbers[design]
        values = self._seen.of(number, 0, self.replications)[:, 0, 0]
        bound = self.goal.bound(values)
        mean = float(np.nanmean(values)) if not np.isnan(values).all() else float("nan")
        excess = float("nan") if self.goal.is_front else self.goal.excess(bound)
        return Trial(number, phase, design, self.cost(design), mean, bound, excess)
