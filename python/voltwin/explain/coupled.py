"""Networks whose stations affect each other, as vehicles drive between them.

A change of one station reaches the others there, so that a next unit is a simulation of the whole
network with it, and what it brings is counted over all stations.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import NamedTuple

from voltwin.explain.evidence import Evidence
from voltwin.explain.gains import SINGLE, Case, Gain, Gains, best_of, variants
from voltwin.explain.next_unit import Kinds, Variant
from voltwin.explain.resimulate import Outcome, Recipe, outcomes_of
from voltwin.explain.site import Site
from voltwin.explain.trouble import DELAYS
from voltwin.explain.words import unit
from voltwin.scenario.interventions import Truck
from voltwin.scenario.scenario import Scenario
from voltwin.wording.quantities import number

_MOST_THREADS = 4  # whole networks at once


class Network(NamedTuple):
    """What became of those who arrived in a whole network, and at one station of it."""

    here: Outcome
    lost: int
    within_target: int


def is_coupled(scenario: Scenario) -> bool:
    """Return whether vehicles drive between stations (a fleet, or where stations divert), or trucks
    do."""
    diverts = any(station.policy == "divert" for station in scenario.stations)
    trucks = any(isinstance(what, Truck) for what in scenario.interventions)
    return diverts or trucks or scenario.fleet is not None


def network_gains(
    recipe: Recipe, at: int, case: Case, base: Network, progress: Callable[[float], None]
) -> Gains:
    """Return what each lever at a station brings, with its whole network simulated once per lever.

    Args:
        recipe: of the run.
        at: number of the station.
        case: the station.
        base: the run's network as it was, with this station.
        progress: called with the share that is done, from 0 to 1.
    """
    kinds = Kinds.of(recipe.scenario)
    tried = [
        (levers, variant) for levers in SINGLE for variant in variants(case.site, levers, kinds)
    ]
    found = simulate_networks(recipe, at, [variant.site for _, variant in tried], progress)
    gains = [
        (levers, _gain(base, after, variant))
        for (levers, variant), after in zip(tried, found, strict=True)
        if after is not None
    ]
    return best_of(gains, case.evidence.trouble)


def simulate_networks(
    recipe: Recipe,
    at: int,
    sites: Sequence[Site],
    progress: Callable[[float], None] = lambda done: None,
) -> list[Network | None]:
    """Return what becomes of the network with each of these in the place of station number `at`;
    None where the run cannot go on, a ring being empty."""
    found: list[Network | None] = [None] * len(sites)
    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
        running = {threads.submit(_network, recipe, at, site): n for n, site in enumerate(sites)}
        try:
            for done, future in enumerate(as_completed(running), start=1):
                found[running[future]] = future.result()
                progress(done / len(sites))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return found


def _network(recipe: Recipe, at: int, site: Site) -> Network | None:
    sites = [Site.of(recipe.scenario, n) for n in range(len(recipe.scenario.stations))]
    sites[at] = site
    outcomes = outcomes_of(recipe, sites)
    if outcomes is None:
        return None
    lost, in_time = (sum(getattr(of, name) for of in outcomes) for name in _ADDED)
    return Network(outcomes[at], lost, in_time)


_ADDED = ("lost", "within_target")


def _gain(base: Network, after: Network, variant: Variant) -> Gain:
    before_s, after_s = base.here.wait_mean_s, after.here.wait_mean_s
    return Gain(
        variant.battery_type,
        base.lost - after.lost,
        after.within_target - base.within_target,
        None if before_s is None or after_s is None else after_s - before_s,
        variant.grid_kw,
        after.here.lost + after.here.late,
        base.here.lost - after.here.lost,
    )


def helping_network(gains: Gains, evidence: Evidence) -> str:
    """Return what next units bring in the whole network, the most helpful first."""
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
        return f"in the whole network no single unit more would {does.format('any')}"
    first, *others = [(words[levers], number(gains[levers].score(trouble))) for levers in told]
    said = [f"in the whole network {first[0]} would {does.format(first[1])}"]
    said += [f"{what} {many}" for what, many in others]
    *before, last = [words[levers] for levers in order if levers not in told] or [""]
    none = f"{', '.join(before)} or {last}" if before else last
    return ", ".join([*said, *([f"{none} none"] if none else [])])
