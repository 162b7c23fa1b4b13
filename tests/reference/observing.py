"""Observations, put straight into the tables of a network."""

from dataclasses import dataclass, field

import numpy as np
from tests.reference.small import HOUR_S, KEY, Story, network, story_of

from voltwin.reference import ReferenceEngine
from voltwin.scenario.tables.unobserved import Place, Unobserved
from voltwin.validation.network import Site, Type
from voltwin.validation.scripting import by_station
from voltwin_core.linked import NONE
from voltwin_core.record import as_array
from voltwin_core.station.events import INTERVENTION
from voltwin_core.station.parameters import Battery, Parameters, Vehicle
from voltwin_core.station.script import (
    NO_LINE,
    NOT_SEEN,
    OBSERVE,
    SEEN_IDLE,
    SEEN_OUT,
    Disturbances,
    Line,
    Observation,
    Sight,
)

IDLE, OUT = SEEN_IDLE, SEEN_OUT


@dataclass(frozen=True)
class Seen:
    """What was seen at a site; chargers by their numbers there."""

    at_s: float
    ready: int = NOT_SEEN
    not_ready: int = NOT_SEEN
    waiting: int = NOT_SEEN
    soc: float = 0.4
    chargers: dict[int, float] = field(default_factory=dict)
    site: int = 0
    kind: int = 0

    @property
    def batteries(self) -> int:
        """How many batteries were seen."""
        on_chargers = sum(soc >= 0.0 for soc in self.chargers.values())
        return max(0, self.ready) + max(0, self.not_ready) + on_chargers


def observed(tables: Parameters, *seen: Seen) -> Parameters:
    """Return the tables of a network with these observations, after all that is done to it."""
    stations = as_array(tables.stations).copy()
    places = [Place(row["racks"], row["inventory"], row["bays"]) for row in stations]
    pools, types = Unobserved(places), len(tables.battery_types)
    lines, sights = as_array(tables.script).tolist(), as_array(tables.sights).tolist()
    batteries, vehicles = (as_array(t).tolist() for t in (tables.batteries, tables.vehicles))
    observations = as_array(tables.observations).tolist()
    soh = {row[0]: row[3] for row in batteries}
    for what in seen:
        counted = what.ready, what.not_ready, what.waiting
        span = len(sights), len(what.chargers)
        first = int(stations["first_charger"][what.site])
        sights += [(first + i, soc) for i, soc in sorted(what.chargers.items())]
        does = INTERVENTION, OBSERVE, len(observations), len(lines), NO_LINE, 0.0
        lines.append((what.at_s, what.site, *does))
        observations.append((what.kind, *counted, what.soc, *span))
        waiting = None if what.waiting == NOT_SEEN else what.waiting
        for growth in pools.observe(what.site, what.kind, what.batteries, waiting):
            kind = growth.battery_type
            full_soc = float(as_array(tables.battery_types)["full_soc"][kind])
            row = kind, growth.station, full_soc, soh.get(kind, 1.0)
            pool = growth.station * types + kind
            vehicles += [(pool, len(batteries) + i) for i in range(growth.vehicles)]
            batteries += [row] * (growth.batteries + growth.vehicles)
    lines.sort(key=lambda line: (line[1], line[0], line[2], line[5]))
    disturbances = as_array(tables.disturbances).copy()
    spans = by_station(lines, len(stations))
    disturbances["first_line"], disturbances["lines"] = np.array(spans, np.int32).T
    return tables._replace(
        script=Line.adopt(np.array(lines, Line.dtype)),
        disturbances=Disturbances.adopt(disturbances),
        observations=Observation.adopt(np.array(observations, Observation.dtype)),
        sights=Sight.adopt(np.array(sights, Sight.dtype)),
        batteries=Battery.adopt(np.array(batteries, Battery.dtype)),
        vehicles=Vehicle.adopt(np.array(vehicles, Vehicle.dtype)),
    )


def look(*seen: Seen, at: Site, kinds: tuple[Type, ...] = (Type(),), hours: float = 4.0) -> Story:
    """Run one station that is observed, and return its story."""
    return play(observed(network(at, kinds=kinds, hours=hours), *seen), hours)


def play(tables: Parameters, hours: float = 4.0) -> Story:
    """Run a network and return its story."""
    engine = ReferenceEngine(tables, KEY)
    engine.advance(hours * HOUR_S)
    return story_of(engine)


def about(row: dict[str, object]) -> tuple[object, ...]:
    """Return the kind of a row and who it is about: the numbers that are given."""
    names = "vehicle", "battery", "charger", "bay"
    return (row["kind"], *(row[name] for name in names if row[name] != NONE))
