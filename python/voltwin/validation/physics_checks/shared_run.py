"""A run in which all that bends a charge comes together: a curve that rises and falls, a limit that
is shared and changes, batteries that age, warm up and are derated. Told again from its log."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Cells
from voltwin.kpis.from_world import cells_from_world
from voltwin.scenario.ageing import Lfp250Ah
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.ageing import LFP_250AH
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.parameters import SHARE

SEED = 1
CURVE = ((0.0, 20.0), (0.5, 110.0), (0.7, 90.0), (1.0, 10.0))
LAW = Lfp250Ah(calendar_factor=8.37e6, cycling_base=4.38e-6)  # ages a hundred times as fast
EFFICIENCY, CHARGER_KW, CAPACITY_KWH = 0.9, 100.0, 60.0
_THURSDAY_S = 3 * 86400.0  # the run starts on one
_LIMITS = (0.0, 100.0), (_THURSDAY_S + 4 * HOUR_S, 60.0), (_THURSDAY_S + 8 * HOUR_S, 240.0)
NETWORK = Network(
    types=(
        Type(
            capacity_kwh=CAPACITY_KWH,
            curve=CURVE,
            cool_minimum_s=60.0,
            cool_tau_s=3600.0,
            cool_start_c=40.0,
            return_c=35.0,
            heat_c_per_kw2=0.002,
            derating=((20.0, 1.0), (40.0, 0.6)),
            ageing=(float(LFP_250AH), *LAW.numbers()),
        ),
    ),
    sites=(
        Site(
            inventory=((0.2, 0.3, 0.4, 0.9, 0.9, 0.9),),
            ring=(30,),
            shares=(1.0,),
            arrivals=Arrivals(times=tuple(1000.0 * n for n in range(1, 36))),
            bays=3,
            chargers=((CHARGER_KW, EFFICIENCY),) * 4,
            limit_kw=_LIMITS,
            grid_rule=SHARE,
        ),
    ),
    horizon_s=16 * HOUR_S,  # six hours after the last vehicle: every charge is over
)
Row = dict[str, Any]


class Run(NamedTuple):
    """What the run has left."""

    engine: KernelEngine
    log: pa.Table
    cells: Cells  # by the kernel's own accumulators


@cache
def shared_run() -> Run:
    """Return the run, made once."""
    engine = KernelEngine(parameters(NETWORK), SEED)
    engine.advance(np.inf)
    log = pa.Table.from_batches(engine.drain(), SCHEMA)
    return Run(engine, log, cells_from_world(engine.closed_world(), engine.now))


class Stretch(NamedTuple):
    """A charge between two rows."""

    begin: float  # [s]
    end: float  # [s]
    soc: float
    soc_after: float
    most_kw: float  # of the set-point
    derating: float
    soh: float


def stretches(rows: Iterable[Row]) -> Iterator[Stretch]:
    """Yield every stretch of every charge, read off the log one row after another."""
    on: dict[int, Row] = {}
    soh: dict[int, float] = {}
    for row in rows:
        c, kind = row["charger"], row["kind"]
        if c < 0:
            continue
        if kind == "placed":
            on[c] = {"derating": 1.0, "most": 0.0, "since": row["time"], "soc": row["soc"]}
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
