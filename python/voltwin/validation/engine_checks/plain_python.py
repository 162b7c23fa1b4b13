"""The kernel as plain Python: the same code uncompiled, where NumPy minds every index.

Its log has to be that of the compiled kernel and of the reference, and what holds of both engines
has to hold of it, too.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from voltwin.reference import ReferenceEngine
from voltwin.validation.difference import Columns, columns_of, first_difference
from voltwin.validation.engines import QUESTIONS, AnyEngine, compare_scope
from voltwin.validation.fresh_process import answer_of
from voltwin.validation.network import parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict
from voltwin_bindings.engine import EngineError
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.swap import advance

SEED = 914
_KEY = run_key(SEED, 0)


class Size(NamedTuple):
    """How many random scenarios, and how large."""

    scenarios: int
    stations: int  # at most
    arrivals: float  # factor of the number aimed at


SIZES = {Effort.QUICK: Size(3, 3, 0.2), Effort.FULL: Size(40, 20, 1.0)}


def scope_of(n: int, size: Size) -> Scope:
    """Return the scope of a scenario."""
    return Scope(f"plain/{n}", stations=size.stations, arrivals=size.arrivals)


def log_of(engine: AnyEngine) -> tuple[Columns, bool]:
    """Return the log of a run, and whether it is whole: not so if a ring runs empty."""
    try:
        engine.advance(math.inf)
        whole = True
    except EngineError:
        whole = False
    return columns_of(pa.Table.from_batches(engine.drain(), SCHEMA)), whole


def run_uncompiled(
    folder: str, scenarios: str, stations: str, arrivals: str
) -> list[tuple[str, bool]]:
    """Write the kernel's log of each scenario, and return what is wrong when it is compared there
    with the reference, by log, sums, balances and snapshots, and whether all of that was asked: not
    so where a ring runs empty. Empty texts for nothing wrong.

    Raises:
        RuntimeError: the kernel is compiled after all.
    """
    if not isinstance(advance, FunctionType):
        raise RuntimeError("the kernel is compiled: NUMBA_DISABLE_JIT is not set")
    size, found = Size(int(scenarios), int(stations), float(arrivals)), []
    for n in range(size.scenarios):
        scope = scope_of(n, size)
        log, _ = log_of(KernelEngine(parameters(random_network(scope)), _KEY))
        columns: dict[str, Any] = dict(log)
        np.savez(Path(folder) / f"{n}.npz", **columns)
        outcome = compare_scope(scope)
        found.append((outcome.message, outcome.asked == QUESTIONS))
    return found


def differences(n: int, size: Size, uncompiled: Columns) -> tuple[str, str]:
    """Return in what the log of a scenario differs from the compiled kernel's, and from the
    reference's. Where a ring runs empty the kernel hands out whole slabs of its log only."""
    tables = parameters(random_network(scope_of(n, size)))
    compiled, _ = log_of(KernelEngine(tables, _KEY))
    reference, whole = log_of(ReferenceEngine(tables, _KEY))
    if not whole:
        rows = len(uncompiled["time"])
        reference = {name: column[:rows] for name, column in reference.items()}
    return first_difference(uncompiled, compiled), first_difference(uncompiled, reference)


def verdicts_on(size: Size) -> Iterator[Verdict]:
    """Yield in how many scenarios the uncompiled kernel differs from the compiled one, from the
    reference, and in how many it is wrong otherwise."""
    rows, different = 0, list[tuple[str, str]]()
    with TemporaryDirectory() as folder:
        cache = {"NUMBA_DISABLE_JIT": "1", "VOLTWIN_CACHE_DIR": folder}
        outcomes = answer_of(run_uncompiled, folder, *map(str, size), **cache)
        for n in range(size.scenarios):
            with np.load(Path(folder) / f"{n}.npz") as file:
                uncompiled = dict(file)
            rows += len(uncompiled["time"])
            different.append(differences(n, size, uncompiled))
    from_compiled, from_reference = zip(*different, strict=True)
    problems, asked = zip(*outcomes, strict=True)
    for what, texts, of in (
        ("another log uncompiled than compiled", from_compiled, size.scenarios),
        ("another log uncompiled than that of the reference", from_reference, size.scenarios),
        ("wrong sums, balances or snapshots uncompiled", problems, sum(asked)),
    ):
        wrong = [f"scenario plain/{n}: {text}" for n, text in enumerate(texts) if text]
        yield none_of(
            f"scenarios with {what}",
            len(wrong),
            of if rows else 0,
            seed=SEED,
            of_what=f"random scenarios, {rows:,} rows",
            why=next(iter(wrong), "").partition("\n")[0],
        )


def compared(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on small scenarios, or on more and larger ones."""
    return verdicts_on(SIZES[effort])


CHECK = Check(
    "plain-python",
    "engines",
    "the kernel uncompiled, under NUMBA_DISABLE_JIT=1",
    "its compiled self, and the SimPy reference",
    compared,
    seconds=120.0,
)
