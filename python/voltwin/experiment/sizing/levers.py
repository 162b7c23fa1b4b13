"""Levers: what may be added at a group of stations. A design says how many units of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from voltwin.experiment.sizing.sizing_plan import Each, Sizing
from voltwin.experiment.variant import BASE, Variant
from voltwin.scenario.changes import Change
from voltwin.scenario.changes.paths import Condition, Step, key_text, path_text
from voltwin.scenario.scenario import Scenario

Design: TypeAlias = tuple[int, ...]  # units added, by the number of the lever


@dataclass(frozen=True)
class Lever:
    """Units of a resource at a group of stations, each of which gets the same number."""

    resource: str  # chargers, batteries, batteries.TYPE, or bays
    each: Each
    place: str  # region, or id of the station; empty for the whole network
    stations: tuple[int, ...]  # by number
    most: int  # units at each of them

    @property
    def name(self) -> str:
        """What columns and messages call it, such as `chargers[North]`."""
        return f"{self.resource}[{self.place}]" if self.place else self.resource

    def change(self, units: int) -> Change:
        """Return what adds so many units at each station of the group."""
        return Change(f"{self._group}.{self.resource}", "+=", units)

    @property
    def _group(self) -> str:
        steps: tuple[Step, ...] = ("stations", ())
        if self.each == "region":
            steps = ("stations", (Condition("region", (self.place,)),))
        if self.each == "station":
            return f"stations{key_text(self.place)}"
        return path_text(steps)


def levers_of(plan: Sizing) -> list[Lever]:
    """Return the levers of a plan: resource by resource, places in the order of the stations."""
    return [
        Lever(resource, given.each, place, tuple(stations), given.most)
        for resource, given in plan.levers.items()
        for place, stations in groups(plan.scenario, given.each).items()
    ]


def groups(scenario: Scenario, each: Each) -> Mapping[str, Sequence[int]]:
    """Return the numbers of the stations of each place."""
    found: dict[str, list[int]] = {}
    for number, station in enumerate(scenario.stations):
        place = {"network": "", "region": station.region, "station": station.id}[each]
        found.setdefault(place, []).append(number)
    return found


def nothing(levers: Sequence[Lever]) -> Design:
    """Return the design that adds nothing."""
    return (0,) * len(levers)


def everything(levers: Sequence[Lever], of: Iterable[int] | None = None) -> Design:
    """Return the design with the most units at all levers, or at some of them, by number."""
    some = set(range(len(levers)) if of is None else of)
    return tuple(lever.most if number in some else 0 for number, lever in enumerate(levers))


def variant_of(levers: Sequence[Lever], design: Design) -> Variant:
    """Return the variant that a design is; its levels are the units at each lever."""
    used = list(_used(levers, design))
    return Variant(
        name=", ".join(f"{lever.name}+={units}" for lever, units in used) or BASE,
        changes=tuple(lever.change(units) for lever, units in used),
        levels={lever.name: units for lever, units in zip(levers, design, strict=True)},
    )


def _used(levers: Sequence[Lever], design: Design) -> Iterator[tuple[Lever, int]]:
    return ((lever, units) for lever, units in zip(levers, design, strict=True) if units)
