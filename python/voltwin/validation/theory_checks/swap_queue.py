"""A station whose vehicles wait for batteries, with and without a bound on their line."""

from dataclasses import dataclass
from functools import partial

from voltwin.validation.relaxation import of_line
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
from voltwin.validation.waiting_lines import erlang_c, markov_line
from voltwin.validation.waiting_networks import battery_line, measure_line


@dataclass(frozen=True)
class SwapQueue:
    """Stations with exponential charge times and queue places. Rates per minute."""

    arrival: float
    charge_rate: float  # of a charger
    chargers: int
    batteries: int
    places: int  # for vehicles that wait

    told = Told()

    def __post_init__(self) -> None:
        """Refuse what is no such system."""
        require_positive(**vars(self))
        require(
            self.chargers <= self.batteries,
            f"--chargers: given {self.chargers}, must be at most --batteries, {self.batteries}: a "
            "vehicle that waits keeps its battery",
        )

    def __str__(self) -> str:
        """Return the parameters in a few words."""
        return (
            f"λ={self.arrival:g} µ={self.charge_rate:g} C={self.chargers} B={self.batteries} "
            f"Q={self.places}"
        )

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""
        most = self.batteries + self.places
        return of_line(self.arrival, self.charge_rate, self.chargers, most)

    def theory(self) -> dict[str, float]:
        """Return what holds of the line, by its birth and death process."""
        line = markov_line(
            self.arrival, self.charge_rate, self.chargers, self.batteries, self.places
        )
        return {
            "lost": line.blocked,
            "waits": line.waits,
            "mean wait": line.wait,
            "chargers": line.utilisation,
            "full": line.full,
        }

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return the same from the kernel."""
        sizes = self.arrival, self.charge_rate, self.chargers, self.batteries, self.places
        found = measure_line(battery_line(*sizes, size), seed)
        return {
            "lost": found.blocked,
            "waits": found.waits,
            "mean wait": found.wait,
            "chargers": found.charger_utilisation,
            "full": found.full,
        }


@dataclass(frozen=True)
class ErlangC:
    """Stations with a charger for each battery and a line without bound; charges take a minute."""

    servers: int
    load: float  # arrivals in a mean charge time

    told = Told()

    def __post_init__(self) -> None:
        """Refuse what is no such system."""
        require_positive(**vars(self))
        require(
            self.load < self.servers,
            f"--load: given {self.load:g}, must be below --servers, {self.servers}: the line would "
            "grow without end",
        )

    def __str__(self) -> str:
        """Return the parameters in a few words."""
        return f"c={self.servers} a={self.load:g}"

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""
        return of_line(self.load, 1.0, self.servers)

    def theory(self) -> dict[str, float]:
        """Return share that waits, mean wait and utilisation."""
        waits, wait = erlang_c(self.servers, self.load)
        return {"waits": waits, "mean wait": wait, "chargers": self.load / self.servers}

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return the same from the kernel."""
        network = battery_line(self.load, 1.0, self.servers, self.servers, None, size)
        found = measure_line(network, seed)
        return {
            "waits": found.waits,
            "mean wait": found.wait,
            "chargers": found.charger_utilisation,
        }


CASES = (
    Case(SwapQueue(3.0, 1.0, 4, 6, 5), 401, Size(64, 700_000), {"lost": 0.02}),
    Case(
        SwapQueue(8.0, 1.0, 10, 13, 10), 402, Size(64, 1_500_000), {"lost": 0.05, "mean wait": 0.02}
    ),
)
CASES_WITHOUT_BOUND = (
    Case(ErlangC(1, 0.5), 421, Size(64, 200_000)),
    Case(ErlangC(2, 1.0), 422, Size(64, 560_000)),
    Case(ErlangC(10, 7.0), 423, Size(64, 1_000_000), {"mean wait": 0.02}),
)
CHECK = Check(
    "swap-queue",
    "theory",
    "waiting for batteries, with queue places",
    "birth and death process of M/M/C/(S+Q): Gross et al. (2008), Fundamentals of Queueing Theory",
    partial(verdicts_of, CASES),
    seconds=40.0,
)
CHECK_WITHOUT_BOUND = Check(
    "erlang-c",
    "theory",
    "waiting for batteries, with no bound",
    "Erlang (1917)",
    partial(verdicts_of, CASES_WITHOUT_BOUND),
    seconds=20.0,
)
