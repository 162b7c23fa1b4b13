"""Surges: where they apply, and what they make of a rate together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.scenario.demand import Surge
from voltwin.scenario.station import Station

Floats = npt.NDArray[np.float64]


class SurgesByPlace:
    """Surges, found by the stations that they apply to: by region, by id, or as all are."""

    def __init__(self, surges: Iterable[Surge]) -> None:
        """Put each where it applies."""
        self._surges = tuple(surges)
        self._everywhere: list[int] = []
        self._in_region: dict[str, list[int]] = defaultdict(list)
        self._at_station: dict[str, list[int]] = defaultdict(list)
        self._found: dict[tuple[str, str | None], tuple[int, ...]] = {}
        for number, surge in enumerate(self._surges):
            if surge.regions is None and surge.stations is None:
                self._everywhere.append(number)
            for region in surge.regions or ():
                self._in_region[region].append(number)
            for name in surge.stations or ():
                self._at_station[name].append(number)

    def numbers(self, station: Station) -> tuple[int, ...]:
        """Return the places of the surges that apply to a station, rising."""
        name = station.id if station.id in self._at_station else None  # else by region alone
        place = station.region, name
        if place not in self._found:
            in_region = self._in_region.get(station.region, ())
            at_station = () if name is None else self._at_station[name]
            self._found[place] = tuple(sorted({*self._everywhere, *in_region, *at_station}))
        return self._found[place]

    def at(self, numbers: Iterable[int]) -> list[Surge]:
        """Return the surges at these places."""
        return [self._surges[number] for number in numbers]


class Steps(NamedTuple):
    """The product of surges: from each time to the next, a factor; 1 before the first."""

    at_s: Floats  # rising [s]
    factor: Floats

    def after(self, times: Floats) -> Floats:
        """Return the factors just after some times [s]."""
        factors: Floats = np.append(1.0, self.factor)
        return factors[np.searchsorted(self.at_s, times, side="right")]

    def times(self, surges: Sequence[Surge]) -> "Steps":
        """Return the product with more surges, with a step wherever one begins or ends.

        Factors are multiplied in the order of the surges, so that the bits of the product do not
        depend on how many of them were there before.
        """
        spans = np.array([(surge.start, surge.end) for surge in surges]).reshape(-1, 2)
        at_s = np.union1d(self.at_s, spans)
        factor, rows = self.after(at_s), np.searchsorted(at_s, spans).tolist()
        with np.errstate(over="ignore", invalid="ignore"):  # factors beyond all numbers
            for surge, (first, last) in zip(surges, rows, strict=True):
                factor[first:last] *= surge.factor
        return Steps(at_s, factor)


NO_STEPS = Steps(np.zeros(0), np.zeros(0))
