"""A station's bays: free, taken by a swap, or out of order."""

from collections.abc import Iterable
from heapq import heapify

import simpy

from voltwin.reference.run import Run
from voltwin_core.station.events import ROW_BAY_IN, ROW_BAY_OUT


class Bays(simpy.PriorityStore):
    """The free bays; to ask for one is to get one from here, the lowest first."""

    def __init__(self, run: Run, station: int, bays: Iterable[int]) -> None:
        super().__init__(run.env)
        self.items.extend(bays)
        self._all = len(self.items)
        self._run = run
        self._station = station
        self._to_be_out: set[int] = set()
        self._out: set[int] = set()

    @property
    def in_service(self) -> int:
        """How many bays are not out of order."""
        return self._all - len(self._out)

    def leave(self, bay: int) -> None:
        """Free a bay after its swap; or, if it is to be out: row `bay_out`."""
        if bay in self._to_be_out:
            self._go_out(bay)
        else:
            self.put(bay)

    def take_out(self, bay: int) -> None:
        """A bay goes out of order: at once if it is free, else after its swap."""
        self._to_be_out.add(bay)
        if bay in self.items:
            self.items.remove(bay)
            heapify(self.items)
            self._go_out(bay)

    def put_back(self, bay: int) -> None:
        """A bay works again; if it was out: row `bay_in`, and it is free."""
        self._to_be_out.remove(bay)
        if bay in self._out:
            self._out.remove(bay)
            self._run.log.write(ROW_BAY_IN, self._station, bay=bay)
            self.put(bay)

    def _go_out(self, bay: int) -> None:
        self._out.add(bay)
        self._run.log.write(ROW_BAY_OUT, self._station, bay=bay)
