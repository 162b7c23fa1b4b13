"""Random commands to the twin of a random city: whatever is done to it, it is its recipe."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from voltwin.kpis.cells import compare
from voltwin.scenario import Scenario
from voltwin.scenario.checks import problems
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.moments import seconds_after
from voltwin.simulation import Simulation
from voltwin.twin import Twin
from voltwin.twin.twin import STEP_S
from voltwin.validation.as_scenario import as_scenario
from voltwin.validation.difference import columns_of, first_difference
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings.engine import EngineError


def random_city(seed: int) -> tuple[Scenario, list[AnyIntervention]]:
    """Return a city with a part of its script, and the rest of it, which may be made."""
    scopes = (Scope(f"twin/{seed}/{n}", stations=5, arrivals=0.3) for n in count())
    cities = ((scope, as_scenario(random_network(scope))) for scope in scopes)
    scope, city = next(one for one in cities if not problems(one[1]))
    source = scope.source("twin")
    scripted = source.randint(0, len(city.interventions))
    rest = list(city.interventions[scripted:])
    return city.model_copy(update={"interventions": city.interventions[:scripted]}), rest


def played(seed: int, folder: Path) -> Twin:
    """Return a twin after some random commands."""
    source = Random(f"commands/{seed}")
    city, rest = random_city(seed)
    twin = Twin.of(city, seed=seed % 97, budget_bytes=source.choice((0, 1 << 16, 1 << 30)))
    for _ in range(source.randint(4, 12)):
        do = source.choice((advance, seek, make, make, make_several, fork, thin_out, sleep))
        was = twin.now, twin.recipe
        try:
            twin = do(twin, source, rest, folder)
        except EngineError:  # a ring ran empty: it is too small for what was made
            assert (twin.now, twin.recipe) == was
    return twin


def advance(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    twin.advance(twin.now + source.uniform(0.0, 0.6) * twin.horizon)
    return twin


def seek(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    twin.seek(source.choice((source.random() * twin.horizon, min(STEP_S, twin.horizon), 0.0)))
    return twin


def make(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    for what in rest[:1]:
        moved = at_some_time(what, twin, source)
        if seconds_after(twin.scenario.start, moved.at) < twin.horizon:
            twin.make(moved, by="ann")
        rest.pop(0)
    return twin


def make_several(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    whats = [at_some_time(what, twin, source) for what in rest[:3]]
    due = [what for what in whats if seconds_after(twin.scenario.start, what.at) < twin.horizon]
    twin.make_all(due, by="bob")
    del rest[:3]
    return twin


def fork(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    at = source.choice((None, source.random() * twin.horizon))
    other = twin.fork(at)
    one, two = source.sample((twin, other), 2)
    if rest:
        make(two, source, [rest[-1]], folder)  # which must not be seen in the other
    return one


def thin_out(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    twin.thin_out(source.choice((0, twin.bytes // 2, 1 << 30)))
    return twin


def sleep(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    twin.sleep(folder)
    again = Twin.wake(folder)
    assert (again.now, again.recipe) == (twin.now, twin.recipe)
    return again


def at_some_time(what: AnyIntervention, twin: Twin, source: Random) -> AnyIntervention:
    """Return an intervention at its own time, now, or at any time."""
    at: Any = source.choice((what.at, twin.now, source.random() * twin.horizon))
    return what.model_copy(update={"at": at})


def differences(twin: Twin) -> Iterator[str]:
    """Yield in what a twin is not a plain run of its recipe to where it stands."""
    plain = run_of(twin, log=False)
    plain.advance(twin.now)
    yield from compare(twin.simulation().cells(), plain.cells())
    seen, expected = twin.live(), plain.live()
    for kind in ("stations", "vehicles"):
        for name, column in getattr(seen, kind).items():
            if not np.array_equal(column, getattr(expected, kind)[name]):
                yield f"live {kind}: {name}"


def difference_of_logs(twin: Twin) -> str:
    """Return where the kernel's log of a recipe differs from the reference's."""
    logs = []
    for engine in ("kernel", "reference"):
        run = run_of(twin, engine=engine)
        run.advance(twin.now)
        logs.append(columns_of(run.events()))
    return first_difference(*logs)


def run_of(twin: Twin, **how: Any) -> Simulation:
    recipe = twin.recipe
    return Simulation(
        recipe.scenario_in_full(), seed=recipe.seed, replication=recipe.replication, **how
    )
