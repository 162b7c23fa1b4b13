"""What an event log tells of a station, for `replay`: its places and the charges under way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from voltwin.validation.difference import Columns
from voltwin_core.record import as_array
from voltwin_core.station.events import KINDS
from voltwin_core.station.parameters import Parameters


@dataclass
class Charge:
    """A battery on a charger, as far as the log tells."""

    battery: int
    soc: float
    ready: bool
    placed_s: float
    cooled: bool = False
    suspended: bool = False
    power_kw: float = 0.0  # drawn after its last row


@dataclass
class Station:
    """A station, as far as the log tells."""

    number: int
    first_charger: int
    chargers: int
    places: int
    limit_kw: float
    is_open: bool
    charges: dict[int, Charge] = field(default_factory=dict)
    bays: dict[int, tuple[int, float]] = field(default_factory=dict)  # who is in it since when
    waiting: dict[int, bool] = field(default_factory=dict)  # vehicle: has it a claim
    queued: int = 0
    out: set[int] = field(default_factory=set)  # chargers
    out_bays: set[int] = field(default_factory=set)
    first_in_queue: list[int] = field(default_factory=list)  # whose chargers went out
    now: float = 0.0
    at_once: Counter[str] = field(default_factory=Counter)  # rows at this instant by kind


def doing(charge: Charge) -> str:
    """Return what the battery of a charge is doing."""
    if charge.suspended:
        return "suspended"
    if not charge.cooled:
        return "cooling"
    return "ready" if charge.ready else "charging"


def rows(log: Columns) -> Iterator[dict[str, Any]]:
    """Yield the rows of a log, kinds by name."""
    names = tuple(log)
    columns = [column.tolist() for column in log.values()]
    at = names.index("kind")
    columns[at] = [KINDS[code] for code in columns[at]]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def power_at(knots: list[tuple[float, float]], soc: float) -> float:
    """Return the power of a charge curve [kW]."""
    socs, powers = zip(*knots, strict=True)
    return float(np.interp(soc, socs, powers))


def at_start(parameters: Parameters, station: int, first: str, count: str) -> float:
    """Return the value of a weekly schedule at the start of the run."""
    row = as_array(parameters.stations)[station]
    steps = as_array(parameters.steps)[row[first] :][: row[count]]
    now = as_array(parameters.clock)["week_phase_s"][0]
    past = steps["at_s"] <= now
    return float(steps["value"][past][-1] if past.any() else steps["value"][-1])
