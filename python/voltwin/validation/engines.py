"""Both engines on the same scenario: do they agree bit by bit, and are they right?

outcome = compare_engines(parameters(random_network(Scope("7"))), seed=7)
report = run_many(300, seed=1); print(report); report.differences == []
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from random import Random
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from voltwin.kpis.balances import check
from voltwin.kpis.cells import Cells, compare
from voltwin.kpis.from_log import cells_from_log
from voltwin.kpis.from_world import cells_from_world
from voltwin.reference import ReferenceEngine
from voltwin.scenario.tables import parameters as tables_of_scenario
from voltwin.scenario.tables.unobserved import Place
from voltwin.validation.as_scenario import as_scenario
from voltwin.validation.difference import Columns, columns_of, first_difference
from voltwin.validation.live import as_told
from voltwin.validation.network import parameters as tables_of
from voltwin.validation.network import places
from voltwin.validation.random_networks import random_network
from voltwin.validation.replay import Replay
from voltwin.validation.report import Report
from voltwin.validation.scope import Scope
from voltwin_bindings.engine import EngineError
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.kernel_state import content_of, state_of
from voltwin_bindings.snapshot_file import from_bytes, to_bytes
from voltwin_core.draws import run_key
from voltwin_core.record import as_array
from voltwin_core.station.cells import BAY, IN_VEHICLE
from voltwin_core.station.events import KINDS
from voltwin_core.station.parameters import Parameters

AnyEngine = KernelEngine | ReferenceEngine

# What scenarios may be wrong in.
LOGS = "scenarios whose logs differ, in slices or whole"
RULES = "scenarios that break a rule of the replay"
BALANCES = "scenarios that miss a balance"
SUMS = "scenarios whose KPIs or states differ by log and sums"
SILENT = "scenarios that end otherwise without a log"
RESTORED = "scenarios that go on otherwise from a snapshot"
QUESTIONS = (LOGS, RULES, BALANCES, SUMS, SILENT, RESTORED)


class Problem(NamedTuple):
    """What is wrong."""

    question: str  # one of `QUESTIONS`
    text: str


@dataclass(frozen=True)
class Outcome:
    """What a comparison has found."""

    rows: int  # of the reference's log
    difference: str  # the first row in which the logs differ, with its context; empty for none
    problems: tuple[Problem, ...]  # what both agree on, or sum up, and is wrong
    features: frozenset[str]  # what happened in the scenario, see `features.FEATURES`
    row_kinds: frozenset[str]  # in the reference's log, see `events.KINDS`
    asked: tuple[str, ...]  # of `QUESTIONS`: not all of a run that could not go on to its end

    @property
    def ok(self) -> bool:
        """Whether the engines agree, and are right."""
        return not self.difference and not self.problems

    @property
    def message(self) -> str:
        """All that is wrong; empty if nothing is."""
        return "\n".join(problem.text for problem in self.all_problems)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """All that is wrong, the difference of the logs first."""
        different = (Problem(LOGS, self.difference),) if self.difference else ()
        return (*different, *self.problems)


def compare_engines(parameters: Parameters, seed: int, places: Sequence[Place] = ()) -> Outcome:
    """Run a scenario on both engines to its horizon and compare.

    The runs go on in one piece, or are cut at up to three random times. One of the engines knows
    the script from its start, and the other learns of interventions and surges as late as the cuts
    allow; the logs must not show it. Nor may the log of a run that goes on from a snapshot taken
    at a random time. Of logs that are equal it is asked whether they are right: the rules of
    `replay`, the balances of both engines, and KPIs by log against those that the kernel has
    summed, with its log on and off.

    Args:
        parameters: of the scenario.
        seed: of the runs, and of how they are cut.
        places: which stations say how many racks they have; unless given, all.
    """
    key, source = run_key(seed, 0), Random(f"cuts/{seed}")
    horizon_s = float(as_array(parameters.clock)["horizon_s"][0])
    cuts = sorted(source.uniform(0.0, horizon_s) for _ in range(source.choice((0, 0, 1, 3))))
    until, told = [*cuts, math.inf], as_told(parameters, cuts, places)
    by_script = [parameters] * len(until)
    for_kernel, for_reference = source.choice(((by_script, told), (told, by_script)))
    kernel, reference = KernelEngine(for_kernel[0], key), ReferenceEngine(for_reference[0], key)
    ours, failed = _run(kernel, until, for_kernel)
    theirs, also_failed = _run(reference, until, for_reference)
    columns = columns_of(theirs)
    replay = Replay(parameters).read(columns)
    features, problems = set(+replay.features), list(_of(RULES, replay.problems))
    asked: tuple[str, ...] = LOGS, RULES
    if failed or also_failed:
        features.add("a ring ran empty")
        difference = _difference_of_failures(ours, theirs, failed, also_failed)
    else:
        difference = first_difference(columns_of(ours), columns)
        if not difference:
            asked = QUESTIONS
            problems += _of_sums(kernel, reference, ours, parameters)
            problems += _of(SILENT, _without_log(for_reference, key, until, kernel))
            cut_s = source.uniform(0.0, horizon_s)
            problems += _of(RESTORED, _restored(parameters, key, cut_s, kernel, columns))
    kinds = frozenset(KINDS[kind] for kind in np.unique(columns["kind"]).tolist())
    return Outcome(len(theirs), difference, tuple(problems), frozenset(features), kinds, asked)


def _run(
    engine: AnyEngine, until: Sequence[float], known: Sequence[Parameters]
) -> tuple[pa.Table, str]:
    """Return the log of a run, and why it could not go on.

    Args:
        engine: with the first of `known`.
        until: times up to which it is advanced, one after the other.
        known: the parameters known on the way to each of them.
    """
    batches, why = [], ""
    try:
        for time, (before, now) in zip(until, pairwise([known[0], *known]), strict=True):
            if now is not before:
                engine.intervene(now)
            engine.advance(time)
            batches += engine.drain()
    except EngineError as error:
        batches += engine.drain()
        why = str(error)
    return pa.Table.from_batches(batches, SCHEMA), why


def _difference_of_failures(ours: pa.Table, theirs: pa.Table, why: str, also_why: str) -> str:
    """Compare runs that could not go on: the kernel hands out whole slabs of its log only."""
    if bool(why) != bool(also_why):
        return f"only one engine fails: kernel {why!r}, reference {also_why!r}"
    same = min(len(ours), len(theirs))
    return first_difference(columns_of(ours), columns_of(theirs.slice(0, same)))


def _of(question: str, found: Iterable[str]) -> Iterator[Problem]:
    return (Problem(question, text) for text in found)


def _of_sums(
    kernel: KernelEngine, reference: ReferenceEngine, log: pa.Table, parameters: Parameters
) -> Iterator[Problem]:
    """Yield what is wrong with sums and balances at the horizon."""
    cells = cells_from_log(log, parameters, kernel.now)
    summed = cells_from_world(kernel.closed_world(), kernel.now)
    differing = (f"KPIs by log and by the kernel: {line}" for line in compare(cells, summed)[:5])
    yield from _of(SUMS, differing)
    yield from _of(BALANCES, _balances("kernel", kernel, cells, parameters))
    yield from _of(BALANCES, _balances("reference", reference, cells, parameters))
    yield from _of(SUMS, _ends("reference", kernel, reference))


def _without_log(
    known: Sequence[Parameters], key: int, until: Sequence[float], kernel: KernelEngine
) -> Iterator[str]:
    """Yield in what a kernel that writes no log, and may skip what only a row needs, differs."""
    silent = KernelEngine(known[0], key, log=False)
    _run(silent, until, known)
    summed = cells_from_world(kernel.closed_world(), kernel.now)
    cells = cells_from_world(silent.closed_world(), silent.now)
    yield from (f"KPIs with and without log: {line}" for line in compare(summed, cells)[:5])
    yield from _ends("kernel without log", kernel, silent)


def _restored(
    parameters: Parameters, key: int, cut_s: float, kernel: KernelEngine, columns: Columns
) -> Iterator[str]:
    """Yield in what a run differs that goes on from a snapshot: its log from that of the reference,
    its sums from those of the kernel, with and without a log of its own."""
    engine, silent = (
        _by_way_of_a_snapshot(KernelEngine(parameters, key, log=log), cut_s)
        for log in (True, False)
    )
    log, why = _run(engine, [math.inf], [parameters])
    _run(silent, [math.inf], [parameters])
    rest = {name: column[columns["time"] >= cut_s] for name, column in columns.items()}
    difference = why or first_difference(columns_of(log), rest)
    if difference:
        yield f"restored from a snapshot at {cut_s!r} s: {difference}"
    for name, other in (("restored kernel", engine), ("restored kernel without log", silent)):
        summed = cells_from_world(kernel.closed_world(), kernel.now)
        cells = cells_from_world(other.closed_world(), other.now)
        yield from (f"KPIs of the {name}: {line}" for line in compare(summed, cells)[:5])
        yield from _ends(name, kernel, other)


def _by_way_of_a_snapshot(engine: KernelEngine, cut_s: float) -> KernelEngine:
    """Return a run that stands at `cut_s` [s], through the bytes of its snapshot."""
    engine.advance(cut_s)
    engine.drain()
    content = from_bytes(to_bytes(content_of(engine.state(), {}, {})))
    return KernelEngine.resumed(state_of(content))


def _ends(name: str, kernel: KernelEngine, other: AnyEngine) -> Iterator[str]:
    """Yield in what the states at the end differ."""
    ours, theirs = kernel.batteries(), other.batteries()
    if not (ours["state"] == theirs["state"]).all():
        yield f"{name}: batteries at the end are in other states"
    # The SoC of a battery inside a vehicle is not told.
    own = ~np.isin(ours["state"], (IN_VEHICLE, BAY))
    if not (ours["soc"] == theirs["soc"])[own].all():
        yield f"{name}: batteries at the end have other SoCs"
    if not (kernel.inside() == other.inside()).all():
        yield f"{name}: vehicles inside at the end differ"


def _balances(name: str, engine: AnyEngine, cells: Cells, parameters: Parameters) -> Iterator[str]:
    balances = check(cells, engine.batteries(), engine.inside(), parameters)
    if not balances.ok:
        yield f"balances of the {name}: {balances.message}"


def compare_scope(scope: Scope) -> Outcome:
    """Compare the engines on the random network of a scope; half of them go by way of a scenario,
    which also puts to the test how it becomes tables."""
    source, network = scope.source("run"), random_network(scope)
    by_scenario = source.random() < 0.5
    tables = tables_of_scenario(as_scenario(network)) if by_scenario else tables_of(network)
    return compare_engines(tables, source.getrandbits(32), places(network))


def run_many(
    scenarios: int,
    seed: int,
    progress: Callable[[float], None] | None = None,
    *,
    workers: int = 1,
) -> Report:
    """Compare the engines on random scenarios and return what was found and what was visited.

    Args:
        scenarios: how many.
        seed: scenario n is that of `Scope(f"{seed}/{n}")`, whatever their number.
        progress: is told how many are done.
        workers: processes; 1 for none but this.
    """
    report = Report(f"of seed {seed}")
    scopes = [Scope(f"{seed}/{n}") for n in range(scenarios)]
    with _mapping(workers) as mapping:
        for scope, outcome in zip(scopes, mapping(compare_scope, scopes), strict=True):
            report.add(scope.seed, outcome.rows, outcome.message, outcome.features)
            if progress:
                progress(report.scenarios)
    return report


@contextmanager
def _mapping(workers: int) -> "Iterator[Callable[..., Iterable[Outcome]]]":
    if workers == 1:
        yield map
        return
    with ProcessPoolExecutor(workers) as pool:
        yield partial(pool.map, chunksize=8)
