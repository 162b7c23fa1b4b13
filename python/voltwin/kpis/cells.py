"""What KPIs are made of: counts and sums per station and local hour, energy, waits, throughput.

The event log gives them by definition (`from_log`), the compiled engine keeps them while it runs
(`from_world`); `compare` says where two disagree. docs/model.md §6 defines every number, and
`voltwin_core.station.cells` gives the columns their names and order.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin_core.fleet.cells import FLEET_COUNTS, FLEET_SUMS
from voltwin_core.record import as_array
from voltwin_core.station.cells import (
    COUNTS,
    EXCHANGES,
    OUTS,
    SLOTS_PER_HOUR,
    STATES,
    SUMS,
    WAIT_BINS,
)
from voltwin_core.station.parameters import Parameters

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SUM_TOLERANCE = 1e-12  # docs/model.md §6
# What enters a state takes the rest of its hour, what leaves gives it back: these terms cancel.
_ROUNDING = {"state_s": 1e-7}  # [s]


@dataclass(frozen=True)
class Waits:
    """The exact waits of the swaps whose arrival lies after the warm-up, one entry per swap."""

    station: npt.NDArray[np.int32]
    wait_s: Floats  # from arrival to begin of swap [s]


@dataclass(frozen=True)
class Cells:
    """The sums of one run, from its start up to `end_s`, warm-up included where not said otherwise.

    Hours are local and counted from the one in which the run starts; those after `end_s` are zero.
    """

    counts: Integers  # (stations, hours, len(COUNTS)), by the hour of arrival
    sums: Floats  # (stations, hours, len(SUMS)): waits by arrival [s], energies by event [kWh]
    state_s: Floats  # (stations, hours, len(STATES)), battery-seconds [s]
    out_s: Floats  # (stations, hours, len(OUTS)): time out of order of chargers and of bays [s]
    grid_kwh: Floats  # (stations, hours * SLOTS_PER_HOUR), grid side [kWh]
    wait_bins: Integers  # (stations, WAIT_BINS), swaps that arrived after the warm-up
    fleet_counts: Integers  # (classes, hours, len(FLEET_COUNTS)), by the hour of the event
    fleet_sums: Floats  # (classes, hours, len(FLEET_SUMS)), likewise [km, kWh]
    exchanges: Floats  # (stations, len(EXCHANGES)): brought by trucks, less what they took
    charged_kwh: Floats  # (stations,), battery side: efficiency x grid energy, by charger [kWh]
    throughput_kwh: Floats  # (batteries,), charged plus discharged [kWh]
    soh: Floats  # (batteries,), state of health at the end
    end_s: float  # where the run stands [s]
    waits: Waits | None = None  # not kept without a log

    @classmethod
    def empty(cls, parameters: Parameters, end_s: float) -> "Cells":
        """Return cells of the right shapes, all zero."""
        stations, classes = len(parameters.stations), len(parameters.fleet.classes)
        hours = int(as_array(parameters.settings)["hours"][0])
        return cls(
            counts=np.zeros((stations, hours, len(COUNTS)), np.int64),
            sums=np.zeros((stations, hours, len(SUMS))),
            state_s=np.zeros((stations, hours, len(STATES))),
            out_s=np.zeros((stations, hours, len(OUTS))),
            grid_kwh=np.zeros((stations, hours * SLOTS_PER_HOUR)),
            wait_bins=np.zeros((stations, WAIT_BINS), np.int64),
            fleet_counts=np.zeros((classes, hours, len(FLEET_COUNTS)), np.int64),
            fleet_sums=np.zeros((classes, hours, len(FLEET_SUMS))),
            exchanges=np.zeros((stations, len(EXCHANGES))),
            charged_kwh=np.zeros(stations),
            throughput_kwh=np.zeros(len(parameters.batteries)),
            soh=np.ones(len(parameters.batteries)),
            end_s=end_s,
        )


# Names of the axes of each array, and of the columns of its last axis if they have some.
_COUNTED = {
    "counts": (("station", "hour"), COUNTS),
    "wait_bins": (("station", "bin"), ()),
    "fleet_counts": (("class", "hour"), FLEET_COUNTS),
}
_SUMMED = {
    "sums": (("station", "hour"), SUMS),
    "state_s": (("station", "hour"), STATES),
    "out_s": (("station", "hour"), OUTS),
    "grid_kwh": (("station", "slot"), ()),
    "fleet_sums": (("class", "hour"), FLEET_SUMS),
    "exchanges": (("station",), EXCHANGES),
    "charged_kwh": (("station",), ()),
    "throughput_kwh": (("battery",), ()),
    "soh": (("battery",), ()),
}


def compare(a: Cells, b: Cells, rounding: float = 0.0) -> list[str]:
    """Return what differs between two `Cells`, one sentence each; empty if they agree.

    Counts must be equal. Sums must agree to 1e-12 relative to the larger of the two numbers
    themselves. No wider scale is needed: every sum is of terms that are not negative and that both
    sides compute by the same arithmetic, so nothing cancels and only the order of adding differs,
    which costs n terms at most n x 1.1e-16. Only times in a state, which the kernel books to the
    end of the hour and takes back, may differ by 1e-7 s. Where the terms are computed by other
    formulas, give `rounding`, by how much sums may differ besides [s, kWh].

    Exact waits are compared as sorted lists, where both have them.
    """
    if a.end_s != b.end_s:
        return [f"end_s: {a.end_s!r} s against {b.end_s!r} s"]
    return [
        *(line for name in _COUNTED for line in _differing(a, b, name, *_COUNTED[name], 0.0, 0.0)),
        *(
            line
            for name in _SUMMED
            for line in _differing(
                a, b, name, *_SUMMED[name], SUM_TOLERANCE, rounding + _ROUNDING.get(name, 0.0)
            )
        ),
        *_differing_waits(a.waits, b.waits),
    ]


def _differing(
    a: Cells,
    b: Cells,
    name: str,
    axes: tuple[str, ...],
    columns: tuple[str, ...],
    tolerance: float,
    rounding: float,
) -> Iterator[str]:
    one, other = getattr(a, name), getattr(b, name)
    if one.shape != other.shape:
        yield f"{name}: shape {one.shape} against {other.shape}"
        return
    allowed = rounding + tolerance * np.maximum(np.abs(one), np.abs(other))
    # Not `difference > allowed`: a NaN is a difference too.
    for place in np.argwhere(~(np.abs(one - other) <= allowed)):
        column = [columns[place[-1]]] if columns else []
        where = [f"{axis} {i}" for axis, i in zip(axes, place, strict=False)]
        x, y = one[tuple(place)].item(), other[tuple(place)].item()
        yield f"{name} {' '.join(column + where)}: {x!r} against {y!r}"


def _differing_waits(a: Waits | None, b: Waits | None) -> Iterator[str]:
    if a is None or b is None:
        return
    one, other = (np.lexsort((waits.wait_s, waits.station)) for waits in (a, b))
    if not (
        np.array_equal(a.station[one], b.station[other])
        and np.array_equal(a.wait_s[one], b.wait_s[other])
    ):
        yield "waits: the exact waits differ"
