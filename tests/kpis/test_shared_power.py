"""Energy under shared power: by KPIs, against fine quadrature of the power that rows tell.

The curve rises and falls, the limit changes, batteries are aged and derated.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pytest

from voltwin.kpis.balances import check
from voltwin.kpis.cells import Cells, compare
from voltwin.kpis.from_log import cells_from_log
from voltwin.kpis.from_world import cells_from_world
from voltwin.scenario.ageing import Lfp250Ah
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.ageing import LFP_250AH
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.cells import SUMS
from voltwin_core.station.parameters import SHARE

THURSDAY_S = 3 * 86400.0  # the run starts on one
CURVE = ((0.0, 20.0), (0.5, 110.0), (0.7, 90.0), (1.0, 10.0))
LAW = (LFP_250AH, *Lfp250Ah(calendar_factor=8.37e7, cycling_base=4.38e-4).numbers())
LIMITS = (0.0, 100.0), (THURSDAY_S + 4 * HOUR_S, 60.0), (THURSDAY_S + 8 * HOUR_S, 240.0)
EFFICIENCY = 0.9
NETWORK = Network(
    types=(
        Type(
            capacity_kwh=60.0,
            curve=CURVE,
            cool_minimum_s=60.0,
            cool_tau_s=3600.0,
            cool_start_c=40.0,
            return_c=35.0,
            heat_c_per_kw2=0.002,
            derating=((20.0, 1.0), (40.0, 0.6)),
            ageing=tuple(map(float, LAW)),
        ),
    ),
    sites=(
        Site(
            inventory=((0.2, 0.3, 0.4, 0.9, 0.9, 0.9),),
            ring=(30,),
            shares=(1.0,),
            arrivals=Arrivals(times=tuple(600.0 * n for n in range(1, 60))),
            bays=3,
            chargers=((100.0, EFFICIENCY),) * 4,
            limit_kw=LIMITS,
            grid_rule=SHARE,
        ),
    ),
    horizon_s=12 * HOUR_S,
)
TABLES = parameters(NETWORK)


class Stretch(NamedTuple):
    """A charge between two rows."""

    begin: float
    end: float
    soc: float
    soc_after: float
    most_kw: float  # of the set-point
    derating: float
    soh: float


@pytest.fixture(scope="module")
def run() -> tuple[KernelEngine, pa.Table]:
    engine = KernelEngine(TABLES, 1)
    engine.advance(np.inf)
    return engine, pa.Table.from_batches(engine.drain(), SCHEMA)


def cells(run: tuple[KernelEngine, pa.Table]) -> Cells:
    return cells_from_log(run[1], TABLES, NETWORK.horizon_s)


def stretches(log: pa.Table) -> Iterator[Stretch]:
    """Yield every stretch of every charge, read off the log one row after another."""
    on: dict[int, dict[str, Any]] = {}
    soh: dict[int, float] = {}
    for row in log.to_pylist():
        c, kind = row["charger"], row["kind"]
        if c < 0:
            continue
        if kind == "placed":
            on[c] = {"derating": 1.0, "most": 0.0, "since": math.nan, "soc": row["soc"]}
        elif kind == "aged":
            soh[row["battery"]] = row["soc"]
        elif kind == "derated":
            on[c]["derating"] = row["soc"]
        else:
            x = on[c]
            if x["most"] > 0.0:
                health = soh.get(row["battery"], 1.0)
                span = x["since"], row["time"], x["soc"], row["soc"]
                yield Stretch(*span, x["most"], x["derating"], health)
            x["since"], x["soc"] = row["time"], row["soc"]
            if kind == "set_point":
                x["most"] = row["power_kw"]


def quadrature(of: Stretch, slots: np.ndarray[Any, Any]) -> float:
    """Add the energy of a stretch to slots of 15 minutes, by small steps of the midpoint rule, and
    return the SoC that it leads to."""
    steps = max(1, math.ceil((of.end - of.begin) / 2.0))
    dt, soc = (of.end - of.begin) / steps, of.soc
    knots, powers = zip(*CURVE, strict=True)

    def drawn(at: float) -> float:
        curve = float(np.interp(at, knots, powers))
        return min(of.most_kw, of.derating * min(100.0, curve))

    def rise(kw: float) -> float:
        return kw * EFFICIENCY * dt / 3600.0 / (60.0 * of.soh)

    for n in range(steps):
        kw = drawn(soc + 0.5 * rise(drawn(soc)))
        soc += rise(kw)
        slots[int((of.begin + (n + 0.5) * dt) // 900.0)] += kw * dt / 3600.0
    return soc


def test_quadrature_of_the_logged_power_gives_socs_and_slots(
    run: tuple[KernelEngine, pa.Table],
) -> None:
    slots = np.zeros(48)
    found = list(stretches(run[1]))
    assert len(found) > 100
    for stretch in found:
        assert quadrature(stretch, slots) == pytest.approx(stretch.soc_after, abs=1e-5)
    grid = cells(run).grid_kwh[0]
    # A step of 2 s across the border of a slot is up to 0.05 kWh; what is under way at the end is
    # in no stretch yet.
    assert slots[:44] == pytest.approx(grid[:44], abs=0.1)
    assert slots[:44].sum() == pytest.approx(grid[:44].sum(), rel=2e-3)


def test_slots_reach_the_limit_and_never_exceed_it(run: tuple[KernelEngine, pa.Table]) -> None:
    kw = cells(run).grid_kwh[0].reshape(12, 4) * 4.0
    limit = np.array([100.0] * 4 + [60.0] * 4 + [240.0] * 4)[:, None]
    assert (kw <= limit * (1.0 + 1e-12)).all()
    assert kw[:4].max() > 95.0
    assert kw[4:8].max() == pytest.approx(60.0, rel=1e-9)


def test_energy_fades_with_capacity_and_the_balances_say_where_it_went(
    run: tuple[KernelEngine, pa.Table],
) -> None:
    engine = run[0]
    by_log = cells(run)
    assert compare(by_log, cells_from_world(engine.closed_world(), engine.now)) == []
    fade = by_log.sums[0, :, SUMS.index("fade_kwh")]
    assert fade.sum() > 1.0
    assert by_log.soh.min() < 0.99
    kept = check(by_log, engine.batteries(), engine.inside(), TABLES)
    assert kept.message == ""
    forgotten = by_log.sums.copy()
    forgotten[0, :, SUMS.index("fade_kwh")] = 0.0
    by_log.sums[:] = forgotten
    assert "fade" in check(by_log, engine.batteries(), engine.inside(), TABLES).message
