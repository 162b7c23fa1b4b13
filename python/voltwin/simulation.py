"""A run in progress: advance it, stream its log, read its KPIs and balances."""

import copy
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from voltwin import snapshots
from voltwin.arguments import valid_scenario, whole
from voltwin.kpis.balances import BalanceError, Balances, check
from voltwin.kpis.cells import Cells
from voltwin.kpis.exact_waits import ExactWaits
from voltwin.kpis.from_log import cells_from_log
from voltwin.kpis.from_world import cells_from_world
from voltwin.kpis.tables import Kpis, Names
from voltwin.kpis.terms import Terms
from voltwin.log_rows import LogRows
from voltwin.scenario import Scenario, parameters
from voltwin.scenario.durations import parse_duration
from voltwin.scenario.extended import at_times, extended
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.tables import NetworkTables
from voltwin_bindings.engine import Engine, EngineError, RingEmptyError
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.kernel_state import KernelState
from voltwin_bindings.live import Live
from voltwin_bindings.readings import battery_columns
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_core.draws import run_key
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.world import World

EngineName = Literal["kernel", "reference"]
ENGINES: tuple[EngineName, ...] = ("kernel", "reference")


class Simulation:
    """One replication of a scenario, on either engine.

    Times are seconds from the scenario's start, or durations such as "1d 6h". With the log on, rows
    are kept until `events` or `stream` hands them out. The reference engine's KPIs come from its
    log, which it therefore keeps as a whole.
    """

    def __init__(
        self,
        scenario: Scenario | str | PathLike[str],
        *,
        seed: int = 1,
        replication: int = 0,
        engine: EngineName = "kernel",
        log: bool = True,
    ) -> None:
        """Prepare a run; nothing has happened yet.

        Args:
            scenario: what is simulated, or the file that it is in.
            seed: of all draws, 0 or more.
            replication: runs with equal seeds and other replications are independent.
            engine: "kernel", or "reference" for the same numbers slowly.
            log: whether to write the event log; KPIs are there either way.

        Raises:
            ScenarioError: the scenario is not valid, or the file holds none.
            TypeError: `scenario` is neither a scenario nor a path.
            ValueError: there is no such engine, or seed or replication is no whole number of 0 or
                more.
        """
        if engine not in ENGINES:
            raise ValueError(f"engine: {engine!r} is not one of {', '.join(ENGINES)}")
        scenario = valid_scenario(scenario)
        seed, replication = whole("seed", seed), whole("replication", replication)
        tables = parameters(scenario)
        begun = _begun(engine, tables, run_key(seed, replication), log)
        self._be(scenario, tables, seed, replication, begun, log=log)

    def _be(
        self,
        scenario: Scenario,
        tables: Parameters,
        seed: int,
        replication: int,
        engine: Engine,
        *,
        log: bool,
    ) -> None:
        """Be the run of an engine; all arguments are known to be right."""
        self.scenario, self.seed, self.replication = scenario, seed, replication
        self.engine_name: EngineName = "kernel" if isinstance(engine, KernelEngine) else "reference"
        self.log_from = engine.now  # where the log begins [s]: later in one that went on
        self.parameters = tables
        self._tables: NetworkTables | None = None  # made when it is intervened in
        self._terms = Terms.of(scenario)
        self._engine = engine
        self._failure: EngineError | None = None
        self._logging = log
        on_kernel = self.engine_name == "kernel"
        self._waits = ExactWaits(self.parameters) if log and on_kernel else None
        self._rows = LogRows(forgets=on_kernel)

    @property
    def now(self) -> float:
        """All events before this time have been handled [s]."""
        return self._engine.now

    @property
    def has_log(self) -> bool:
        """Whether the event log is written."""
        return self._logging

    @property
    def horizon(self) -> float:
        """Where the run ends [s]."""
        return self.scenario.horizon

    def advance(self, until: float | str) -> None:
        """Handle all events before `until`, at most up to the horizon.

        Raises:
            EngineError: the run cannot go on, now or since an earlier call.
            ValueError: `until` is no time.
        """
        for _ in self.steps(until):
            pass

    def steps(self, until: float | str | None = None) -> Iterator[float]:
        """Advance to `until` (the horizon, if not given) and yield where the run stands [s] after
        each step, for progress.

        Raises:
            EngineError: the run cannot go on, now or since an earlier call.
            ValueError: `until` is no time.
        """
        end = self.horizon if until is None else min(parse_duration(until), self.horizon)
        while self.now < end:
            self._step(end)
            for batch in self._engine.drain():
                if self._waits:
                    self._waits.add(batch)
                self._rows.add(batch)
            yield self.now

    def _step(self, end: float) -> None:
        if self._failure:
            raise self._failure
        try:
            self._engine.step(end)
        except RingEmptyError as error:
            self._failure = self._told(error)
            raise self._failure from error

    def _told(self, error: RingEmptyError) -> EngineError:
        return EngineError(error.message(f'"{self.names.stations[error.station]}"'))

    def intervene(self, *interventions: AnyIntervention | Mapping[str, Any]) -> None:
        """Do something to stations: now, or at a later time of the run.

        It becomes part of the run's scenario: who runs that from its start, on either engine, gets
        the same event log. All of several are done, or none, and at the price of one.

        Args:
            interventions: each as under `interventions` in a scenario, an object or a mapping; a
                mapping without `at` happens now, before all else that is due at this time.

        Raises:
            ScenarioError: one is no intervention, or not one for these stations.
            EngineError: the run could not go on at an earlier call.
            ValueError: the run has ended, or an intervention lies before now.
        """
        if self._failure:
            raise self._failure
        if self.now >= self.horizon:
            raise ValueError("intervene: the run has ended")
        scenario = extended(self.scenario, at_times(interventions, self.now))
        for what in scenario.interventions[len(self.scenario.interventions) :]:
            at = seconds_after(scenario.start, what.at)
            if at < self.now:
                raise ValueError(f"intervene: at {at:.10g} s is before now, {self.now:.10g} s")
        tables = (self._tables or NetworkTables(self.scenario)).extended(scenario)
        self.go_on_with(scenario, tables.parameters)
        self._tables = tables

    def stream(self, until: float | str | None = None) -> Iterator[pa.RecordBatch]:
        """Advance to `until` (the horizon, if not given) and yield the event log, in bounded memory
        on the kernel: record batches of docs/model.md's columns, in processing order.

        Raises:
            EngineError: the run cannot go on, now or since an earlier call.
            ValueError: `until` is no time.
        """
        yield from self._new_rows()
        for _ in self.steps(until):
            yield from self._new_rows()

    def events(self) -> pa.Table:
        """Return the rows written since the log was last handed out, as one table."""
        return pa.Table.from_batches(list(self._new_rows()), schema=SCHEMA)

    def _new_rows(self) -> Iterator[pa.RecordBatch]:
        new = list(self._rows.hand_out())
        return iter(new if self._logging else ())

    def run(self, until: float | str | None = None) -> Kpis:
        """Advance to `until` (the horizon, if not given), check the balances, return the KPIs.

        Raises:
            EngineError: the run cannot go on, or a balance is violated.
            ValueError: `until` is no time.
        """
        for _ in self.steps(until):
            pass
        self.check_balances()
        return self.kpis()

    def snapshot(self, path: str | PathLike[str]) -> None:
        """Write the run, where it stands, to a file: `restore` goes on from there, on this platform
        and version, with the numbers of a run that was never interrupted.

        The log so far is no part of it: `events` or `stream` hand that out. An earlier snapshot in
        the file is replaced at once, or left as it was.

        Raises:
            SnapshotError: the file cannot be written, or holds something else; or this is a run of
                the reference, whose processes cannot be saved.
            EngineError: the run could not go on.
        """
        snapshots.write(Path(path), self._recipe, self.state(), self._waits)

    @classmethod
    def restore(cls, path: str | PathLike[str]) -> "Simulation":
        """Return the run in the file of a snapshot; its log goes on from `now`.

        Raises:
            SnapshotError: the file cannot be read, is no snapshot, damaged, or of another version
                or platform.
        """
        snapshot = snapshots.read(Path(path))
        scenario, seed, replication = snapshot.recipe
        log = snapshot.waits is not None
        simulation = cls(scenario, seed=seed, replication=replication, log=log)
        simulation._go_on_from(snapshot.state, snapshot.waits)
        return simulation

    def fork(self, scenario: Scenario | None = None) -> "Simulation":
        """Return a run of its own that shares the past of this one and goes on from `now`, on the
        same random numbers; so does its log.

        Args:
            scenario: a changed one to go on with, if only its results are to be read in another
                way: prices and costs, names, places on the map.

        Raises:
            SnapshotError: this is a run of the reference, or the changed scenario would have run in
                another way from its start.
            EngineError: the run could not go on.
            ScenarioError: the changed scenario is not valid.
        """
        engine = KernelEngine.resumed(self.state(), threads=os.cpu_count() or 1)
        # What is named here stands in the copy as it is; all else of a simulation is copied.
        instead = {
            id(self._engine): engine,
            id(self.parameters): engine.parameters,
            id(self._tables): None if scenario else self._tables,
            id(self._rows): LogRows(forgets=True),
        }
        if scenario is not None:
            scenario = snapshots.in_place_of(self.scenario, scenario)
            instead[id(self.scenario)] = scenario
        other = copy.deepcopy(self, instead)
        other.log_from = other.now
        if scenario is not None:
            other._terms = Terms.of(scenario)
            vars(other).pop("names", None)
        return other

    def state(self) -> KernelState:
        """Return a copy of where the run stands.

        Raises:
            SnapshotError: this is a run of the reference.
            EngineError: the run could not go on.
        """
        return self._kernel().state()

    def go_on_with(self, scenario: Scenario, tables: Parameters) -> None:
        """Go on with more interventions, none of them before now.

        Args:
            scenario: the run's own with interventions behind those that it has, known to be valid.
            tables: its parameters.
        """
        self._engine.intervene(tables)
        self.scenario, self.parameters = scenario, tables

    @property
    def _recipe(self) -> snapshots.Recipe:
        return snapshots.Recipe(self.scenario, self.seed, self.replication)

    def _kernel(self) -> KernelEngine:
        if not isinstance(self._engine, KernelEngine):
            raise SnapshotError(
                "the reference engine cannot be saved or copied in mid-run; use the kernel, whose "
                "numbers are the same"
            )
        if self._failure:
            raise self._failure
        return self._engine

    def _go_on_from(self, state: KernelState, waits: dict[str, Any] | None) -> None:
        """Leave the run that was begun for one that is under way."""
        self._engine = KernelEngine.resumed(state, threads=os.cpu_count() or 1)
        self.parameters = self._engine.parameters
        self.log_from = state.now
        if self._waits and waits:
            self._waits.go_on_from(waits)

    def cells(self) -> Cells:
        """Return the sums that KPIs are made of, up to now; `Cells` gives shapes and units."""
        if isinstance(self._engine, KernelEngine):
            with self._engine.closed() as world:
                return self._cells_of(world)
        return cells_from_log(self._rows.all(), self.parameters, self.now)

    def _cells_of(self, closed: World, *, lasting: bool = True) -> Cells:
        waits = self._waits.waits() if self._waits else None
        return cells_from_world(closed, self.now, waits, lasting=lasting)

    def live(self) -> Live:
        """Return what is seen of the run now: every station, and every vehicle of a fleet on its
        way; `Live` gives the columns.

        Raises:
            EngineError: this is a run of the reference, which is not looked at in this way.
        """
        if not isinstance(self._engine, KernelEngine):
            raise EngineError(
                "live: only a run of the kernel is seen live; its numbers are the same"
            )
        return self._engine.live()

    def kpis(self) -> Kpis:
        """Return the KPI tables up to now; `Kpis.columns` gives the unit and meaning of each
        column."""
        return Kpis(self.cells(), self.parameters, self.names, self._terms)

    def balances(self) -> Balances:
        """Return the balances of vehicles, batteries and energy where the run stands."""
        engine, tables, names = self._engine, self.parameters, self.names.stations
        if isinstance(engine, KernelEngine):
            with engine.closed() as world:  # batteries are looked at where they stand
                batteries = battery_columns(world)
                cells = self._cells_of(world, lasting=False)
                return check(cells, batteries, engine.inside(), tables, names)
        return check(self.cells(), engine.batteries(), engine.inside(), tables, names)

    def check_balances(self) -> Balances:
        """Return the balances.

        Raises:
            BalanceError: one is violated.
        """
        balances = self.balances()
        if self.now > 0.0 and not balances.ok:
            raise BalanceError(f"a balance is violated, please report this:\n{balances.message}")
        return balances

    @cached_property
    def names(self) -> Names:
        """What stations and battery types are called."""
        return Names.of(self.scenario)


def _begun(name: EngineName, tables: Parameters, key: int, log: bool) -> Engine:
    """Return an engine at the start of a run."""
    if name == "kernel":
        return KernelEngine(tables, key, log=log, threads=os.cpu_count() or 1)
    from voltwin.reference.engine import ReferenceEngine

    return ReferenceEngine(tables, key)
