"""Sites: a station with what interventions do to it, so that a next unit may change both.

Nothing of an intervention may undo the unit that is tried: one about all chargers of the station
is about those that it had, a limit that it sets is a limit that is raised, and what was seen at the
station is seen with the unit.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from voltwin.scenario.derived import is_about
from voltwin.scenario.interventions import AnyIntervention, DemandSurge, Somewhere, Truck
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station

Script = Mapping[int, AnyIntervention]  # by place among the scenario's interventions


class Site(NamedTuple):
    """A station, and what is done to it alone; surges and trucks are left to the scenario."""

    station: Station
    script: Script = MappingProxyType({})

    @classmethod
    def of(cls, scenario: Scenario, number: int) -> "Site":
        """Return a station of a scenario with the interventions about it, made about it alone."""
        station = scenario.stations[number]
        return cls(
            station,
            {
                place: _alone(what, station)
                for place, what in enumerate(scenario.interventions)
                if not isinstance(what, DemandSurge | Truck) and is_about(what, station)
            },
        )


def network_of(scenario: Scenario, sites: Sequence[Site]) -> Scenario:
    """Return a scenario with these sites in the place of its stations.

    Args:
        scenario: with surges that stay, and the trucks that drive between these stations.
        sites: several of the same id have the same script.
    """
    scripts = {site.station.id: site.script for site in sites}
    lines = [
        (place, what) for place, what in enumerate(scenario.interventions) if _stays(what, scripts)
    ]
    lines += [line for script in scripts.values() for line in script.items()]
    lines.sort(key=lambda line: line[0])  # stable: in the order of the stations, as in the scenario
    stations = [site.station for site in sites]
    interventions = tuple(what for _, what in lines)
    return scenario.model_copy(update={"stations": stations, "interventions": interventions})


def _stays(what: AnyIntervention, scripts: Mapping[str, Script]) -> bool:
    if isinstance(what, Truck):
        return what.origin in scripts and what.to in scripts
    return isinstance(what, DemandSurge)


def _alone(what: AnyIntervention, station: Station) -> AnyIntervention:
    if not isinstance(what, Somewhere):
        return what
    return what.model_copy(update={"stations": (station.id,), "regions": None})
