"""How large unobserved pools are, and in which order what is in them is numbered.

docs/model.md §4 is the text. What an observation or a truck adds depends on those before it alone,
so that one more at the end changes no number.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """What counts of a station."""

    racks: int | None  # if given
    batteries: int  # at the start
    bays: int


class Growth(NamedTuple):
    """What is numbered next: batteries of a pool, then vehicles with theirs."""

    station: int
    battery_type: int
    batteries: int
    vehicles: int


class Unobserved:
    """Pools, growing with the interventions of a scenario, told in their order."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self.racks = [
            place.batteries if place.racks is None else place.racks for place in places
        ]  # of each station, as they are now
        self._pools: dict[int, dict[int, list[int]]] = defaultdict(dict)  # batteries, vehicles
        self._trucked: dict[tuple[int, int], int] = defaultdict(int)

    def copy(self) -> "Unobserved":
        """Return the same pools, which grow on their own."""
        other = Unobserved(self._places)
        other.racks = list(self.racks)
        for station, pools in self._pools.items():
            other._pools[station] = {kind: list(pool) for kind, pool in pools.items()}
        other._trucked.update(self._trucked)
        return other

    def observe(
        self, station: int, battery_type: int, batteries: int, waiting: int | None
    ) -> Iterator[Growth]:
        """Yield what an observation adds.

        Args:
            station: that is observed.
            battery_type: likewise.
            batteries: seen there.
            waiting: vehicles seen there, if they were counted.
        """
        place = self._places[station]
        if place.racks is None:
            self.racks[station] = max(self.racks[station], batteries)
        pool = self._pools[station].setdefault(battery_type, [0, 0])
        yield from self._batteries(station)
        if waiting is not None and waiting + place.bays > pool[1]:
            more, pool[1] = waiting + place.bays - pool[1], waiting + place.bays
            yield Growth(station, battery_type, 0, more)

    def truck_leaves(self, station: int, battery_type: int, count: int) -> Iterator[Growth]:
        """Yield what a truck adds that takes so many batteries from a station."""
        self._trucked[station, battery_type] += count
        yield from self._batteries(station)

    def _batteries(self, station: int) -> Iterator[Growth]:
        for battery_type, pool in sorted(self._pools.get(station, {}).items()):
            in_racks_and_bays = self.racks[station] + self._places[station].bays
            wanted = in_racks_and_bays + self._trucked[station, battery_type]
            if wanted > pool[0]:
                more, pool[0] = wanted - pool[0], wanted
                yield Growth(station, battery_type, more, 0)
