"""The run of a twin, which may be taken to any time of it, and states kept on its way."""

from voltwin.scenario.scenario import Scenario
from voltwin.twin.kept_states import KeptStates
from voltwin.under_way import UnderWay
from voltwin_bindings.engine import EngineError
from voltwin_core.station.parameters import Parameters

STEP_S = 7200.0  # between kept states, as long as they are within the budget


class Timeline:
    """Where a run stands, how far it has come, and states to go back to.

    States are kept without parameters, those of before an intervention too: whoever goes back to
    one goes on with what has been made since.
    """

    def __init__(self, run: UnderWay, kept: KeptStates, reached: float) -> None:
        """Stand where a run does.

        Args:
            run: which belongs to this timeline from then on.
            kept: states of it, that of its start at least; likewise.
            reached: the furthest time that it has stood at [s].
        """
        self.run, self.kept, self.reached = run, kept, reached

    @property
    def now(self) -> float:
        """All events before this time have been handled [s]."""
        return self.run.now

    @property
    def bytes(self) -> int:
        """How much memory the tables of the run and the kept states take [B]."""
        return self.run.bytes + self.kept.bytes

    def go_to(self, at: float) -> None:
        """Stand at a time of the run [s], simulated from the nearest state before.

        Raises:
            EngineError: the run cannot get there; it stays where it was.
        """
        was, kept = self.now, self.kept.before(at)
        if at < was or kept.now > was:
            run = self.run.at(kept)
            self._advance(run, at)
            self.run = run
            return
        try:
            self._advance(self.run, at)
        except EngineError:
            self.run = self.run.at(self.kept.before(was))
            self._advance(self.run, was)
            raise

    def _advance(self, run: UnderWay, until: float) -> None:
        """Advance a run, and keep states of it on its way."""
        while run.now < until:
            run.advance(min(until, (run.now // STEP_S + 1.0) * STEP_S))
            if run.now % STEP_S == 0.0 and self.kept.wants(run.now, STEP_S):
                self.kept.put(run.keep())
        self.reached = max(self.reached, run.now)

    def going_on_with(self, scenario: Scenario, tables: Parameters, first: float) -> "Timeline":
        """Return the timeline of a longer scenario, standing where this one does; of the two, only
        one may be gone on with.

        Args:
            scenario: the run's own with interventions behind those that it has.
            tables: its parameters.
            first: when the first of the new ones happens [s].

        Raises:
            EngineError: the run would not get to where it stands; this one is as it was.
        """
        kept = self.kept.until(first)
        if first >= self.now:
            self.run.go_on_with(scenario, tables)
            return Timeline(self.run, kept, self.reached)
        other = Timeline(self.run.at(kept.before(first), scenario, tables), kept, self.reached)
        other._advance(other.run, self.now)
        return other

    def fork(self, at: float) -> "Timeline":
        """Return one of its own, standing at a time of the run [s].

        Raises:
            EngineError: the run cannot get there.
        """
        nearest, kept = self.kept.before(at), self.kept.until(self.run.horizon)
        is_here = nearest.now <= self.now <= at
        run = self.run.copy() if is_here else self.run.at(nearest)
        other = Timeline(run, kept, self.reached)
        other._advance(run, at)
        return other
