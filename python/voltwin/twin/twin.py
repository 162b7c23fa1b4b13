"""A twin: a simulation with a recipe that may be sought, changed at any time of it, and forked.

twin = voltwin.Twin.of(scenario)
twin.advance("6h")
twin.make({"kind": "charger_out", "station": "s004", "charger": 0}, by="ann")
twin.seek("5h 30min")
twin.kpis().total
"""

import copy
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from voltwin.kpis.tables import Kpis
from voltwin.scenario.durations import format_duration
from voltwin.scenario.extended import at_times, extended
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.moments import parse_moment, seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables import NetworkTables
from voltwin.simulation import Simulation
from voltwin.twin.booked import Booked
from voltwin.twin.kept_states import KeptStates
from voltwin.twin.recipe import Made, Recipe, checked_name, checked_recipe, in_utc
from voltwin.twin.sizes import bytes_of_made
from voltwin.twin.timeline import Timeline
from voltwin.under_way import UnderWay
from voltwin_bindings.engine import EngineError
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.live import Live
from voltwin_core.draws import run_key
from voltwin_core.record import as_array

BUDGET_BYTES = 512 << 20

What = Mapping[str, Any] | AnyIntervention
When = float | str | datetime


class Twin:
    """A simulation of the kernel without a log, with states kept on its way.

    Times are seconds from the scenario's start, durations such as "1d 6h", or local dates and
    times. A twin is of one thread at a time.
    """

    def __init__(
        self, recipe: Recipe, *, budget_bytes: int = BUDGET_BYTES, is_valid: bool = False
    ) -> None:
        """Stand at the start of a recipe.

        Args:
            recipe: what the twin is made of.
            budget_bytes: of memory for kept states.
            is_valid: it has just been read, and nobody else has it: it is not held against all
                that it must be once more, which takes as long as all the rest.

        Raises:
            ScenarioError: the recipe's scenario is not valid.
        """
        if is_valid:
            full = recipe.scenario_in_full()
        else:
            recipe, full = checked_recipe(recipe)
        tables = NetworkTables(full)
        key = run_key(recipe.seed, recipe.replication)
        engine = KernelEngine(tables.parameters, key, log=False, threads=os.cpu_count() or 1)
        run = UnderWay(full, engine, seed=recipe.seed, replication=recipe.replication)
        self._recipe, self._tables = recipe, tables
        self._booked = Booked(full.start, full.interventions)
        self._made_bytes = sum(map(bytes_of_made, recipe.made))
        self._timeline = Timeline(run, KeptStates([run.keep()], budget_bytes), 0.0)

    @classmethod
    def of(cls, scenario: Scenario, *, seed: int = 1, budget_bytes: int = BUDGET_BYTES) -> "Twin":
        """Return the twin of a scenario, standing at its start; arguments as for the twin of a
        recipe.

        Raises:
            ScenarioError: the scenario is not valid.
            ValueError: the seed is no whole number of 0 or more.
        """
        return cls(Recipe(scenario, seed), budget_bytes=budget_bytes)

    @property
    def recipe(self) -> Recipe:
        """What the twin is made of, so far."""
        return self._recipe

    @property
    def scenario(self) -> Scenario:
        """The scenario with all that was made."""
        return self._timeline.run.scenario

    @property
    def booked(self) -> Booked:
        """The observations that have been made."""
        return self._booked

    @property
    def now(self) -> float:
        """All events before this time have been handled [s]."""
        return self._timeline.now

    @property
    def horizon(self) -> float:
        """Where the run ends [s]."""
        return self._timeline.run.horizon

    @property
    def reached(self) -> float:
        """The furthest time that the twin has stood at [s], whatever was made of it since."""
        return self._timeline.reached

    def has_stood_at(self, at: float) -> None:
        """Know of a time that it has stood at [s], as the twin of the same recipe that it stands
        for: that it could be simulated to there again is not asked, as what was made since may be
        in the way."""
        self._timeline.reached = max(self.reached, at)

    @property
    def bytes(self) -> int:
        """How much memory the tables of the run, the kept states and what was made take [B]."""
        return self._timeline.bytes + self._made_bytes + self._booked.bytes

    @property
    def waking_bytes(self) -> int:
        """How much of that it takes if it is put to sleep and woken, at most [B]."""
        from voltwin.twin.sleeping import KEPT_BYTES

        kept = self._timeline.kept.bytes
        return self.bytes - kept + min(kept, KEPT_BYTES)

    def simulation(self) -> Simulation:
        """Return the run at now, to be looked at or forked, not to be advanced."""
        return self._timeline.run

    def live(self) -> Live:
        """Return what is seen of the network now, with what is made of it at this instant."""
        return self._seen().live()

    def kpis(self) -> Kpis:
        """Return the KPI tables up to now, with what is made of the network at this instant."""
        return self._seen().kpis()

    def _seen(self) -> Simulation:
        """Return the run to be looked at: where the script has something for this very instant, all
        that is due at it has happened, in a copy. The run itself stands before it: more may be made
        of it, in its place among the events of the instant."""
        run = self._timeline.run
        if not (as_array(run.parameters.script)["time"] == run.now).any():
            return run
        try:
            return run.after_this_instant()
        except EngineError:  # as who goes on is told
            return run

    # --- in time ----------------------------------------------------------------------------------

    def advance(self, until: When) -> None:
        """Handle all events before `until`, at most up to the horizon.

        Raises:
            EngineError: the run cannot go on; the twin stays where it was.
            ValueError: `until` is no time.
        """
        self._timeline.go_to(min(max(self.now, self._time(until)), self.horizon))

    def seek(self, at: When) -> None:
        """Stand at any time of the run: it is simulated from the nearest state before on.

        Raises:
            EngineError: the run cannot get there; the twin stays where it was.
            ValueError: `at` is no time of the run.
        """
        self._timeline.go_to(self._time_of_the_run(at))

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
            ValueError: `by` is no text of at most 200 characters without control characters, or
                `wall` does not say its offset from UTC.
        """
        return self.make_all([what], by=by, wall=wall)[0]

    def make_all(
        self, whats: Iterable[What], *, by: str, wall: datetime | None = None
    ) -> tuple[Made, ...]:
        """Make several in the order given, or none, at the price of one. Raises as `make`."""
        name, moment = checked_name(by), datetime.now(UTC) if wall is None else in_utc(wall)
        recipe, former = self._recipe, self.scenario
        scenario = extended(former, at_times(whats, self.now))
        new = scenario.interventions[len(former.interventions) :]
        numbers = range(len(recipe.made) + 1, len(recipe.made) + len(new) + 1)
        made = tuple(Made(n, name, moment, what) for n, what in zip(numbers, new, strict=True))
        longer = replace(recipe, made=(*recipe.made, *made))
        if made:
            tables, first = self._tables.extended(scenario), min(self._time(w.at) for w in new)
            self._timeline = self._timeline.going_on_with(scenario, tables.parameters, first)
            self._recipe, self._tables = longer, tables
            self._booked.add(new)
            self._made_bytes += sum(map(bytes_of_made, made))
        return made

    def fork(self, at: When | None = None) -> "Twin":
        """Return a twin of its own with the same recipe, standing at a time of the run; now, unless
        given. What is made of one from then on, the other does not know.

        Raises:
            EngineError: the run cannot get there.
            ValueError: `at` is no time of the run.
        """
        to = self.now if at is None else self._time_of_the_run(at)
        other = copy.copy(self)
        other._timeline, other._booked = self._timeline.fork(to), self._booked.copy()
        return other

    # --- in memory, and out of it -----------------------------------------------------------------

    def thin_out(self, budget_bytes: int) -> None:
        """Let kept states go, so that old ones become sparser, until all are within a budget from
        now on [B]. Seeks take longer; nothing else changes."""
        self._timeline.kept.budget_bytes = budget_bytes
        self._timeline.kept.thin_out()

    def sleep(self, folder: Path) -> None:
        """Write the twin to a folder; what is interrupted leaves the one that was there.

        Raises:
            SnapshotError: it cannot be written.
        """
        from voltwin.twin.sleeping import write

        write(folder, self._recipe, self._timeline)

    @classmethod
    def wake(cls, folder: Path, *, budget_bytes: int = BUDGET_BYTES) -> "Twin":
        """Return the twin in a folder where it was: at once, or simulated anew to there where
        another version of Voltwin has written it.

        Raises:
            SnapshotError: there is nothing in the folder, or it is damaged.
            RecipeError: this version cannot read its recipe.
            EngineError: simulated anew, the run cannot get there.
        """
        from voltwin.twin.sleeping import read

        asleep = read(folder)
        twin = cls(asleep.recipe, budget_bytes=budget_bytes, is_valid=True)
        if asleep.standing is None:
            twin.seek(asleep.now)
            twin.has_stood_at(asleep.reached)
            return twin
        state, states = asleep.standing
        run, kept = twin._timeline.run.at(state), KeptStates(states, budget_bytes)
        twin._timeline = Timeline(run, kept, asleep.reached)
        return twin
