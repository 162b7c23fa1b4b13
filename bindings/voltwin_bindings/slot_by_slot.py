"""A run advanced from slot to slot of 15 minutes, and what is read of its stations on the way."""

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.calendar import HOUR_S
from voltwin_core.record import as_array
from voltwin_core.station.cells import SLOT_S
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.seeing import Seen, see_stations

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]

_LEAST_SLOT_S = 1e-3  # a slot that has only so much left is over


class Course(NamedTuple):
    """What was read of every station, shape (instants, stations) or (slots, stations)."""

    ready: Integers  # batteries, at each instant
    queue: Integers  # vehicles in its lines, at each instant
    swaps: Integers  # that ended, in each slot
    lost: Integers  # vehicles, for any reason, in each slot
    power_kw: Floats  # mean of each slot, of all chargers, grid side [kW]


def slot_edges(parameters: Parameters, begin: float, end: float) -> Floats:
    """Return the edges of the slots of local time from `begin` [s] until all of `end` [s] is in
    them, at most up to the horizon. The first slot begins at `begin`, and may be a short one."""
    clock = as_array(parameters.clock)[0]
    phase_s, horizon_s = float(clock["phase_s"]), float(clock["horizon_s"])
    first = math.floor((phase_s + begin + _LEAST_SLOT_S) / SLOT_S) + 1
    last = math.ceil((phase_s + end - _LEAST_SLOT_S) / SLOT_S)
    edges = np.arange(first, max(first, last) + 1) * SLOT_S - phase_s
    inner = edges[edges < horizon_s - _LEAST_SLOT_S]
    capped = [horizon_s] if len(inner) < len(edges) else []
    return np.array([begin, *inner, *capped])


def advance_by_slots(engine: KernelEngine, edges: Floats) -> Course:
    """Advance a run from the first edge, where it stands, to the last one.

    What is due at the first edge itself has happened when the first instant is read; at the others,
    all that comes before.

    Raises:
        RingEmptyError: as `KernelEngine.advance`.
    """
    before_kwh = _slot_kwh(engine, edges)
    engine.advance(math.nextafter(float(edges[0]), math.inf))
    seen = [_seen(engine)]
    for edge in edges[1:]:
        engine.advance(float(edge))
        engine.drain()  # rows that nobody reads
        seen.append(_seen(engine))
    levels = np.stack(seen)
    power_kw = (_slot_kwh(engine, edges) - before_kwh) * (HOUR_S / np.diff(edges)[:, None])
    return Course(
        ready=levels["ready"],
        queue=levels["queue"],
        swaps=np.diff(levels["swaps"], axis=0),
        lost=np.diff(levels["lost"], axis=0),
        power_kw=power_kw,
    )


def _seen(engine: KernelEngine) -> npt.NDArray[np.void]:
    """Return what is seen of each station now."""
    table = Seen.table(len(engine.world.stations))
    see_stations(engine.world, engine.now, table)
    return as_array(table)


def _slot_kwh(engine: KernelEngine, edges: Floats) -> Floats:
    """Return the energy booked up to now in each slot, shape (slots, stations) [kWh]."""
    world = engine.closed_world()
    phase_s = float(as_array(world.parameters.clock)["phase_s"][0])
    slots = [int((phase_s + 0.5 * (begin + end)) / SLOT_S) for begin, end in pairwise(edges)]
    kwh = world.grid_kwh.reshape(len(world.stations), -1)
    return np.ascontiguousarray(kwh[:, slots].T)
