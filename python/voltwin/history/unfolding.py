"""The history of a run that is simulated as far as somebody wants to know."""

import math
from time import monotonic

from voltwin.history.history import History
from voltwin.history.marks import Rule
from voltwin.scenario import Scenario, parameters
from voltwin.scenario.validated import validated
from voltwin_bindings.engine import EngineError, RingEmptyError
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.station.parameters import Parameters


class Unfolding(History):
    """The history of a run up to where it has been simulated. Of a long one, what is oldest is let
    go of; what stands out by the usual rule stays known."""

    def __init__(
        self,
        scenario: Scenario,
        tables: Parameters | None = None,
        *,
        seed: int = 1,
        replication: int = 0,
        most_bytes: float = math.inf,
    ) -> None:
        """Stand at the start of a run.

        Args:
            scenario: of the run.
            tables: its parameters, if they are there: then it is known to be valid.
            seed: of all draws.
            replication: whose random numbers it has, of those of the seed.
            most_bytes: that stretches may take together; the last one is kept all the same [B].

        Raises:
            ScenarioError: the scenario is not valid.
        """
        if tables is None:
            scenario = validated(scenario)
            tables = parameters(scenario)
        self._begin(scenario, tables)
        self._most_bytes = most_bytes
        self._failure: EngineError | None = None
        key = run_key(seed, replication)
        self._engine: KernelEngine | None = KernelEngine(tables, key, drives=False, booking=False)
        self.marking(Rule())

    @property
    def is_over(self) -> bool:
        """Whether the run has come to its end."""
        return self.known_s >= self.end_s

    @property
    def bytes(self) -> int:
        """What it takes in memory, its run included [B]."""
        return super().bytes + (0 if self._engine is None else self._engine.bytes)

    def reach(self, at_s: float, *, seconds: float = math.inf) -> bool:
        """Simulate on until it is known what is seen at a time, and return whether it is.

        Args:
            at_s: the time [s]; from the horizon on the whole run is meant.
            seconds: after which to stop, in time of the wall [s].

        Raises:
            EngineError: the run cannot go on.
        """
        end = monotonic() + seconds
        while not (self.is_over or self.known_s > at_s):
            if monotonic() >= end:
                return False
            self._step()
        return True

    def _step(self) -> None:
        """Simulate the next stretch: some hours, fewer where much happens."""
        if self._failure is not None:
            raise self._failure
        engine, begin_s = self._engine, self.known_s
        assert engine is not None, "it is not over"
        try:
            engine.step(self.end_s)
        except RingEmptyError as error:
            self._failure = EngineError(error.message(f'"{self.stations[error.station]}"'))
            raise self._failure from error
        self._add(self._reading.stretch(engine.drain(), begin_s, engine.now))
        self._forget()
        if self.is_over:
            self._engine = None

    def _forget(self) -> None:
        """Let go of the oldest stretches, if all take too much."""
        total = sum(stretch.bytes for stretch in self._stretches)
        while total > self._most_bytes and len(self._stretches) > 1:
            total -= self._stretches.pop(0).bytes
            self.forgotten_s = self._stretches[0].begin_s
