"""The compiled engine behind the `Engine` interface: slabs of time, merged logs, readings."""

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import repeat

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin_bindings.changing import going_on_with, without_lines
from voltwin_bindings.disturbing import changed_surges
from voltwin_bindings.engine import BatteryColumns, RingEmptyError
from voltwin_bindings.kept_state import FROZEN, KeptState, kept
from voltwin_bindings.kernel_state import KernelState
from voltwin_bindings.live import Live, live_of
from voltwin_bindings.merged_log import log_buffer, merged_batch
from voltwin_bindings.nested import copied, flattened
from voltwin_bindings.preparing import prepare_kernels
from voltwin_bindings.readings import battery_columns, vehicles_inside
from voltwin_bindings.world import ages, build_world, shared_out
from voltwin_core.linked import NONE
from voltwin_core.record import as_array
from voltwin_core.station.closing import close_books
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.world import World
from voltwin_core.swap import (
    LOG_FULL,
    REACHED,
    RING_EMPTY,
    advance,
)

_SLAB_ROWS = 1 << 18  # rows that a slab aims at: 16 MB of buffer
_FIRST_SLAB_S = 3600.0
_LONGEST_SLAB_S = 21600.0  # a quiet month does not make a slab of the busy one that follows
_SILENT_SLAB_S = 604800.0  # without a log only progress asks for slabs


class KernelEngine:
    """A run of the compiled kernel."""

    def __init__(
        self,
        parameters: Parameters,
        key: int,
        *,
        log: bool = True,
        drives: bool = True,
        booking: bool = True,
        threads: int = 1,
    ) -> None:
        """Start a run.

        Args:
            parameters: the network, not written to.
            key: of the run, see `voltwin_core.draws.run_key`.
            log: off is quicker, KPIs come from accumulators either way.
            drives: of the log; without the rows of vehicles on the road, but that of one that is
                diverted from a station, a fleet is nearly as quick as without a log.
            booking: off is quicker still; then `visits` is all that may be read.
            threads: that share the stations of a run without a log; the numbers do not change.
        """
        world = build_world(parameters, key, _SLAB_ROWS if log else 0, booking, drives)
        self._go_on(KernelState(world, 0.0, _FIRST_SLAB_S), threads)

    @classmethod
    def resumed(cls, state: KernelState, *, threads: int = 1) -> "KernelEngine":
        """Return the run that goes on from a state, which is its own from then on; its log begins
        there."""
        engine = cls.__new__(cls)
        logging = as_array(state.world.control)["logging"][0]
        world = state.world._replace(log=log_buffer(_SLAB_ROWS if logging else 0))
        engine._go_on(state._replace(world=world), threads)
        return engine

    def _go_on(self, state: KernelState, threads: int) -> None:
        self._world, self.now, self._slab_s = state
        self.parameters = self._world.parameters
        self._logging = bool(as_array(self._world.control)["logging"][0])
        self._threads = 1 if self._logging else threads
        self._prepare()
        self._horizon_s = float(as_array(self.parameters.clock)["horizon_s"][0])
        self._batches: list[pa.RecordBatch] = []
        self._seen_at: float | None = None  # [s], where all that is due now has happened

    @property
    def threads(self) -> int:
        """How many share the stations."""
        return self._threads

    @property
    def world(self) -> World:
        """The tables of the run, to be looked at."""
        return self._world

    def state(self) -> KernelState:
        """Return a copy of where the run stands, but for its parameters, which no run writes to.
        Rows of the log, drained or not, are no part."""
        former = self._world._replace(log=log_buffer(0))
        world = copied(former, but=FROZEN)
        world = world._replace(parameters=former.parameters, ladders=former.ladders)
        return KernelState(world, self.now, self._slab_s)

    def keep(self) -> KeptState:
        """Return the same, kept small."""
        return kept(KernelState(self._world, self.now, self._slab_s))

    def at(self, former: KeptState, parameters: Parameters) -> "KernelEngine":
        """Return a run of its own that goes on from a state kept of this one, or of it as it was
        before it was intervened in.

        Args:
            former: the state.
            parameters: to go on with, as `intervene` takes them.
        """
        state = former.state(parameters, self._world.ladders)
        return KernelEngine.resumed(state, threads=self._threads)

    def after_this_instant(self) -> "KernelEngine":
        """Return a run of its own, to be looked at, in which all that is due now has happened.

        Raises:
            RingEmptyError: as `advance`.
        """
        other = KernelEngine.resumed(self.state())
        other.advance(math.nextafter(self.now, math.inf))
        other.now, other._seen_at = self.now, other.now
        return other

    @property
    def bytes(self) -> int:
        """How much memory the run's tables take, the log's apart [B]."""
        world = self._world._replace(log=log_buffer(0))
        return sum(array.nbytes for array in flattened(world).arrays.values())

    def advance(self, until: float) -> None:
        """Handle all events before `until` [s], at most up to the horizon.

        Raises:
            RingEmptyError: the ring of vehicles outside a station is empty when one is due.
        """
        until = min(until, self._horizon_s)
        while self.now < until:
            self.step(until)

    def intervene(self, parameters: Parameters) -> None:
        """Go on with other interventions.

        Args:
            parameters: those of the run but for its script, which has new lines, none of them
                before now, and surges, which are the same before now.
        """
        surges = bool(changed_surges(self.parameters, parameters))
        world = without_lines(self._world, self.now)
        self._world = going_on_with(world, parameters, self.now, surges=surges)
        self.parameters = parameters
        self._prepare()

    def _prepare(self) -> None:
        """Share the stations out, and have the kernels that the run needs."""
        self._parts = shared_out(self._world, self._threads)
        prepare_kernels(self._world)

    def step(self, until: float) -> None:
        """Advance towards `until` [s] by one slab: its end, the log merged up to there.

        Raises:
            RingEmptyError: as `advance`.
        """
        slab_s = self._slab_s if self._logging else _SILENT_SLAB_S
        end = min(until, self._horizon_s, self.now + slab_s)
        if end > self.now:
            self._advance_slab(end)
            self.now = end

    def _advance_slab(self, end: float) -> None:
        if self._logging:
            self._advance_logging(end)
        elif len(self._parts) == 1:
            _advance_silently(self._world, end)
        else:
            with ThreadPoolExecutor(len(self._parts)) as threads:
                # In order, so that of several errors always the same is raised.
                for _ in threads.map(_advance_silently, self._parts, repeat(end)):
                    pass

    def _advance_logging(self, end: float) -> None:
        begin_slab(self._world)
        while (status := advance(self._world, end)) != REACHED:
            if status == RING_EMPTY:
                raise ring_empty(self._world)
            if status == LOG_FULL:
                self._grow_log()
        self._collect()

    def _grow_log(self) -> None:
        """Make room between the rows at both ends."""
        rows = len(self._world.log)
        larger = log_buffer(2 * rows)
        as_array(larger)[:rows] = as_array(larger)[rows:] = as_array(self._world.log)
        self._world = self._world._replace(log=larger)

    def _collect(self) -> None:
        """Merge the slab's rows, and aim the next slab's length at the buffer's size."""
        (control,) = as_array(self._world.control)
        rows = int(control["rows"] + control["late"])
        if rows:
            self._batches.append(merged_batch(self._world))
        aim = 0.8 * _SLAB_ROWS / rows if rows else 4.0
        self._slab_s = min(self._slab_s * min(max(aim, 0.25), 4.0), _LONGEST_SLAB_S)

    def drain(self) -> list[pa.RecordBatch]:
        """Return the log rows written since the last drain."""
        batches, self._batches = self._batches, []
        return batches

    def closed_world(self) -> World:
        """Return a copy of the accumulators and states with all that is under way booked to now."""
        world = self._world
        copy = world._replace(
            batteries=as_array(world.batteries).copy(),
            wear=as_array(world.wear).copy() if ages(self.parameters) else world.wear,
        )
        return self._close_books(copy)

    @contextmanager
    def closed(self) -> Iterator[World]:
        """Provide the same to read at once, with the batteries of the run: those on chargers are
        booked to now, and afterwards what they were. A million are not copied to look at them."""
        world = self._world
        on_chargers = as_array(world.chargers)["battery"]
        on_chargers = on_chargers[on_chargers != NONE]
        tables = [as_array(world.batteries)]
        if ages(self.parameters):
            tables.append(as_array(world.wear))
        kept = [table[on_chargers] for table in tables]
        try:
            yield self._close_books(world)
        finally:
            for table, rows in zip(tables, kept, strict=True):
                table[on_chargers] = rows

    def _close_books(self, world: World) -> World:
        """Book all that is under way to now, the batteries' part into those of this world."""
        copy = world._replace(
            stations=as_array(world.stations).copy(),
            chargers=as_array(world.chargers).copy(),
            pools=as_array(world.pools).copy(),
            state_s=world.state_s.copy(),
            in_state=world.in_state.copy(),
            grid_kwh=world.grid_kwh.copy(),
            out_s=world.out_s.copy(),
        )
        close_books(copy, self.now)
        return copy

    def visits(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Return the counts (stations, hours, COUNTS) and sums (stations, hours, SUMS) of visits.

        They are exact at any time: nothing that is under way is booked to them.
        """
        shape = len(self._world.stations), int(as_array(self.parameters.settings)["hours"][0]), -1
        counts, sums = self._world.counts.reshape(shape), self._world.sums.reshape(shape)
        return counts.astype(np.int64), sums.copy()

    def batteries(self) -> BatteryColumns:
        """Return where every battery is now, and what it has done."""
        with self.closed() as world:
            columns = battery_columns(world)
            return BatteryColumns({name: column.copy() for name, column in columns.items()})

    def inside(self) -> npt.NDArray[np.int64]:
        """Return the number of vehicles inside each station now."""
        return vehicles_inside(self._world)

    def live(self) -> Live:
        """Return what is seen of the run now; at its start, once all in it has begun."""
        begun = self if self.now > 0.0 or self._seen_at is not None else self.after_this_instant()
        at = begun.now if begun._seen_at is None else begun._seen_at
        return live_of(begun._world, at)._replace(now=self.now)


def begin_slab(world: World) -> None:
    """Empty the log buffer; the next `advance` starts with the first component."""
    control, components = as_array(world.control), as_array(world.components)
    control["rows"] = control["late"] = 0
    control["cursor"] = control["first"]
    components["first_row"][int(control["first"][0]) : int(control["end"][0])] = -1


def _advance_silently(part: World, end: float) -> None:
    begin_slab(part)
    while (status := advance(part, end)) != REACHED:
        if status == RING_EMPTY:
            raise ring_empty(part)


def ring_empty(world: World) -> RingEmptyError:
    """Return what has stopped a world in mid-slab."""
    station = int(as_array(world.control)["stuck"][0])
    return RingEmptyError(station, float(as_array(world.stations)["now"][station]))
