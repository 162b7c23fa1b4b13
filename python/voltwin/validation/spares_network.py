"""The whole kernel as a store of spares: what its chargers do with a stream of batteries.

Stations have a charger for each battery, and so many batteries that none ever waits for another:
what is returned is charged at once. `spares.py` says what that has to do with theory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from voltwin.validation.difference import columns_of
from voltwin.validation.laws import fixed
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.spares import Floats, waits_for_spares
from voltwin.validation.theory import MINUTE_S, Size
from voltwin.validation.trust.power import Estimate
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.station.events import ROW_LOST_STOCKOUT, ROW_READY, ROW_SWAP_END
from voltwin_core.station.parameters import LOSE

LEFT_OUT = 1000  # customers at the start, when all is repaired, and at the end


@dataclass(frozen=True)
class Stream:
    """Batteries that come to a station and are charged. Times in minutes."""

    came: Floats
    done: Floats  # in no order


def store_network(kind: Type, rate: float, charging: int, size: Size) -> Network:
    """Return stations that charge whatever comes at once.

    Args:
        kind: of the batteries.
        rate: of arrivals, per minute.
        charging: batteries and chargers; more than ever charge at once.
        size: how long.
    """
    site = Site(
        inventory=((1.0,) * charging,),
        ring=(2,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=rate / MINUTE_S),
        bays=1,
        chargers=((1e6, 1.0),) * charging,
        places=0,
        policy=LOSE,
        swap_s=fixed(0.0),
    )
    return size.network(kind, site, rate / MINUTE_S)


def streams(network: Network, seed: int) -> list[Stream]:
    """Run a network with its log on and return what came to each station and left its chargers.

    Raises:
        ValueError: a vehicle found no battery; there are too few of them.
    """
    engine = KernelEngine(parameters(network), run_key(seed, 0))
    rows: list[tuple[Floats, Floats, Floats]] = []  # time, station, kind
    while engine.now < network.horizon_s:
        engine.step(network.horizon_s)
        rows += [_rows(batch) for batch in engine.drain()]
    time, station, kind = (np.concatenate(column) for column in zip(*rows, strict=True))
    if (kind == ROW_LOST_STOCKOUT).any():
        raise ValueError("a vehicle found no battery; give the stations more of them")
    return [
        Stream(
            came=time[(station == s) & (kind == ROW_SWAP_END)] / MINUTE_S,
            done=time[(station == s) & (kind == ROW_READY)] / MINUTE_S,
        )
        for s in range(len(network.sites))
    ]


def _rows(batch: pa.RecordBatch) -> tuple[Floats, Floats, Floats]:
    columns = columns_of(pa.Table.from_batches([batch]))
    wanted = np.isin(columns["kind"], (ROW_SWAP_END, ROW_READY, ROW_LOST_STOCKOUT))
    time, station, kind = (columns[name][wanted] for name in ("time", "station", "kind"))
    return time, station, kind


def fill_and_wait(
    found: Sequence[Stream], spares: int, windows: Sequence[float]
) -> tuple[list[Estimate], Estimate]:
    """Return the share served within each window, and the mean wait of all, in a store with so many
    spares. Times in minutes.
    """
    waits = [
        waits_for_spares(stream.came, stream.done, spares)[LEFT_OUT:-LEFT_OUT] for stream in found
    ]
    fills = [Estimate.of(np.array([np.mean(w <= window) for w in waits])) for window in windows]
    return fills, Estimate.of(np.array([np.mean(w) for w in waits]))
