"""Random networks as scenarios, without the stations that contradict themselves."""

from hypothesis import assume

from voltwin.scenario import Scenario
from voltwin.scenario.checks import problems
from voltwin.validation.as_scenario import as_scenario
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import COMPLICATIONS, Scope

_ON_THEIR_OWN = frozenset(COMPLICATIONS) - {"drivers", "trucks"}  # which join stations


def random_city(seed: str, stations: int) -> Scenario:
    """Return a valid scenario with some of `stations` stations."""
    scope = Scope(seed, stations=stations, arrivals=0.5, complications=_ON_THEIR_OWN)
    city = as_scenario(random_network(scope))
    wrong = {path[1] for path, _ in problems(city) if path[0] == "stations"}
    kept = [station for number, station in enumerate(city.stations) if number not in wrong]
    assume(kept)
    ids = {station.id for station in kept}
    surges = tuple(surge for surge in city.demand.surges if ids.issuperset(surge.stations or ()))
    demand = city.demand.model_copy(update={"surges": surges})
    city = city.model_copy(update={"stations": kept, "demand": demand})
    assume(not problems(city))
    return city
