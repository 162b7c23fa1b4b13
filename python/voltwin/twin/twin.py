"""A twin: a simulation with a recipe that may be sought, changed at any time of it, and forked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voltwin.kpis.tables import Kpis
from voltwin.scenario.durations import parse_duration
from voltwin.scenario.extended import extended
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables import parameters
from voltwin.scenario.validated import validated
from voltwin.simulation import Simulation
from voltwin.twin.kept_states import KeptStates
from voltwin.twin.recipe import Made, Recipe
from voltwin.twin.recipe_text import utc
from voltwin_bindings.engine import EngineError
from voltwin_bindings.kept_state import KeptState
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.kernel_state import KernelState
from voltwin_core.draws import run_key

if TYPE_CHECKING:
    from voltwin_bindings.live import Live

BUDGET_BYTES = 512 << 20
STEP_S = 3600.0  # between kept states, as long as they are within the budget

What = Mapping[str, Any] | AnyIntervention


class Twin:
    """A simulation of the kernel without a log, with states kept on its way.

    Times are seconds from the scenario's start, or durations such as "1d 6h". A twin is of one
    thread at a time.
    """

    def __init__(self, recipe: Recipe, *, budget_bytes: int = BUDGET_BYTES) -> None:
        """Stand at the start of a recipe.

        Args:
            recipe: what the twin is made of.
            budget_bytes: of memory for kept states.

        Raises:
            ScenarioError: the recipe's scenario is not valid.
        """
        recipe = replace(recipe, scenario=validated(recipe.scenario))
        full = recipe.scenario_in_full()
        engine = KernelEngine(parameters(full), run_key(recipe.seed, recipe.replication), log=False)
        self._begin(recipe, full, engine.state(), engine.keep(), budget_bytes)

    def _begin(
        self,
        recipe: Recipe,
        full: Scenario,
        state: KernelState,
        start: KeptState,
        budget_bytes: int,
    ) -> None:
        self._recipe = recipe
        self._simulation = Simulation.under_way(
            full, state, seed=recipe.seed, replication=recipe.replication
        )
        self._reached = state.now
        self._kept = KeptStates(start, budget_bytes)

    @classmethod
    def of(cls, scenario: Scenario, *, seed: int = 1, budget_bytes: int = BUDGET_BYTES) -> "Twin":
        """Return the twin of a scenario, standing at its start."""
        return cls(Recipe(scenario, seed), budget_bytes=budget_bytes)

    @property
    def recipe(self) -> Recipe:
        """What the twin is made of, so far."""
        return self._recipe

    @property
    def scenario(self) -> Scenario:
        """The scenario with all that was made."""
        return self._simulation.scenario

    @property
    def now(self) -> float:
        """All events before this time have been handled [s]."""
        return self._simulation.now

    @property
    def horizon(self) -> float:
        """Where the run ends [s]."""
        return self._simulation.horizon

    @property
    def reached(self) -> float:
        """The furthest time that was simulated as the recipe is now [s]."""
        return max(self._reached, self.now)

    @property
    def bytes(self) -> int:
        """How much memory the tables of the run and the kept states take [B]."""
        return self._simulation.bytes + self._kept.bytes

    def simulation(self) -> Simulation:
        """Return the run at now, to be looked at, or forked; whoever advances it takes the twin
        apart."""
        return self._simulation

    def advance(self, until: float | str) -> None:
        """Handle all events before `until`, at most up to the horizon.

        Raises:
            EngineError: the run cannot go on; the twin stays where it was.
            ValueError: `until` is no time.
        """
        self.seek(max(self.now, parse_duration(until)))

    def seek(self, at: float | str) -> None:
        """Stand at any time of the run: from the nearest state before it on it is simulated.

        Raises:
            EngineError: the run cannot get there; the twin stays where it was.
            ValueError: `at` is no time of the run.
        """
        at = min(parse_duration(at), self.horizon)
        kept, was = self._kept.before(at), self.now
        if at < was or kept.now > was:
            simulation = self._going_on_from(kept)
            self._run(simulation, at)
            self._simulation = simulation
            return
        try:
            self._run(self._simulation, at)
        except EngineError:
            self._simulation = self._going_on_from(self._kept.before(was))
            self._run(self._simulation, was)
            raise

    def _run(self, simulation: Simulation, until: float) -> None:
        """Advance a run of the recipe, and keep states of it on its way."""
        while simulation.now < until:
            simulation.advance(min(until, (simulation.now // STEP_S + 1.0) * STEP_S))
            if simulation.now % STEP_S == 0.0 and self._kept.wants(simulation.now, STEP_S):
                self._kept.put(simulation.keep())
        self._reached = max(self._reached, simulation.now)

    def _going_on_from(self, kept: KeptState) -> Simulation:
        recipe, current = self._recipe, self._simulation
        simulation = Simulation.under_way(
            current.scenario, kept.state(), seed=recipe.seed, replication=recipe.replication
        )
        if kept.parameters is not current.parameters:
            simulation.go_on_with(current.scenario, current.parameters)
        return simulation

    def make(self, what: What, *, by: str, wall: datetime | None = None) -> Made:
        """Make an intervention or an observation at now, later, or earlier.

        Args:
            what: as under `interventions` in a scenario; a mapping without `at` happens now.
            by: who makes it.
            wall: when it is made; now, unless given.

        Raises:
            ScenarioError: it is no intervention, or not one for this scenario.
            EngineError: with it the run would not get to where the twin stands.
            ValueError: `wall` does not say its offset from UTC.
        """
        return self.make_all([what], by=by, wall=wall)[0]

    def make_all(
        self, whats: Iterable[What], *, by: str, wall: datetime | None = None
    ) -> tuple[Made, ...]:
        """Make several, or none, in the order given and at the price of one. Raises as `make`."""
        moment, recipe, before = utc(wall), self._recipe, self.scenario
        timed = [{"at": self.now, **what} if isinstance(what, Mapping) else what for what in whats]
        scenario = extended(before, timed)
        new = scenario.interventions[len(before.interventions) :]
        made = tuple(
            Made(number, by, moment, what) for number, what in enumerate(new, len(recipe.made) + 1)
        )
        if made:
            self._go_on_with(scenario, min(seconds_after(scenario.start, one.at) for one in new))
            self._recipe = replace(recipe, made=(*recipe.made, *made))
        return made

    def _go_on_with(self, scenario: Scenario, first: float) -> None:
        """Be what a longer recipe makes of the run; nothing of it is before `first` [s]."""
        tables = parameters(scenario)
        if first >= self.now:
            self._simulation.go_on_with(scenario, tables)
            self._kept.drop_after(first)
            self._reached = min(self._reached, first)
            return
        former, now = self._simulation, self.now
        kept = self._kept.before(first)
        simulation = Simulation.under_way(
            former.scenario, kept.state(), seed=former.seed, replication=former.replication
        )
        simulation.go_on_with(scenario, tables)
        states = []
        while simulation.now < now:
            simulation.advance(min(now, (simulation.now // STEP_S + 1.0) * STEP_S))
            if simulation.now % STEP_S == 0.0:
                states.append(simulation.keep())
        self._kept.drop_after(first)
        self._kept.put_all(states)
        self._simulation, self._reached = simulation, now

    def fork(self, at: float | str | None = None) -> "Twin":
        """Return a twin of its own with the same recipe, standing at a time of the run; now, unless
        given. What is made of one from then on the other does not know."""
        other = Twin.__new__(Twin)
        other._recipe, other._reached = self._recipe, self.reached
        other._kept = KeptStates(self._kept.before(0.0), self._kept.budget_bytes)
        other._kept.put_all(self._kept)
        other._simulation = self._simulation
        to = self.now if at is None else parse_duration(at)
        other._simulation = self._going_on_from(self._simulation.keep())
        other.seek(to)
        return other

    def thin_out(self, budget_bytes: int) -> None:
        """Let kept states go, the old ones first, until the others are within a budget."""
        self._kept.budget_bytes = budget_bytes
        self._kept.thin_out()

    def live(self) -> "Live":
        """Return what is seen of the network now."""
        return self._simulation.live()

    def kpis(self) -> Kpis:
        """Return the KPI tables up to now."""
        return self._simulation.kpis()

    def sleep(self, folder: Path) -> None:
        """Write the twin to a folder; what is interrupted leaves the one that was there."""
        from voltwin.twin.sleeping import write

        write(folder, self._recipe, self._simulation)

    @classmethod
    def wake(cls, folder: Path, *, budget_bytes: int = BUDGET_BYTES) -> "Twin":
        """Return the twin in a folder, where it was: at once, or simulated anew to there if another
        version of Voltwin has written it.

        Raises:
            SnapshotError: there is nothing in the folder, or it is damaged.
            RecipeError: this version cannot read its recipe.
        """
        from voltwin.twin.sleeping import read

        recipe, now, state = read(folder)
        if state is None:
            twin = cls(recipe, budget_bytes=budget_bytes)
            twin.seek(now)
            return twin
        twin = cls.__new__(cls)
        key = run_key(recipe.seed, recipe.replication)
        start = KernelEngine(state.world.parameters, key, log=False).keep()
        twin._begin(recipe, recipe.scenario_in_full(), state, start, budget_bytes)
        return twin
