"""Replications of one network by the compiled kernel, without a log and without building anything
twice."""

from typing import Any, NamedTuple

import numpy as np

from voltwin_bindings.components import has_drivers
from voltwin_bindings.engine import RingEmptyError
from voltwin_bindings.kernel_engine import begin_slab, ring_empty
from voltwin_bindings.one_piece import READ, OnePiece, in_one_piece
from voltwin_bindings.preparing import prepare_kernels
from voltwin_bindings.repeated import repeated
from voltwin_bindings.world import build_world
from voltwin_core.linked import NONE
from voltwin_core.record import as_array
from voltwin_core.replications import Course, Replicating, run_replications
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.world import World
from voltwin_core.swap import REACHED, RING_EMPTY

_NO_KEY = 0  # each replication is given its own


class ReplicationError(Exception):
    """The ring of a station was empty in a replication."""

    def __init__(self, number: int, cause: RingEmptyError) -> None:
        """Tell the replication by its number in the series."""
        super().__init__(number, cause)
        self.number, self.cause = number, cause

    def __str__(self) -> str:
        return f"number {self.number} of the series: {self.cause}"


class Series(NamedTuple):
    """Replications that have ended, as one network of copies side by side."""

    world: World  # closed; its first stations are those of the first replication, and so on
    replications: int


class Replicas:
    """A network, ready to be run many times; several threads may do so at once."""

    def __init__(self, parameters: Parameters) -> None:
        """Make the tables of the network's world, at the start of a run.

        Args:
            parameters: the network, not written to.
        """
        self._parameters = parameters
        world = build_world(parameters, _NO_KEY, log_rows=0)
        begin_slab(world)
        prepare_kernels(world)
        self._pristine = in_one_piece(world)

    @property
    def read_bytes(self) -> int:
        """How much memory the readings of one replication take."""
        return 8 * self._pristine.read_words

    @property
    def may_be_read_together(self) -> bool:
        """Whether several replications can be read as one network: not where what is in trucks, on
        the road or unobserved belongs to the network as a whole."""
        of = self._parameters
        apart = (of.trucks, of.observations, of.fleet.classes)
        return not (has_drivers(of) or any(map(len, apart)))

    def worker(self) -> "Worker":
        """Return what runs replications on one thread."""
        return Worker(self._pristine)


class Worker:
    """A world of its own, set back before each replication."""

    def __init__(self, pristine: OnePiece) -> None:
        self._pristine = pristine
        self._own = in_one_piece(pristine.world)

    def run(self, keys: list[int], until: float) -> Series:
        """Run replications without the GIL, each up to `until` [s].

        Args:
            keys: of each, see `voltwin_core.draws.run_key`.
            until: not after the horizon.

        Raises:
            ReplicationError: the ring of vehicles outside a station is empty when one is due.
        """
        own, words = self._own, self._own.read_words
        readings = np.empty(len(keys) * words, np.uint64)
        series = Replicating(
            memory=own.memory,
            pristine=self._pristine.memory,
            readings=readings,
            keys=np.array(keys, np.uint64),
            course=Course.table(1),
        )
        while (status := run_replications(own.world, series, until)) != REACHED:
            if status == RING_EMPTY:
                number = int(as_array(series.course)["done"][0])
                raise ReplicationError(number, ring_empty(own.world))
        return self._read(readings.reshape(len(keys), words))

    def _read(self, readings: np.ndarray[tuple[int, int], np.dtype[np.uint64]]) -> Series:
        """Return the readings as a network of copies side by side, stations numbered through."""
        parameters, times = self._own.world.parameters, len(readings)
        tables: dict[str, Any] = {name: self._own.places[name].tables(readings) for name in READ}
        station = tables["batteries"]["station"].reshape(times, -1)
        first = np.arange(times, dtype=station.dtype)[:, None] * len(parameters.stations)
        station += np.where(station == NONE, 0, first)
        network = repeated(parameters, times)
        return Series(self._own.world._replace(parameters=network, **tables), times)
