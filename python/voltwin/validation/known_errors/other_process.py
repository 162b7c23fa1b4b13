"""The same bytes in another process: with other hashes of text, in another folder and time zone, on
more threads, and from the snapshot of a run that was begun in this one."""

import math
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from voltwin.kpis.from_world import cells_from_world
from voltwin.validation.digests import digest_of_log, digest_of_sums
from voltwin.validation.fresh_process import answer_of
from voltwin.validation.network import Network, parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict
from voltwin_bindings.engine import EngineError
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.kernel_state import content_of, state_of
from voltwin_bindings.snapshot_file import from_bytes, to_bytes
from voltwin_core.draws import run_key
from voltwin_core.station.parameters import Parameters

SEED = 910
OTHERWISE = {
    "PYTHONHASHSEED": "910",
    "OMP_NUM_THREADS": "3",
    "NUMBA_NUM_THREADS": "3",
    "TZ": "Asia/Kolkata",
    "LC_ALL": "C.UTF-8",
}
THREADS = 3  # of the other process, for runs without a log
_SCENARIOS = {Effort.QUICK: 5, Effort.FULL: 100}
_KEY = run_key(SEED, 0)

Answers = list[list[str]]  # by scenario: of the log, of the sums, of the log from half-time on


def begun_here(scenarios: int, folder: Path) -> Answers:
    """Run scenarios and return their digests; leave a snapshot of each at half-time."""
    found = []
    for n in range(scenarios):
        engine, first = _to_half_time(n)
        content = content_of(engine.state(), {}, {})
        (folder / f"{n}.snapshot").write_bytes(to_bytes(content))
        found.append(_digests(n, first, _rest_of(engine), threads=1))
    return found


def ended_there(scenarios: str, folder: str) -> Answers:
    """Return what the same runs are here, the last part of each from its snapshot."""
    found = []
    for n in range(int(scenarios)):
        engine, first = _to_half_time(n)
        log, sums, _ = _digests(n, first, _rest_of(engine), THREADS)
        saved = from_bytes((Path(folder) / f"{n}.snapshot").read_bytes())
        rest = _rest_of(KernelEngine.resumed(state_of(saved)))
        found.append([log, sums, digest_of_log(rest)])
    return found


def _to_half_time(n: int) -> tuple[KernelEngine, pa.Table]:
    network = _network(n)
    engine = KernelEngine(parameters(network), _KEY)
    return engine, _rest_of(engine, network.horizon_s / 2.0)


def _network(n: int) -> Network:
    return random_network(Scope(f"{SEED}/{n}"))


def _rest_of(engine: KernelEngine, until: float = math.inf) -> pa.Table:
    """Return the log up to a time; up to where the run cannot go on, if a ring is empty."""
    with suppress(EngineError):
        engine.advance(until)
    return pa.Table.from_batches(engine.drain(), SCHEMA)


def _digests(n: int, first: pa.Table, rest: pa.Table, threads: int) -> list[str]:
    log = pa.concat_tables([first, rest])
    return [digest_of_log(log), _sums(parameters(_network(n)), threads), digest_of_log(rest)]


def _sums(tables: Parameters, threads: int) -> str:
    engine = KernelEngine(tables, _KEY, log=False, threads=threads)
    try:
        engine.advance(math.inf)
    except EngineError as error:
        return str(error)
    return digest_of_sums(cells_from_world(engine.closed_world(), engine.now))


def compared(effort: Effort) -> Iterator[Verdict]:
    """Yield how many runs have other bytes in another process."""
    scenarios = _SCENARIOS[effort]
    with TemporaryDirectory() as folder:
        here = begun_here(scenarios, Path(folder))
        there = answer_of(ended_there, str(scenarios), folder, folder=folder, **OTHERWISE)
    for place, what in enumerate(
        (
            "logs with other bytes there",
            f"sums with other bytes there, on {THREADS} threads",
            "logs with other bytes there, from a snapshot of here",
        )
    ):
        wrong = sum(ours[place] != theirs[place] for ours, theirs in zip(here, there, strict=True))
        yield none_of(what, wrong, scenarios, seed=SEED, of_what="random scenarios")


CHECK = Check(
    "other-process",
    "errors",
    "the same bytes in another process, folder, time zone and number of threads",
    "docs/model.md, determinism; the error: no run can be repeated",
    compared,
    seconds=40.0,
)
