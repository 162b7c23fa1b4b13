"""What a difference does: pairs of replications on the same random numbers, in a process that keeps
scenarios made ready, and what it has simulated of them."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.experiment.comparable import refuse_incomparable
from voltwin.experiment.errors import TooMuchError
from voltwin.experiment.measures import chosen_measures, measures_of
from voltwin.experiment.prepared import Prepared
from voltwin.scenario.changes import changed
from voltwin.scenario.scenario import Scenario
from voltwin.statistics.pairs import paired
from voltwin_server.limits.sizes import expected_visits
from voltwin_server.planning import changes_of
from voltwin_server.questions.kept import Kept
from voltwin_server.scenarios import told_of

_SIDES = 16  # scenarios that are kept ready
_COLUMNS = ("base", "value", "difference", "low", "high", "relative")


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        digest: of the base, by which the process knows what it keeps.
        changes: of it, as texts.
        seed: of all draws.
        until_s: where runs end [s].
        measures: the KPIs; the usual ones if None.
        most_visits: to stations that may be expected in a replication, however it is changed.
    """

    digest: str
    changes: tuple[str, ...]
    seed: int
    until_s: float
    measures: tuple[str, ...] | None
    most_visits: float


class NotKeptError(LookupError):
    """The process does not keep the base of a question: it is to be told."""


class Side:
    """A scenario made ready, and its replications so far."""

    def __init__(self, scenario: Scenario, seed: int, until_s: float) -> None:
        """Make it ready.

        Args:
            scenario: known to be valid.
            seed: of all draws.
            until_s: where runs end [s].
        """
        self.scenario, self.visits = scenario, expected_visits(scenario, until_s)
        self._prepared = Prepared(scenario, seed, until_s)
        self._totals: list[pa.Table] = []
        self._done = 0

    def values(self, replications: int, measures: tuple[str, ...]) -> Any:
        """Return measures of the first replications, shape (replications, measures), simulating
        those that are missing."""
        if self._done < replications:
            self._totals += self._run(range(self._done, replications))
            self._done = replications
        total = pa.concat_tables(self._totals).slice(0, replications)
        columns = [total.column(name).cast(pa.float64()).to_numpy() for name in measures]
        return np.column_stack(columns)

    def _run(self, numbers: range) -> list[pa.Table]:
        parts = self._prepared.parts(numbers, _THREADS)
        if len(parts) == 1:
            return [self._prepared.run(parts[0])["total"]]
        with ThreadPoolExecutor(_THREADS) as pool:
            return [tables["total"] for tables in pool.map(self._prepared.run, parts)]


_THREADS = os.cpu_count() or 1
_KEPT = Kept[Side](_SIDES)


def effects(question: Question, pairs: int, told: Scenario | None = None) -> list[dict[str, Any]]:
    """Return what a difference does to each measure, as far as so many pairs tell.

    Args:
        question: what is asked.
        pairs: that are simulated.
        told: the base, for the case that it is not kept: it takes long to be sent to a process.

    Raises:
        NotKeptError: it is not kept, and not told.
        ScenarioError: the changes cannot be made, or lead to what cannot be compared.
        TooMuchError: they lead to more than is to be simulated.
        ValueError: a measure is no KPI of it.
        EngineError: a replication cannot go on.
    """
    base = _side(question, (), told)
    measures = chosen_measures(base.scenario, question.measures)
    value = _side(question, question.changes, base.scenario)
    if value.visits > question.most_visits:
        raise TooMuchError(
            f"with the changes vehicles would come to stations about {value.visits:,.3g} times in "
            f"a replication; {question.most_visits:,.3g} are allowed with as many replications"
        )
    found = paired(base.values(pairs, measures), value.values(pairs, measures))
    known = measures_of(base.scenario)
    return [
        {
            **dict(zip(("name", "unit", "meaning"), known[name], strict=True)),
            "n": int(found.n[at]),
            **{column: float(getattr(found, column)[at]) for column in _COLUMNS},
        }
        for at, name in enumerate(measures)
    ]


def _side(question: Question, changes: tuple[str, ...], base: Scenario | None) -> Side:
    key = (question.digest, changes, question.seed, question.until_s)
    return _KEPT.get(key, lambda: Side(_scenario(changes, base), *key[2:]))


def _scenario(changes: tuple[str, ...], base: Scenario | None) -> Scenario:
    if base is None:
        raise NotKeptError
    if not changes:
        return base
    with told_of("body", "changes"):
        child = changed(base, changes_of(list(changes)))
        refuse_incomparable(base, child)
    return child
