"""Random networks, their logs, and times at which they are looked at."""

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise
from random import Random

import numpy as np
import pyarrow as pa

from voltwin.history.reading import Reading, Stretch
from voltwin.validation.network import Network, parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings.engine import EngineError
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

COUNT = 18  # networks, a third of them with fleets
KEY = 7  # of all draws
_ROWS = 64  # of a batch: what is under way goes on from one to the next


@cache
def networks() -> list[Network]:
    drawn = (random_network(Scope(f"history/{n}", arrivals=0.4)) for n in range(5 * COUNT))
    found: list[list[Network]] = [[], []]
    for of in drawn:
        has_fleet = bool(of.city and of.city.zones)
        most = COUNT // 3 if has_fleet else COUNT - COUNT // 3
        if len(found[has_fleet]) < most and _goes_to_its_end(of):
            found[has_fleet].append(of)
    return [*found[True], *found[False]]


def _goes_to_its_end(network: Network) -> bool:
    with suppress(EngineError):
        KernelEngine(parameters(network), KEY, log=False).advance(math.inf)
        return True
    return False


@cache
def tables_of(number: int) -> Parameters:
    return parameters(networks()[number])


def log_of(tables: Parameters) -> pa.Table:
    engine = KernelEngine(tables, KEY)
    engine.advance(math.inf)
    return pa.Table.from_batches(engine.drain(), SCHEMA)


def horizon_of(tables: Parameters) -> float:
    return float(as_array(tables.clock)["horizon_s"][0])


@cache
def read(number: int) -> tuple[Parameters, Stretch]:
    """Return what the whole log says, the charges that are under way at its end among it."""
    tables = tables_of(number)
    reading, end_s = Reading(tables), horizon_of(tables)
    stretch = reading.stretch(log_of(tables).to_batches(max_chunksize=_ROWS), 0.0, end_s)
    charges = np.concatenate([stretch.charges, reading.under_way()])
    return tables, stretch._replace(charges=charges[np.argsort(charges["station"])])


def stretches(number: int, cuts: Sequence[float]) -> Iterator[Stretch]:
    """Yield the log in stretches that are cut at parts of the run, such as 0.5."""
    tables = tables_of(number)
    log, reading, end_s = log_of(tables), Reading(tables), horizon_of(tables)
    times = log["time"].to_numpy()
    for begin_s, until_s in pairwise([0.0, *(end_s * cut for cut in sorted(cuts)), end_s]):
        first, end = np.searchsorted(times, [begin_s, until_s])
        yield reading.stretch(log.slice(first, end - first).to_batches(), begin_s, until_s)


def stops(number: int) -> Iterator[KernelEngine]:
    """Yield a run with a log at times at random, where something has just happened, at its end."""
    tables, source = tables_of(number), Random(number)
    horizon_s = horizon_of(tables)
    happened = log_of(tables)["time"].to_numpy().tolist() or [0.0]
    moments = [source.uniform(0.0, horizon_s) for _ in range(6)]
    moments += [math.nextafter(source.choice(happened), math.inf) for _ in range(6)]
    engine = KernelEngine(tables, KEY)
    for now in sorted({horizon_s, *(min(time, horizon_s) for time in moments if time > 0.0)}):
        engine.advance(now)
        engine.drain()
        yield engine
