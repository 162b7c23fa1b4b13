"""Interventions of a scenario into lines of the core's script, and surges of its demand."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin.scenario.interventions import (
    AnyIntervention,
    BayIn,
    BayOut,
    ChargerIn,
    ChargerOut,
    Close,
    GridLimit,
    Open,
    Sighting,
)
from voltwin.scenario.tables.growing import Growing, Rows
from voltwin_core.station.events import (
    BAY_IN,
    BAY_OUT,
    CHARGER_IN,
    CHARGER_OUT,
    INTERVENTION,
    TRUCK,
)
from voltwin_core.station.script import (
    CLOSE_NOW,
    HOURS_BY_WEEK,
    LIMIT_BY_WEEK,
    LIMIT_FACTOR,
    LIMIT_KW,
    LOAD,
    NO_LINE,
    OBSERVE,
    OPEN_NOW,
    PUT_BACK,
    SEEN_IDLE,
    SEEN_OUT,
    TAKE_OUT,
    UNLOAD,
    Line,
    Observation,
    Sight,
    Truck,
)

Integers = npt.NDArray[np.integer[Any]]
Sightings = Mapping[int, Sighting]

_NO_BATTERY = {"out": SEEN_OUT, "idle": SEEN_IDLE}


class Script:
    """Lines, numbered in the order of the interventions, and for each in that of the stations."""

    def __init__(
        self, first_charger: Integers, chargers: Integers, first_bay: Integers, bays: Integers
    ) -> None:
        """Begin. By station: the number of its first charger, and how many; likewise bays."""
        self._chargers = list(zip(first_charger.tolist(), chargers.tolist(), strict=True))
        self._bays = list(zip(first_bay.tolist(), bays.tolist(), strict=True))
        self._lines = Growing(Line.dtype)
        self._trucks = Growing(Truck.dtype)
        self._observations = Growing(Observation.dtype)
        self._sights = Growing(Sight.dtype)

    def copy(self) -> "Script":
        """Return one with the same in it, to which more may be added."""
        other = copy.copy(self)
        for name in ("_lines", "_trucks", "_observations", "_sights"):
            setattr(other, name, getattr(self, name).copy())
        return other

    def put(self, what: AnyIntervention, at: float, station: int) -> None:
        """Add the lines of an intervention at one station."""
        lasts = getattr(what, "lasts", None)
        for rank, does, item, value, back_rank, back in self._changes(what, station):
            number = len(self._lines)
            self._lines.add((at, station, rank, does, item, number, NO_LINE, value))
            if lasts is not None:
                end = at + lasts, station, back_rank, back, item, number + 1, number, 0.0
                self._lines.add(end)

    def put_truck(
        self, at: float, origin: int, to: int, travel: float, load: tuple[int, int]
    ) -> None:
        """Add the lines of a truck between two stations; trucks are numbered in this order.

        Args:
            at: when it leaves [s].
            origin: station that it leaves.
            to: station that it arrives at.
            travel: from one to the other [s].
            load: the fields of `Truck`.
        """
        number, truck = len(self._lines), len(self._trucks)
        self._lines.add((at, origin, INTERVENTION, LOAD, truck, number, NO_LINE, 0.0))
        self._lines.add((at + travel, to, TRUCK, UNLOAD, truck, number + 1, NO_LINE, 0.0))
        self._trucks.add(load)

    def put_observation(
        self, at: float, station: int, seen: tuple[Any, ...], chargers: Sightings, racks: int
    ) -> None:
        """Add the line of an observation; they are numbered in this order.

        Args:
            at: when [s].
            station: where.
            seen: the fields of `Observation` before its sights.
            chargers: by number at the station.
            racks: that the station has by then.
        """
        number, first = len(self._lines), self._chargers[station][0]
        observation = len(self._observations)
        self._lines.add((at, station, INTERVENTION, OBSERVE, observation, number, NO_LINE, 0.0))
        self._observations.add((*seen, len(self._sights), len(chargers), racks))
        for charger, how in sorted(chargers.items()):
            soc = _NO_BATTERY[how] if isinstance(how, str) else how
            self._sights.add((first + charger, soc))

    def _changes(self, what: AnyIntervention, station: int) -> Iterator[tuple[Any, ...]]:
        """Yield (rank, what is done, to which item, value, rank and deed at its end)."""
        if isinstance(what, ChargerOut | ChargerIn | BayOut | BayIn):
            out = isinstance(what, ChargerOut | BayOut)
            does = TAKE_OUT if out else PUT_BACK
            if isinstance(what, ChargerOut | ChargerIn):
                (first, count), items = self._chargers[station], what.charger
                ranks = CHARGER_OUT, CHARGER_IN
            else:
                (first, count), items = self._bays[station], what.bay
                ranks = BAY_OUT, BAY_IN
            for item in range(count) if items == "all" else sorted(set(items)):
                yield ranks[0 if out else 1], does, first + item, 0.0, ranks[1], PUT_BACK
        elif isinstance(what, GridLimit):
            does, value = _limit(what)
            yield INTERVENTION, does, NO_LINE, value, INTERVENTION, LIMIT_BY_WEEK
        elif isinstance(what, Close | Open):
            does = CLOSE_NOW if isinstance(what, Close) else OPEN_NOW
            yield INTERVENTION, does, NO_LINE, 0.0, INTERVENTION, HOURS_BY_WEEK

    def fill_lines(self) -> Rows:
        """Return all lines by (station, time, rank, number)."""
        lines = self._lines.fill()
        keys = (lines["number"], lines["rank"], lines["time"], lines["station"])
        return lines[np.lexsort(keys)]

    def fill_trucks(self) -> Rows:
        """Return all trucks."""
        return self._trucks.fill()

    def fill_observations(self) -> Rows:
        """Return all observations."""
        return self._observations.fill()

    def fill_sights(self) -> Rows:
        """Return all sights of chargers."""
        return self._sights.fill()


def _limit(what: GridLimit) -> tuple[int, float]:
    if what.factor is not None:
        return LIMIT_FACTOR, what.factor
    assert what.limit_kw is not None
    return LIMIT_KW, what.limit_kw
