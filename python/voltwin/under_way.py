"""A run that is under way, gone on from states that were kept of it: what twins stand on."""

from voltwin.scenario import Scenario
from voltwin.simulation import Simulation
from voltwin_bindings.engine import RingEmptyError
from voltwin_bindings.kept_state import KeptState
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.station.parameters import Parameters


class UnderWay(Simulation):
    """A run of the kernel without a log."""

    _engine: KernelEngine

    def __init__(
        self, scenario: Scenario, engine: KernelEngine, *, seed: int, replication: int
    ) -> None:
        """Be the run of an engine.

        Args:
            scenario: known to be valid; what the engine's parameters are made of.
            engine: without a log; its run belongs to this one from then on.
            seed: of the run.
            replication: likewise.
        """
        self._be(scenario, engine.parameters, seed, replication, engine, log=False)

    @property
    def bytes(self) -> int:
        """How much memory the tables of the kernel take [B]."""
        return self._engine.bytes

    @property
    def engine(self) -> KernelEngine:
        """What it runs on."""
        return self._engine

    def keep(self) -> KeptState:
        """Return where the run stands, kept small.

        Raises:
            EngineError: the run could not go on.
        """
        return self._kernel().keep()

    def at(
        self, kept: KeptState, scenario: Scenario | None = None, tables: Parameters | None = None
    ) -> "UnderWay":
        """Return a run of its own that goes on from a state kept of this one, or of it as it was
        before it was intervened in.

        Args:
            kept: the state.
            scenario: to go on with: the run's own, with more interventions behind those that it
                has, none of them before the state. As it is, unless given.
            tables: its parameters.
        """
        return self._on(self._engine.at(kept, tables or self.parameters), scenario)

    def copy(self) -> "UnderWay":
        """Return a run of its own that stands where this one does.

        Raises:
            EngineError: the run could not go on.
        """
        return self._on(KernelEngine.resumed(self.state(), threads=self._engine.threads))

    def after_this_instant(self) -> "UnderWay":
        """Return a run of its own, to be looked at, in which all that is due now has happened.

        Raises:
            EngineError: the run cannot go on, or could not.
        """
        try:
            return self._on(self._kernel().after_this_instant())
        except RingEmptyError as error:
            raise self._told(error) from error

    def _on(self, engine: KernelEngine, scenario: Scenario | None = None) -> "UnderWay":
        whose = self.scenario if scenario is None else scenario
        return UnderWay(whose, engine, seed=self.seed, replication=self.replication)
