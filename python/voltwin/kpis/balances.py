"""Balances that hold in every run, from its start: vehicles, batteries, energy; per station, and
for a fleet as a whole.

Nothing may appear or vanish (docs/model.md §7). A violated balance is a bug, never a bad scenario.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from voltwin.kpis.battery_sums import BatterySums
from voltwin.kpis.cells import Cells, Floats, Integers
from voltwin.kpis.columns import LOST
from voltwin_bindings.engine import BatteryColumns, EngineError
from voltwin_core.calendar import HOUR_S
from voltwin_core.fleet.cells import FLEET_SUMS
from voltwin_core.record import as_array
from voltwin_core.station.cells import (
    BAY,
    CHARGING,
    COOLING,
    COUNTS,
    OBSERVED,
    OBSERVED_AT_S,
    OBSERVED_KWH,
    OBSERVED_VEHICLES_KWH,
    SUMS,
    SUSPENDED,
    TOPPING,
    TRUCKED,
    TRUCKED_AT_S,
    TRUCKED_KWH,
)
from voltwin_core.station.parameters import Parameters

TOLERANCE = 1e-9  # of energies and times, relative to the largest term of the balance

_ON_CHARGERS = (COOLING, CHARGING, TOPPING, SUSPENDED)


class BalanceError(EngineError):
    """Vehicles, batteries or energy have appeared or vanished: a bug of Voltwin."""


@dataclass(frozen=True)
class Balance:
    """One balance, per station or of the fleet: `left` should equal `right`."""

    name: str  # what is balanced, and how
    unit: str
    left: Floats | Integers
    right: Floats | Integers
    scale: Floats  # what the difference is compared with; 1 for what is counted
    of_fleet: bool = False  # one number instead of one per station

    @property
    def residual(self) -> Floats:
        """By how much the balance is missed, relative to its scale; in whole things, if counted.

        Infinite where a term is no number.
        """
        missed = np.abs(self.left - self.right) / self.scale
        return np.where(np.isnan(missed), np.inf, missed)


@dataclass(frozen=True)
class Balances:
    """All balances of a run."""

    balances: tuple[Balance, ...]
    stations: Sequence[str]  # what they are called in the message

    @property
    def ok(self) -> bool:
        """Whether all hold."""
        return all(bool(np.all(balance.residual <= TOLERANCE)) for balance in self.balances)

    @property
    def worst(self) -> float:
        """The largest residual of all."""
        return max((float(np.max(b.residual, initial=0.0)) for b in self.balances), default=0.0)

    @property
    def message(self) -> str:
        """Which balances are violated, and most at which station; empty if all hold."""
        violated = (b for b in self.balances if not np.all(b.residual <= TOLERANCE))
        return "\n".join(self._sentence(balance) for balance in violated)

    def _sentence(self, balance: Balance) -> str:
        residual = balance.residual
        station = int(np.argmax(residual))
        where = "fleet" if balance.of_fleet else f"station {self.stations[station]}"
        left, right = balance.left[station].item(), balance.right[station].item()
        others = int(np.count_nonzero(residual > TOLERANCE)) - 1
        also = f", and {others} more" if others else ""
        return f"{where}{also}: {balance.name}: {left!r} against {right!r} {balance.unit}"


def check(
    cells: Cells,
    batteries: BatteryColumns,
    inside: Integers,
    parameters: Parameters,
    names: Sequence[str] | None = None,
) -> Balances:
    """Return the balances of a run where it stands; there are none before its first event.

    Args:
        cells: of the run, from its start.
        batteries: where every battery is, from the engine that ran.
        inside: vehicles inside each station, likewise.
        parameters: of the run.
        names: of the stations, for the message; their numbers otherwise.
    """
    names = names or [f"number {s}" for s in range(len(inside))]
    if cells.end_s == 0.0:  # the inventory takes its places at the first event
        return Balances((), names)
    sums = BatterySums.of(batteries, parameters)
    return Balances(
        (
            _vehicles(cells, inside),
            *_places(cells, sums, parameters),
            _battery_time(cells, parameters),
            _stored(cells, sums),
            _drawn(cells, parameters),
            *_on_the_road(cells, sums, parameters),
        ),
        names,
    )


def _vehicles(cells: Cells, inside: Integers) -> Balance:
    arrivals, *gone = (
        cells.counts[:, :, COUNTS.index(name)].sum(axis=1)
        for name in ("arrivals", "swaps", "diverted", "unseen", *LOST)
    )
    name = "arrivals = swaps + lost + diverted + unseen + inside"
    return _counts(name, "vehicles", arrivals, np.sum(gone, axis=0) + inside)


def _places(cells: Cells, batteries: BatterySums, parameters: Parameters) -> list[Balance]:
    """Each battery is in one place, and no place holds more than there is room for."""
    stations = as_array(parameters.stations)

    def at_most(name: str, found: Integers, room: Integers) -> Balance:
        return _counts(name, "batteries", found, np.minimum(found, room))

    def everywhere(number: int) -> Integers:
        return np.full(len(stations), number)

    own = batteries.at_stations.sum(axis=1)
    on_chargers = batteries.at_stations[:, _ON_CHARGERS].sum(axis=1)
    trucked, observed = cells.exchanges[:, [TRUCKED, OBSERVED]].astype(np.int64).T
    stock = stations["inventory"] + trucked + observed
    others = len(parameters.batteries) - stations["inventory"].sum() - observed.sum()
    return [
        _counts(
            "batteries at the station = inventory + trucked + observed", "batteries", own, stock
        ),
        _counts(
            "batteries in trucks = taken - brought",
            "batteries",
            everywhere(batteries.in_trucks),
            everywhere(-trucked.sum()),
        ),
        _counts(
            "batteries in vehicles and unobserved = all others",
            "batteries",
            everywhere(batteries.elsewhere),
            everywhere(others),
        ),
        at_most("batteries in bays <= bays", batteries.at_stations[:, BAY], stations["bays"]),
        at_most("batteries on chargers <= chargers", on_chargers, stations["chargers"]),
    ]


def _battery_time(cells: Cells, parameters: Parameters) -> Balance:
    trucked, observed = (
        cells.exchanges[:, number] * cells.end_s - cells.exchanges[:, at_s]
        for number, at_s in ((TRUCKED, TRUCKED_AT_S), (OBSERVED, OBSERVED_AT_S))
    )
    inventory = as_array(parameters.stations)["inventory"]
    return _amounts(
        "time in all states = inventory x time + that of batteries trucked and observed",
        "battery-seconds",
        [cells.state_s.sum(axis=(1, 2))],
        [inventory * cells.end_s, trucked, observed],
        # Stays are booked to the end of their hour, and the rest is taken back when they end: in a
        # run of less, an hour is what the rounding goes by.
        least=inventory * HOUR_S,
    )


def _stored(cells: Cells, batteries: BatterySums) -> Balance:
    return _amounts(
        "charged + stored at the start + returned + trucked + observed "
        "= stored now + handed out + fade",
        "kWh",
        [
            cells.charged_kwh,
            batteries.begun_kwh,
            _total(cells, "returned_kwh"),
            cells.exchanges[:, TRUCKED_KWH],
            cells.exchanges[:, OBSERVED_KWH],
        ],
        [
            batteries.stored_kwh,
            _total(cells, "handed_kwh"),
            _total(cells, "fade_kwh"),
        ],
        # What trucks and observations bring and take cancels out: a battery's worth is what its
        # rounding goes by.
        least=batteries.largest_kwh,
    )


def _drawn(cells: Cells, parameters: Parameters) -> Balance:
    """What was charged is what was drawn, times the efficiency.

    From the sums of a station alone: between its chargers' lowest and highest efficiency.
    """
    chargers, stations = as_array(parameters.chargers), len(parameters.stations)
    lowest, highest = np.ones(stations), np.zeros(stations)
    np.minimum.at(lowest, chargers["station"], chargers["efficiency"])
    np.maximum.at(highest, chargers["station"], chargers["efficiency"])
    drawn = cells.grid_kwh.sum(axis=1)
    possible = np.clip(cells.charged_kwh, lowest * drawn, highest * drawn)
    return _amounts("charged = efficiency x drawn", "kWh", [cells.charged_kwh], [possible])


def _on_the_road(cells: Cells, batteries: BatterySums, parameters: Parameters) -> Iterator[Balance]:
    """The energy in the vehicles of a fleet; a battery is in one until its swap ends."""
    if not len(parameters.fleet.vehicles):
        return

    def of_fleet(name: str) -> Floats:
        return np.array([cells.fleet_sums[:, :, FLEET_SUMS.index(name)].sum()])

    def of_stations(name: str) -> Floats:
        return np.array([_total(cells, name).sum()])

    in_vehicles = np.array([batteries.in_vehicles_kwh])
    balance = _amounts(
        "in vehicles at the start + handed out + towed + observed "
        "= driven + returned + in vehicles now",
        "kWh",
        [
            *(of_fleet("begun_kwh"), of_stations("handed_kwh"), of_fleet("towed_kwh")),
            np.array([cells.exchanges[:, OBSERVED_VEHICLES_KWH].sum()]),
        ],
        [of_fleet("driven_kwh"), of_stations("returned_kwh"), in_vehicles],
        least=batteries.largest_kwh,  # as what is stored at stations
    )
    yield replace(balance, of_fleet=True)


def _total(cells: Cells, name: str) -> Floats:
    return np.asarray(cells.sums[:, :, SUMS.index(name)].sum(axis=1))


def _counts(name: str, unit: str, left: Integers, right: Integers) -> Balance:
    return Balance(name, unit, left, right, np.ones(len(left)))


def _amounts(
    name: str,
    unit: str,
    left: list[Floats],
    right: list[Floats],
    least: float | Floats = 0.0,
) -> Balance:
    """Return the balance of two sums, compared with the largest of all terms and `least`."""
    largest = np.maximum(np.max(np.abs([*left, *right]), axis=0), least)
    scale = np.where(largest == 0.0, 1.0, largest)
    return Balance(name, unit, np.sum(left, axis=0), np.sum(right, axis=0), scale)
