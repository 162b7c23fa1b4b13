"""Stations that affect each other, as vehicles drive between them, or trucks.

A change of one reaches the others there, so that a next unit is a simulation of all of them with
it. What it brings is counted at the station itself: who meets whom changes all over the network,
which moves a few vehicles either way at each of the others. What it brings to all is told beside.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import NamedTuple

from voltwin.explain.evidence import Evidence
from voltwin.explain.gains import SINGLE, Case, Gain, Gains, best_of, gain, variants
from voltwin.explain.next_unit import Kinds, Variant
from voltwin.explain.resimulate import Outcome, Recipe, outcomes_of
from voltwin.explain.site import Site
from voltwin.explain.trouble import DELAYS
from voltwin.explain.words import unit
from voltwin.scenario.derived import with_drives
from voltwin.scenario.interventions import Truck
from voltwin.scenario.scenario import Scenario
from voltwin.wording.quantities import number

_MOST_THREADS = 4  # whole networks at once


class Joined(NamedTuple):
    """A station among those that it affects, or that affect it."""

    recipe: Recipe
    sites: list[Site]  # all of them, as they were
    at: int  # place of the station among them

    @classmethod
    def of(cls, recipe: Recipe, station: int, members: Sequence[int]) -> "Joined":
        """Return a station with those that it is joined to, all by number."""
        sites = [Site.of(recipe.scenario, member) for member in members]
        return cls(recipe, sites, members.index(station))


class Network(NamedTuple):
    """What became of those who arrived at stations that affect each other, and at one of them."""

    here: Outcome
    lost: int
    within_target: int


def is_coupled(scenario: Scenario) -> bool:
    """Return whether vehicles drive between stations: a fleet, or where stations divert."""
    return with_drives(scenario)


def joined_stations(scenario: Scenario) -> Mapping[int, Sequence[int]]:
    """Return for each station that affects others, or may be affected, all that are joined to it,
    itself included: all stations where vehicles drive between them, else those with trucks between
    them."""
    stations = range(len(scenario.stations))
    if is_coupled(scenario):
        return dict.fromkeys(stations, stations)
    joined: dict[int, list[int]] = {}
    places = {station.id: place for place, station in enumerate(scenario.stations)}
    for truck in scenario.interventions:
        if isinstance(truck, Truck):
            ends = [places[truck.origin], places[truck.to]]
            members = sorted({m for end in ends for m in joined.get(end, [end])})
            joined.update(dict.fromkeys(members, members))
    return joined


def network_gains(
    joined: Joined, case: Case, base: Network, progress: Callable[[float], None]
) -> Gains:
    """Return what each lever at a station brings, with all that it is joined to simulated once per
    lever.

    Args:
        joined: the station among them.
        case: the station.
        base: what became of them in the run.
        progress: called with the share that is done, from 0 to 1.
    """
    kinds = Kinds.of(joined.recipe.scenario)
    tried = [
        (levers, variant) for levers in SINGLE for variant in variants(case.site, levers, kinds)
    ]
    found = simulate_networks(joined, [variant.site for _, variant in tried], progress)
    gains = [
        (levers, _gain(base, after, variant))
        for (levers, variant), after in zip(tried, found, strict=True)
        if after is not None
    ]
    return best_of(gains, case.evidence.trouble)


def simulate_networks(
    joined: Joined,
    changed: Sequence[Site],
    progress: Callable[[float], None] = lambda done: None,
) -> list[Network | None]:
    """Return what becomes of all with each of these in the place of the station; None where the run
    cannot go on, a ring being empty."""
    found: list[Network | None] = [None] * len(changed)
    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
        running = {threads.submit(_network, joined, site): n for n, site in enumerate(changed)}
        try:
            for done, future in enumerate(as_completed(running), start=1):
                found[running[future]] = future.result()
                progress(done / len(changed))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return found


def _network(joined: Joined, variant: Site) -> Network | None:
    sites = [*joined.sites[: joined.at], variant, *joined.sites[joined.at + 1 :]]
    outcomes = outcomes_of(joined.recipe, sites)
    if outcomes is None:
        return None
    lost, in_time = (sum(getattr(of, name) for of in outcomes) for name in _ADDED)
    return Network(outcomes[joined.at], lost, in_time)


_ADDED = ("lost", "within_target")


def _gain(base: Network, after: Network, variant: Variant) -> Gain:
    return gain(base.here, after.here, variant)._replace(
        saved_network=base.lost - after.lost,
        in_time_network=after.within_target - base.within_target,
    )


def helping_network(gains: Gains, evidence: Evidence) -> str:
    """Return what next units bring at a station, and in brackets to its whole network, the most
    helpful first."""
    if not gains:
        return "no single unit can be added"
    trouble = evidence.trouble
    order = sorted(gains, key=lambda levers: gains[levers].score(trouble), reverse=True)
    told = [levers for levers in order if gains[levers].score(trouble) > 0]
    words = {
        levers: unit(levers, gains[levers].grid_kw, gains[levers].battery_type) for levers in order
    }
    does = "serve {} more in time" if trouble == DELAYS else "save {}"
    if not told:
        return f"no single unit more would {does.format('any')} here"
    first, *others = told
    said = f"{words[first]} would {does.format(number(gains[first].score(trouble)))} here"
    more = [
        f"{words[levers]} {number(gains[levers].score(trouble))}{_to_all(gains[levers], trouble)}"
        for levers in others
    ]
    *before, last = [words[levers] for levers in order if levers not in told] or [""]
    none = f"{', '.join(before)} or {last}" if before else last
    in_all = f"{_to_all(gains[first], trouble, ' in the whole network')}"
    return ", ".join([f"{said}{in_all}", *more, *([f"{none} none"] if none else [])])


def _to_all(of: Gain, trouble: str | None, where: str = "") -> str:
    found = of.in_time_network if trouble == DELAYS else of.saved_network
    return "" if found is None else f" ({number(found)}{where})"
