"""The vehicles to come: type, SoC and swap time of a few arrivals, drawn at once; and, once one of
them has to wait, the patience of all.

Every draw is a function of the arrival's number, so that it may be made whenever it is convenient:
for AHEAD arrivals, in loops that the compiler turns into work on several at a time.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.distributions import sample, sample_all
from voltwin_core.draws import (
    AHEAD,
    ARRIVAL_SOC,
    BATTERY_TYPE,
    PATIENCE,
    SWAP_TIME,
    uniform,
    uniforms_ahead,
)
from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE

if TYPE_CHECKING:
    from voltwin_core.station.world import World


class Coming(NamedTuple):
    """AHEAD arrivals of each station, from a number on that is a multiple of it."""

    uniforms: npt.NDArray[np.float64]  # scratch, by station: AHEAD pairs
    pools: npt.NDArray[np.int32]
    socs: npt.NDArray[np.float64]
    swaps_s: npt.NDArray[np.float64]  # [s]
    patiences_s: npt.NDArray[np.float64]  # [s]
    patiences_from: npt.NDArray[np.int64]  # by station: the first arrival of those, or NONE


def none_coming(stations: int) -> Coming:
    """Return room for the arrivals of that many stations."""
    count = stations * AHEAD
    return Coming(
        uniforms=np.zeros(2 * count),
        pools=np.zeros(count, np.int32),
        socs=np.zeros(count),
        swaps_s=np.zeros(count),
        patiences_s=np.zeros(count),
        patiences_from=np.full(stations, NONE, np.int64),
    )


@inlined
def place_of(w: "World", s: int, n: int) -> int:
    """Return where arrival `n` of station `s` stands; arrivals must be asked for in turn."""
    if n % AHEAD == 0:
        _draw(w, s, n)
    return s * AHEAD + n % AHEAD


@kernel
def swap_time(w: "World", s: int, key: int, ordinal: int) -> float:
    """Return the swap time at station `s` [s] for a visit that is named by its draws."""
    distributions, numbers = w.parameters.distributions, w.parameters.numbers
    u = uniform(w.control[0].key, SWAP_TIME, key, ordinal)
    return max(0.0, sample(distributions, numbers, w.parameters.stations[s].swap_time, u))


@kernel
def patience(w: "World", s: int, key: int, ordinal: int) -> float:
    """Return the patience at station `s` [s] for a visit that is named by its draws."""
    station, distributions, numbers = (
        w.parameters.stations[s],
        w.parameters.distributions,
        w.parameters.numbers,
    )
    if key != station.key:  # of a vehicle that is no arrival of the station's own stream
        u = uniform(w.control[0].key, PATIENCE, key, ordinal)
        return max(0.0, sample(distributions, numbers, station.patience, u))
    first = ordinal - ordinal % AHEAD
    if w.coming.patiences_from[s] != first:
        _draw_patiences(w, s, first)
    return float(w.coming.patiences_s[s * AHEAD + ordinal % AHEAD])


@kernel
def _draw_patiences(w: "World", s: int, n: int) -> None:
    """Draw the patience of arrival `n` and of those after it."""
    coming, station, first = w.coming, w.parameters.stations[s], s * AHEAD
    coming.patiences_from[s] = n
    uniforms_ahead(w.control[0].key, PATIENCE >> 1, station.key, n, coming.uniforms, 2 * first)
    sample_all(
        w.parameters.distributions,
        w.parameters.numbers,
        station.patience,
        coming.uniforms,
        2 * first,
        coming.patiences_s,
        first,
    )
    for k in range(first, first + AHEAD):
        coming.patiences_s[k] = max(0.0, coming.patiences_s[k])


@kernel
def draw_coming_again(w: "World", s: int, n: int) -> None:
    """Draw the arrivals from `n` on by the key of other draws; those before have come."""
    w.coming.patiences_from[s] = NONE
    if n % AHEAD > 0:  # else they are drawn when they are asked for
        _draw(w, s, n - n % AHEAD)


@kernel
def _draw(w: "World", s: int, n: int) -> None:
    """Draw arrival `n` and those after it."""
    coming, distributions, numbers = w.coming, w.parameters.distributions, w.parameters.numbers
    station, first, first_u = w.parameters.stations[s], s * AHEAD, 2 * s * AHEAD
    run = w.control[0].key
    # One block has the draws of both.
    uniforms_ahead(run, ARRIVAL_SOC >> 1, station.key, n, coming.uniforms, first_u)
    for k in range(AHEAD):
        coming.pools[first + k] = _pool(w, s, n + k)
    types = w.parameters.settings[0].battery_types
    for p in range(s * types, (s + 1) * types):
        if _comes(w, p, first):
            # Into `swaps_s`, as scratch: a type's law is drawn for all, and kept for its own.
            kind = w.parameters.battery_types[w.parameters.pools[p].battery_type]
            below_ready, law = float(np.nextafter(kind.ready_soc, 0.0)), kind.arrival_soc
            sample_all(distributions, numbers, law, coming.uniforms, first_u, coming.swaps_s, first)
            for k in range(first, first + AHEAD):
                if coming.pools[k] == p:
                    coming.socs[k] = min(max(coming.swaps_s[k], 0.0), below_ready)
    law, first_u = station.swap_time, first_u + AHEAD
    sample_all(distributions, numbers, law, coming.uniforms, first_u, coming.swaps_s, first)
    for k in range(first, first + AHEAD):
        coming.swaps_s[k] = max(0.0, coming.swaps_s[k])


@kernel
def _pool(w: "World", s: int, n: int) -> int:
    """Return the pool of arrival `n`, drawn by the station's shares; no draw if one has all."""
    types = w.parameters.settings[0].battery_types
    first, last = s * types, (s + 1) * types - 1
    u = -1.0
    for p in range(first, last):
        share = w.parameters.pools[p].share_until
        if share >= 1.0:
            return p
        if share > 0.0:
            if u < 0.0:
                u = uniform(w.control[0].key, BATTERY_TYPE, w.parameters.stations[s].key, n)
            if u < share:
                return p
    return last


@kernel
def _comes(w: "World", p: int, first: int) -> bool:
    for k in range(first, first + AHEAD):
        if w.coming.pools[k] == p:
            return True
    return False
