"""Small runs of the compiled engine, and all that can be read from one, as plain arrays."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from tests.kpis.networks import Site, Type, exponential, fixed, network, rows, uniform

from voltwin.scenario.ageing import Lfp250Ah
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.ageing import LFP_250AH
from voltwin_core.demand import POISSON, Surge
from voltwin_core.distributions import LOGNORMAL, UNIFORM, Distribution
from voltwin_core.record import as_array
from voltwin_core.station.parameters import HIGHEST_SOC, LOSE, LOWEST_SOC, SHARE, Parameters

Arrays = dict[str, npt.NDArray[Any]]
THURSDAY_S = 3 * 86400.0  # the runs start on a Thursday at midnight

_TAPER = ((0.0, 60.0), (0.5, 60.0), (1.0, 12.0))
_COMPACT = Type(curve=_TAPER, arrival_soc=uniform(0.05, 0.5), cool_minimum_s=120.0)
_LARGE = Type(capacity_kwh=82.5, ready_soc=0.7, arrival_soc=uniform(0.0, 0.4))
_STOCK = ((0.9, 0.85, 0.3, 0.1), (0.9, 0.9, 0.2))
_LIMITS = (
    (0.0, 90.0),
    (THURSDAY_S + 1800.0, 30.0),
    (THURSDAY_S + 5400.0, 0.0),
    (THURSDAY_S + 7200.0, 150.0),
)
_HOURS = ((0.0, 1.0), (THURSDAY_S + 9000.0, 0.0), (THURSDAY_S + 10_800.0, 1.0))


def busy(horizon_s: float = 14_400.0) -> Parameters:
    """Return three stations that between them know every event: types, limits, hours, waits."""
    chargers = ((60.0, 0.95), (60.0, 0.9), (40.0, 0.95))
    crowded = Site(
        inventory=_STOCK,
        ring=12,
        bays=2,
        chargers=chargers,
        places=4,
        swap_s=uniform(120.0, 300.0),
        patience_s=exponential(900.0),
        limit_kw=_LIMITS,
        charge_order=HIGHEST_SOC,
    )
    losing = Site(
        inventory=_STOCK,
        ring=9,
        chargers=chargers,
        places=2,
        policy=LOSE,
        swap_s=fixed(500.0),
        gap_s=exponential(400.0),
        hours=_HOURS,
        limit_kw=((0.0, 100.0),),
        charge_order=LOWEST_SOC,
        charger_faults=(exponential(3600.0), exponential(1200.0)),
        bay_faults=(exponential(3600.0), exponential(1200.0)),
    )
    instant = Site(
        inventory=((0.9, 0.9), (0.9,)),
        ring=30,
        chargers=((600.0, 1.0),),
        swap_s=fixed(0.0),
        arrivals=tuple(300.0 * (n // 2) for n in range(24)),
    )
    sites = (crowded, losing, instant)
    return _warm(_sharing(_poisson(network(sites, (_COMPACT, _LARGE), horizon_s=horizon_s))))


def _poisson(parameters: Parameters) -> Parameters:
    """Let the first station have Poisson arrivals with a surge and factors."""
    laws = as_array(parameters.distributions)
    factors = np.array(
        [
            (LOGNORMAL, 0, 0, 0.0, 0.3, 0.0, 0.0, 1.0, 0.0, 1.0),
            (UNIFORM, 0, 0, 0.7, 1.3, 0.0, 0.0, 1.0, 0.0, 1.0),
        ],
        Distribution.dtype,
    )
    sources = as_array(parameters.sources)
    first = sources[:1]
    first["kind"], first["base_per_s"] = POISSON, 1.0 / 240.0
    first["day_factor"], first["hour_jitter"] = len(laws), len(laws) + 1
    first["surges"] = 2
    return parameters._replace(
        distributions=Distribution.adopt(np.concatenate([laws, factors])),
        surges=rows(Surge, [(3000.0, 2.0), (6600.0, 1.0)]),
    )


def _warm(parameters: Parameters) -> Parameters:
    """Give the second type a thermal model: it warms, is derated, and ages quickly."""
    large, first = as_array(parameters.battery_types)[1:], len(parameters.numbers)
    large["cool_tau_s"], large["cool_start_c"], large["return_c"] = 1800.0, 30.0, 38.0
    large["heat_c_per_kw2"] = 0.003
    large["first_derating"], large["deratings"] = first, 2
    large["ageing"] = first + 4
    law = LFP_250AH, *Lfp250Ah(calendar_factor=8.37e7).numbers()
    numbers = np.concatenate([parameters.numbers, [25.0, 1.0, 40.0, 0.5], law])
    return parameters._replace(numbers=numbers)


def _sharing(parameters: Parameters) -> Parameters:
    """Let the second station share its limit, and look at prices."""
    second = as_array(parameters.stations)[1:2]
    second["grid_rule"], second["reserve"], second["cheap_at_start"] = SHARE, 2, 1
    second["first_price_change"], second["price_changes"] = len(parameters.numbers), 2
    numbers = np.concatenate([parameters.numbers, [1800.0, 5400.0]])
    return parameters._replace(numbers=numbers)


def log_columns(batches: Iterable[pa.RecordBatch]) -> Arrays:
    """Return the columns of a log, kinds as their codes."""
    log = pa.Table.from_batches(list(batches), SCHEMA)
    chunks: list[Any] = log["kind"].chunks
    codes = [chunk.indices.to_numpy() for chunk in chunks]
    columns = {name: log[name].to_numpy() for name in log.column_names if name != "kind"}
    return columns | {"kind": np.concatenate([np.zeros(0, np.int8), *codes])}


def readings(engine: KernelEngine) -> Arrays:
    """Return accumulators, batteries, what is seen and vehicles inside, as they are now."""
    world = engine.closed_world()
    found = {
        name: getattr(world, name).copy()
        for name in ("counts", "sums", "state_s", "grid_kwh", "wait_bins")
    }
    batteries = {f"battery_{name}": column for name, column in engine.batteries().items()}
    seen = {f"seen_{name}": column for name, column in engine.live().stations.items()}
    return found | batteries | seen | {"inside": engine.inside()}


def everything(engine: KernelEngine) -> Arrays:
    """Return the log since the last drain, and all readings."""
    return log_columns(engine.drain()) | readings(engine)


def assert_same(got: Arrays, expected: Arrays) -> None:
    """Compare bit by bit: a NaN equals itself, and 0.0 does not equal -0.0."""
    assert got.keys() == expected.keys()
    for name, column in got.items():
        assert column.dtype == expected[name].dtype, name
        assert column.shape == expected[name].shape, name
        assert column.tobytes() == expected[name].tobytes(), name
