"""Stations where batteries are ample and vehicles wait for bays: M/M/c/K, and one bay with any law
of swap times."""

import math
from dataclasses import dataclass
from functools import partial

from voltwin.validation.laws import Law, exponential, fixed, lognormal
from voltwin.validation.relaxation import of_line, of_one_server
from voltwin.validation.theory import MINUTE_S, Size
from voltwin.validation.theory_checks.system import (
    Case,
    Told,
    require,
    require_positive,
    verdicts_of,
)
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.power import Estimate
from voltwin.validation.waiting_lines import markov_line, pollaczek_khinchine
from voltwin.validation.waiting_networks import bay_line, measure_line


@dataclass(frozen=True)
class MMcK:
    """Stations with exponential swap times and room for so many vehicles. Rates per minute."""

    arrival: float
    swap_rate: float  # of a bay
    bays: int
    room: int  # for vehicles, those in bays included

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
        return f"λ={self.arrival:g} s={self.swap_rate:g} bays={self.bays} R={self.room}"

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""
        return of_line(self.arrival, self.swap_rate, self.bays, self.room)

    def theory(self) -> dict[str, float]:
        """Return share lost, mean wait and utilisation of bays."""
        line = markov_line(
            self.arrival, self.swap_rate, self.bays, self.bays, self.room - self.bays
        )
        return {"lost": line.blocked, "mean wait": line.wait, "bays": line.utilisation}

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return the same from the kernel."""
        swap_s = exponential(MINUTE_S / self.swap_rate)
        network = bay_line(self.arrival, swap_s, self.bays, self.room - self.bays, size)
        found = measure_line(network, seed)
        return {"lost": found.blocked, "mean wait": found.wait, "bays": found.bay_utilisation}


@dataclass(frozen=True)
class OneBay:
    """Stations with one bay and a line without bound. Times in minutes."""

    arrival: float
    swap: float  # mean
    variation: float = 0.0  # of swap times: standard deviation by mean, lognormal; 0 for fixed

    told = Told()

    def __post_init__(self) -> None:
        """Refuse what is no such system."""
        require_positive(arrival=self.arrival, swap=self.swap)
        require(
            0.0 <= self.variation < math.inf,
            f"--variation: given {self.variation:g}, must be 0 or above",
        )
        require(
            self.arrival * self.swap < 1.0,
            f"--arrival: given {self.arrival:g}, times --swap must be below 1: the line would grow "
            "without end",
        )

    def __str__(self) -> str:
        """Return the parameters in a few words."""
        law = f"lognormal, cv={self.variation:g}" if self.variation else "fixed"
        return f"λ={self.arrival:g} T={self.swap:g} {law}"

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""
        return of_one_server(self.arrival, self.swap, self.variation)

    def theory(self) -> dict[str, float]:
        """Return share that waits and mean wait."""
        return {
            "waits": self.arrival * self.swap,
            "mean wait": pollaczek_khinchine(self.arrival, self.swap, self.variation),
        }

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return the same from the kernel."""
        found = measure_line(bay_line(self.arrival, self._swap_s(), 1, None, size), seed)
        return {"waits": found.waits, "mean wait": found.wait}

    def _swap_s(self) -> Law:
        if not self.variation:
            return fixed(MINUTE_S * self.swap)
        spread = 1.0 + self.variation * self.variation
        return lognormal(MINUTE_S * self.swap / math.sqrt(spread), math.sqrt(math.log(spread)))


CASES = (
    Case(MMcK(0.8, 1.0, 1, 5), 411, Size(64, 480_000)),
    Case(MMcK(3.0, 1.0, 4, 10), 412, Size(64, 2_100_000)),
    Case(MMcK(12.0, 1.0, 10, 20), 413, Size(64, 440_000)),
)
CASES_OF_ONE_BAY = (
    Case(OneBay(0.7, 1.0), 431, Size(64, 260_000)),
    Case(OneBay(0.5, 1.0, 1.0), 432, Size(64, 500_000)),
)
CHECK = Check(
    "mmck",
    "theory",
    "waiting for bays, with queue places",
    "birth and death process of M/M/c/K: Gross et al. (2008), Fundamentals of Queueing Theory",
    partial(verdicts_of, CASES),
    seconds=30.0,
)
CHECK_OF_ONE_BAY = Check(
    "pollaczek-khinchine",
    "theory",
    "waiting for one bay, for fixed and for scattered swap times",
    "Pollaczek (1930), Khinchine (1932)",
    partial(verdicts_of, CASES_OF_ONE_BAY),
    seconds=20.0,
)
