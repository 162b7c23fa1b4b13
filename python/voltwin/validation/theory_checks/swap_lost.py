"""A station with few chargers where nobody waits: M/M/C/S, a birth and death process."""

from dataclasses import dataclass
from functools import partial

from voltwin.validation.relaxation import of_line
from voltwin.validation.theory import Size, lost_at_markov_station, markov_network, measure
from voltwin.validation.theory_checks.system import Case, Told, require_positive, verdicts_of
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.power import Estimate


@dataclass(frozen=True)
class SwapLost:
    """Stations with exponential charge times where nothing else takes time. Rates per minute."""

    arrival: float
    charge_rate: float  # of a charger
    chargers: int
    batteries: int

    told = Told()

    def __post_init__(self) -> None:
        """Refuse what is no such system."""
        require_positive(**vars(self))

    def __str__(self) -> str:
        """Return the parameters in a few words."""
        return f"λ={self.arrival:g} µ={self.charge_rate:g} C={self.chargers} B={self.batteries}"

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""
        return of_line(self.arrival, self.charge_rate, self.chargers, self.batteries)

    def theory(self) -> dict[str, float]:
        """Return share lost, utilisation of chargers, and full batteries."""
        found = lost_at_markov_station(
            self.arrival, self.charge_rate, self.chargers, self.batteries
        )
        return {
            "lost": found.lost,
            "chargers": found.charger_utilisation,
            "full": found.full,
        }

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return the same from the kernel."""
        sizes = self.arrival, self.charge_rate, self.chargers, self.batteries
        found = measure(markov_network(*sizes, size), seed)
        return {
            "lost": found.lost,
            "chargers": found.charger_utilisation,
            "full": found.full,
        }


# The last three are one station with more and more chargers: a simulator that charges one battery
# after the other shows the same for all of them. The one charger is idle for 4e-10 of the time,
# which is too little to be seen.
CASES = (
    Case(SwapLost(3.0, 1.0, 4, 6), 201, Size(64, 300_000)),
    Case(SwapLost(3.0, 1.0, 4, 10), 202, Size(64, 3_200_000)),
    Case(SwapLost(9.0, 1.0, 10, 13), 203, Size(64, 560_000)),
    Case(SwapLost(6.0, 1.0, 1, 12), 301, Size(64, 260_000), without=("chargers",)),
    Case(SwapLost(6.0, 1.0, 4, 12), 302, Size(64, 260_000)),
    Case(SwapLost(6.0, 1.0, 10, 12), 303, Size(64, 2_500_000)),
)
CHECK = Check(
    "swap-lost",
    "theory",
    "share lost with few chargers, exponential charge times",
    "birth and death process of M/M/C/S: Gross et al. (2008), Fundamentals of Queueing Theory",
    partial(verdicts_of, CASES),
    seconds=40.0,
)
