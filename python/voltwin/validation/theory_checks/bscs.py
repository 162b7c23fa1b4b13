"""A swap station where bays, chargers and batteries all bind: the chain of a mixed network."""

from dataclasses import dataclass
from functools import partial

from voltwin.validation.relaxation import of_line
from voltwin.validation.swap_station_chain import SwapStation, by_queue_places, long_run
from voltwin.validation.theory import Size
from voltwin.validation.theory_checks.system import (
    Case,
    Told,
    require,
    require_positive,
    verdicts_of,
)
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.power import Estimate
from voltwin.validation.waiting_networks import measure_line, swap_station


@dataclass(frozen=True)
class MixedStation:
    """Stations with exponential swap and charge times. Rates per minute."""

    arrival: float
    swap_rate: float  # of a bay
    charge_rate: float  # of a charger
    room: int  # for vehicles: bays and queue places
    bays: int
    chargers: int
    batteries: int

    told = Told()

    def __post_init__(self) -> None:
        """Refuse what is no such system."""
        require_positive(**vars(self))
        require(
            self.bays < self.room,
            f"--room: given {self.room}, must be above --bays, {self.bays}; it includes them",
        )

    def __str__(self) -> str:
        """Return the parameters in a few words."""
        return (
            f"λ={self.arrival:g} s={self.swap_rate:g} µ={self.charge_rate:g} R={self.room} "
            f"bays={self.bays} C={self.chargers} B={self.batteries}"
        )

    @property
    def station(self) -> SwapStation:
        """The station of the chain."""
        return SwapStation(*vars(self).values())

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""
        batteries = of_line(self.arrival, self.charge_rate, self.chargers, self.batteries)
        return batteries + of_line(self.arrival, self.swap_rate, self.bays, self.room)

    def theory(self) -> dict[str, float]:
        """Return what holds by the chain, with this model's rule of who is let in."""
        found = long_run(self.station, by_queue_places)
        return {
            "lost": found.blocked,
            "mean wait": found.wait,
            "swaps": found.throughput,
            "chargers": found.charger_utilisation,
            "bays": found.bay_utilisation,
            "full": found.full,
        }

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return the same from the kernel."""
        found = measure_line(swap_station(self.station, size), seed)
        return {
            "lost": found.blocked,
            "mean wait": found.wait,
            "swaps": found.throughput,
            "chargers": found.charger_utilisation,
            "bays": found.bay_utilisation,
            "full": found.full,
        }


CASES = (
    Case(MixedStation(10.0, 12.0, 1.0, 5, 1, 13, 13), 441, Size(64, 400_000)),
    Case(MixedStation(8.0, 12.0, 1.0, 5, 1, 13, 13), 442, Size(64, 600_000)),
    Case(MixedStation(12.0, 20.0, 1.5, 8, 1, 10, 20), 443, Size(64, 720_000), {"lost": 0.03}),
    Case(
        MixedStation(20.0, 20.0, 2.0, 10, 2, 12, 20),
        444,
        Size(64, 1_400_000),
        {"lost": 0.04, "mean wait": 0.015},
    ),
)
CHECK = Check(
    "bscs",
    "theory",
    "a swap station with bays, chargers and batteries that all bind",
    "Tan, Sun, Tsang (2014), SmartGridComm, and arXiv 1707.07175; chain solved here",
    partial(verdicts_of, CASES),
    seconds=60.0,
)
