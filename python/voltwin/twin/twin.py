"""A twin: a simulation with a recipe that may be sought, changed at any time of it, and forked.

twin = voltwin.Twin.of(scenario)
twin.advance("6h")
twin.make({"kind": "charger_out", "station": "s004", "charger": 0}, by="ann")
twin.seek("5h 30min")
twin.kpis().total
"""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from voltwin.kpis.tables import Kpis
from voltwin.scenario.durations import format_duration
from voltwin.scenario.extended import extended
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.moments import parse_moment, seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables import NetworkTables
from voltwin.scenario.validated import validated
from voltwin.simulation import Simulation
from voltwin.twin.kept_states import KeptStates
from voltwin.twin.recipe import Made, Recipe
from voltwin.twin.recipe_text import utc
from voltwin_bindings.engine import EngineError
from voltwin_bindings.kept_state import KeptState
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.kernel_state import KernelState
from voltwin_bindings.live import Live
from voltwin_core.draws import run_key

BUDGET_BYTES = 512 << 20
STEP_S = 7200.0  # between kept states, as long as they are within the budget

What = Mapping[str, Any] | AnyIntervention
When = float | str | datetime


class Twin:
    """A simulation of the kernel without a log, with states kept on its way.

    Times are seconds from the scenario's start, durations such as "1d 6h", or local dates and
    times. A twin is of one thread at a time.
    """

    _recipe: Recipe
    _simulation: Simulation
    _kept: KeptStates
    _reached: float
    _tables: NetworkTables | None

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
        tables = NetworkTables(full)
        engine = KernelEngine(tables.parameters(full), _key(recipe), log=False)
        self._begin(recipe, full, engine.state(), KeptStates([engine.keep()], budget_bytes))
        self._tables = tables

    def _begin(self, recipe: Recipe, full: Scenario, state: KernelState, kept: KeptStates) -> None:
        self._recipe, self._kept, self._tables = recipe, kept, None
        self._simulation = Simulation.under_way(
            full, state, seed=recipe.seed, replication=recipe.replication
        )
        self._reached = state.now

    @classmethod
    def of(cls, scenario: Scenario, *, seed: int = 1, budget_bytes: int = BUDGET_BYTES) -> "Twin":
        """Return the twin of a scenario, standing at its start; arguments as for the twin of a
        recipe.

        Raises:
            ScenarioError: the scenario is not valid.
        """
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
        """The furthest time that the twin has stood at [s], whatever was made of it since."""
        return self._reached

    @property
    def bytes(self) -> int:
        """How much memory the tables of the run and the kept states take [B]."""
        return self._simulation.bytes + self._kept.bytes

    def simulation(self) -> Simulation:
        """Return the run at now, to be looked at or forked, not to be advanced."""
        return self._simulation

    def live(self) -> Live:
        """Return what is seen of the network now."""
        return self._simulation.live()

    def kpis(self) -> Kpis:
        """Return the KPI tables up to now."""
        return self._simulation.kpis()

    # --- in time ----------------------------------------------------------------------------------

    def advance(self, until: When) -> None:
        """Handle all events before `until`, at most up to the horizon.

        Raises:
            EngineError: the run cannot go on; the twin stays where it was.
            ValueError: `until` is no time.
        """
        self._go_to(min(max(self.now, self._time(until)), self.horizon))

    def seek(self, at: When) -> None:
        """Stand at any time of the run: it is simulated from the nearest state before on.

        Raises:
            EngineError: the run cannot get there; the twin stays where it was.
            ValueError: `at` is no time of the run.
        """
        self._go_to(self._time_of_the_run(at))

    def _time(self, moment: When) -> float:
        """Return a moment [s]."""
        return seconds_after(self.scenario.start, parse_moment(moment))

    def _time_of_the_run(self, moment: When) -> float:
        at = self._time(moment)
        if not 0.0 <= at <= self.horizon:
            where = f"{format_duration(abs(at))} {'before' if at < 0.0 else 'after'} the start"
            end = format_duration(self.horizon)
            raise ValueError(f"at: {where} is no time of the run, which ends at {end}")
        return at

    def _go_to(self, at: float) -> None:
        was, kept = self.now, self._kept.before(at)
        if at < was or kept.now > was:
            simulation = self._going_on_from(kept)
            self._run(simulation, at, self._kept)
            self._simulation = simulation
            return
        try:
            self._run(self._simulation, at, self._kept)
        except EngineError:
            self._simulation = self._going_on_from(self._kept.before(was))
            self._run(self._simulation, was, self._kept)
            raise

    def _going_on_from(self, kept: KeptState) -> Simulation:
        """Return the run from a kept state on, with what has been made since."""
        simulation, former = self._under_way(kept.state()), self._simulation
        if kept.parameters is not former.parameters:
            simulation.go_on_with(former.scenario, former.parameters)
            self._kept.put(simulation.keep())  # so that this is done once
        return simulation

    def _under_way(self, state: KernelState) -> Simulation:
        recipe, scenario = self._recipe, self._simulation.scenario
        return Simulation.under_way(
            scenario, state, seed=recipe.seed, replication=recipe.replication
        )

    def _run(self, simulation: Simulation, until: float, kept: KeptStates) -> None:
        """Advance a run, and keep states of it on its way."""
        while simulation.now < until:
            simulation.advance(min(until, (simulation.now // STEP_S + 1.0) * STEP_S))
            if simulation.now % STEP_S == 0.0 and kept.wants(simulation.now, STEP_S):
                kept.put(simulation.keep())
        self._reached = max(self._reached, simulation.now)

    # --- what is made of it -----------------------------------------------------------------------

    def make(self, what: What, *, by: str, wall: datetime | None = None) -> Made:
        """Make an intervention or an observation at now, later, or earlier: then all since is
        simulated anew, and the twin stands where it was.

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
        """Make several in the order given, or none, at the price of one. Raises as `make`."""
        moment, recipe, former = utc(wall), self._recipe, self.scenario
        timed = [{"at": self.now, **what} if isinstance(what, Mapping) else what for what in whats]
        scenario = extended(former, timed)
        new = scenario.interventions[len(former.interventions) :]
        if new:
            self._go_on_with(scenario, min(self._time(what.at) for what in new))
        numbers = range(len(recipe.made) + 1, len(recipe.made) + len(new) + 1)
        made = tuple(Made(n, by, moment, what) for n, what in zip(numbers, new, strict=True))
        self._recipe = replace(recipe, made=(*recipe.made, *made))
        return made

    def _go_on_with(self, scenario: Scenario, first: float) -> None:
        """Be what a longer scenario makes of the run; nothing of it is before `first` [s]."""
        if self._tables is None:
            self._tables = NetworkTables(scenario)
        tables, kept = self._tables.parameters(scenario), self._kept.until(first)
        simulation, now = self._simulation, self.now
        if first < now:
            simulation = self._under_way(kept.before(first).state())
        simulation.go_on_with(scenario, tables)
        self._run(simulation, now, kept)
        self._simulation, self._kept = simulation, kept

    def fork(self, at: When | None = None) -> "Twin":
        """Return a twin of its own with the same recipe, standing at a time of the run; now, unless
        given. What is made of one from then on, the other does not know.

        Raises:
            EngineError: the run cannot get there.
            ValueError: `at` is no time of the run.
        """
        to = self.now if at is None else self._time_of_the_run(at)
        other, nearest = copy.copy(self), self._kept.before(to)
        other._kept = self._kept.until(self.horizon)
        if nearest.now <= self.now <= to:
            other._simulation = self._under_way(self._simulation.state())
        else:
            other._simulation = self._going_on_from(nearest)
        other._go_to(to)
        return other

    # --- in memory, and out of it -----------------------------------------------------------------

    def thin_out(self, budget_bytes: int) -> None:
        """Let kept states go, so that old ones become sparser, until all are within a budget from
        now on [B]. Seeks take longer; nothing else changes."""
        self._kept.budget_bytes = budget_bytes
        self._kept.thin_out()

    def sleep(self, folder: Path) -> None:
        """Write the twin to a folder; what is interrupted leaves the one that was there.

        Raises:
            SnapshotError: it cannot be written.
        """
        from voltwin.twin.sleeping import write

        write(folder, self._recipe, self._simulation)

    @classmethod
    def wake(cls, folder: Path, *, budget_bytes: int = BUDGET_BYTES) -> "Twin":
        """Return the twin in a folder where it was: at once, or simulated anew to there where
        another version of Voltwin has written it. States are kept again from now on.

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
        start = KernelEngine(state.world.parameters, _key(recipe), log=False).keep()
        kept = KeptStates([start], budget_bytes)
        twin._begin(recipe, recipe.scenario_in_full(), state, kept)
        return twin


def _key(recipe: Recipe) -> int:
    return run_key(recipe.seed, recipe.replication)
