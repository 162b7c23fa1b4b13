"""Random commands to the twin of a random city: whatever is done to it, it is its recipe."""

import math
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np

from voltwin.kpis.cells import compare
from voltwin.scenario import Scenario
from voltwin.scenario.checks import problems
from voltwin.scenario.interventions import AnyIntervention
from voltwin.scenario.moments import seconds_after
from voltwin.simulation import Simulation
from voltwin.twin import Recipe, Twin, timeline
from voltwin.validation.as_scenario import as_scenario
from voltwin.validation.difference import columns_of, first_difference
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings.engine import EngineError
from voltwin_bindings.live import Live
from voltwin_core.record import as_array


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
    twin = Twin.of(city, seed=seed % 97, budget_bytes=source.choice((0, 1 << 18, 1 << 30)))
    # Horizons are short: so that states are kept on the way, they are closer to each other.
    step_s = math.ceil(city.horizon / source.choice((3, 17, 40)))
    with patch.object(timeline, "STEP_S", float(step_s)):
        for _ in range(source.randint(4, 16)):
            do = source.choice((advance, seek, to_and_fro, make, make, late, fork, thin_out, sleep))
            was = twin.now, twin.reached, twin.recipe
            try:
                twin = do(twin, source, rest, folder)
            except EngineError:  # a ring ran empty: it is too small for what was made
                assert (twin.now, twin.recipe) == (was[0], was[2])
            assert twin.now <= twin.reached
    return twin


def advance(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    twin.advance(twin.now + source.uniform(0.0, 0.6) * twin.horizon)
    return twin


def seek(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    twin.seek(source.choice((source.random() * twin.horizon, timeline.STEP_S, 0.0)))
    return twin


def to_and_fro(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    for _ in range(4):
        twin.seek(source.random() * twin.reached)
    return twin


def make(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    for what in rest[:1]:
        moved = at_some_time(what, twin, source)
        if seconds_after(twin.scenario.start, moved.at) < twin.horizon:
            twin.make(moved, by="ann")
        rest.pop(0)
    return twin


def late(twin: Twin, source: Random, rest: list[AnyIntervention], folder: Path) -> Twin:
    """Make several in any order, all at times that are over or now."""
    times = [source.choice((twin.now, source.random() * twin.now)) for _ in rest[:3]]
    whats = [what.model_copy(update={"at": at}) for what, at in zip(rest[:3], times, strict=True)]
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
    again = Twin.wake(folder, budget_bytes=source.choice((0, 1 << 30)))
    assert (again.now, again.reached, again.recipe) == (twin.now, twin.reached, twin.recipe)
    return again


def at_some_time(what: AnyIntervention, twin: Twin, source: Random) -> AnyIntervention:
    """Return an intervention at its own time, now, or at any time."""
    at: Any = source.choice((what.at, twin.now, source.random() * twin.horizon))
    return what.model_copy(update={"at": at})


def differences(twin: Twin) -> Iterator[str]:
    """Yield in what a twin is not a plain run of its recipe to where it stands."""
    plain = run_of(twin.recipe, log=False)
    plain.advance(twin.now)
    run = twin.simulation()
    yield from compare(run.cells(), plain.cells())
    yield from _other_views(run.live(), plain.live())
    if (as_array(plain.parameters.script)["time"] == twin.now).any():  # and shown by now
        plain.advance(math.nextafter(twin.now, math.inf))
        if not np.array_equal(twin.kpis().cells.counts, plain.cells().counts):
            yield "counts of KPIs"
    yield from _other_views(twin.live(), plain.live())


def _other_views(seen: Live, expected: Live) -> Iterator[str]:
    for kind in ("stations", "vehicles"):
        for name, column in getattr(seen, kind).items():
            if not np.allclose(column, getattr(expected, kind)[name], rtol=1e-12, atol=0.0):
                yield f"live {kind}: {name}"


def difference_of_logs(twin: Twin) -> str:
    """Return where the kernel's log of what was made differs from that of the exported recipe, on
    the kernel or the reference."""
    again = Recipe.from_json(twin.recipe.to_json())
    log = columns_of(made_again(twin).events())
    for engine in ("kernel", "reference"):
        run = run_of(again, engine=engine)
        run.advance(twin.now)
        if difference := first_difference(log, columns_of(run.events())):
            return f"{engine}: {difference}"
    return ""


def made_again(twin: Twin) -> Simulation:
    """Return a run with its log on in which all is made as late as its order allows."""
    recipe = twin.recipe
    run = run_of(Recipe(recipe.scenario, recipe.seed, replication=recipe.replication))
    whats = [made.what for made in recipe.made]
    times = [seconds_after(recipe.scenario.start, what.at) for what in whats]
    for number, what in enumerate(whats):
        run.advance(min(twin.now, *times[number:]))
        run.intervene(what)
    run.advance(twin.now)
    return run


def run_of(recipe: Recipe, **how: Any) -> Simulation:
    return Simulation(
        recipe.scenario_in_full(), seed=recipe.seed, replication=recipe.replication, **how
    )
