"""Interventions of a scenario into lines of the core's script, and surges of its demand."""

from collections.abc import Iterator
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
)
from voltwin_core.station.events import BAY_IN, BAY_OUT, CHARGER_IN, CHARGER_OUT, INTERVENTION
from voltwin_core.station.script import (
    CLOSE_NOW,
    HOURS_BY_WEEK,
    LIMIT_BY_WEEK,
    LIMIT_FACTOR,
    LIMIT_KW,
    NO_LINE,
    OPEN_NOW,
    PUT_BACK,
    TAKE_OUT,
    Line,
)

Integers = npt.NDArray[np.integer[Any]]


class Script:
    """Lines, numbered in the order of the interventions, and for each in that of the stations."""

    def __init__(
        self, first_charger: Integers, chargers: Integers, first_bay: Integers, bays: Integers
    ) -> None:
        """Begin. By station: the number of its first charger, and how many; likewise bays."""
        self._chargers = list(zip(first_charger.tolist(), chargers.tolist(), strict=True))
        self._bays = list(zip(first_bay.tolist(), bays.tolist(), strict=True))
        self._lines: list[tuple[Any, ...]] = []

    def put(self, what: AnyIntervention, at: float, station: int) -> None:
        """Add the lines of an intervention at one station."""
        lasts = getattr(what, "lasts", None)
        for rank, does, item, value, back_rank, back in self._changes(what, station):
            number = len(self._lines)
            self._lines.append((at, station, rank, does, item, number, NO_LINE, value))
            if lasts is not None:
                end = at + lasts, station, back_rank, back, item, number + 1, number, 0.0
                self._lines.append(end)

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

    def fill(self) -> np.ndarray[Any, Any]:
        """Return all lines by (station, time, rank, number)."""
        lines = sorted(self._lines, key=lambda line: (line[1], line[0], line[2], line[5]))
        return np.array(lines, Line.dtype)


def _limit(what: GridLimit) -> tuple[int, float]:
    if what.factor is not None:
        return LIMIT_FACTOR, what.factor
    assert what.limit_kw is not None
    return LIMIT_KW, what.limit_kw
