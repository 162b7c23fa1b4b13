"""Charges through the whole engine: each battery of a station has a curve of its own."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.physics_checks.deviations import apart, cases, largest
from voltwin.validation.physics_checks.random_charges import random_curve
from voltwin.validation.physics_checks.slow_charging import seconds_between
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.station.parameters import Parameters

_SEED = 311
_LONG_S = 1000.0 * 3600.0  # every charge is over by then
_CLOSED = 1e-9  # relative: a ladder takes a rise below that for none


def in_a_run(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdict on when batteries become ready and full in a run."""
    batteries = cases(effort, 300, quick=100)
    network = random_station(_SEED, batteries)
    sample = Sample(_SEED, f"{batteries} batteries")
    yield largest("times in a run", _off(network), _CLOSED, sample)


def random_station(seed: int, batteries: int) -> Network:
    """Return a station that charges each of its batteries once: aged, of any curve, on a charger
    of any power and efficiency."""
    of = np.random.default_rng(seed)
    kinds = tuple(
        Type(
            capacity_kwh=of.uniform(1.0, 100.0),
            curve=random_curve(of),
            ready_soc=of.uniform(0.5, 0.8),
            full_soc=of.uniform(0.8, 1.0),
            soh=of.uniform(0.5, 1.0),
        )
        for _ in range(batteries)
    )
    site = Site(
        inventory=tuple((of.uniform(0.0, 0.5),) for _ in kinds),
        ring=(1,) * batteries,
        shares=(1.0 / batteries,) * batteries,
        arrivals=Arrivals(times=()),
        chargers=tuple((of.uniform(5.0, 300.0), of.uniform(0.8, 1.0)) for _ in kinds),
    )
    return Network(types=kinds, sites=(site,), horizon_s=_LONG_S)


def rows_of(tables: Parameters, seed: int = _SEED) -> list[dict[str, Any]]:
    """Return the rows of a run of the kernel."""
    engine = KernelEngine(tables, run_key(seed, 0))
    engine.advance(np.inf)
    return pa.Table.from_batches(engine.drain(), SCHEMA).to_pylist()


def _off(network: Network) -> Iterator[float]:
    """Yield by what share the time of each row is off, by that of the charge's row before."""
    site, since = network.sites[0], dict[int, float]()
    soc = [socs[0] for socs in site.inventory]
    for row in rows_of(parameters(network)):
        battery, now = row["battery"], row["time"]
        if row["kind"] in ("ready", "full"):
            kind, (kw, efficiency) = network.types[battery], site.chargers[row["charger"]]
            kwh = kind.capacity_kwh * kind.soh / efficiency
            target = kind.ready_soc if row["kind"] == "ready" else kind.full_soc
            lasts = seconds_between(kind.curve, kwh, kw, soc[battery], target)
            yield apart(now, since[battery] + lasts)
            soc[battery] = target
        since[battery] = now
