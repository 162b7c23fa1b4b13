"""Closed fleets of ten to ten thousand vehicles: drives, swaps and charges as machine repair with
spares."""

from dataclasses import dataclass
from functools import partial

from voltwin.validation.closed_fleet import WARM_UP_HOURS, measure
from voltwin.validation.machine_repair import ClosedFleet, long_run, moves
from voltwin.validation.relaxation import of_birth_and_death
from voltwin.validation.theory import Size
from voltwin.validation.theory_checks.system import Case, Told, require_positive, verdicts_of
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.power import Estimate


@dataclass(frozen=True)
class Fleet:
    """A fleet that swaps at one station. Rates per minute."""

    vehicles: int
    spares: int
    chargers: int
    trip_rate: float  # at which a vehicle that drives comes to swap
    charge_rate: float  # of a charger

    told = Told("swaps", WARM_UP_HOURS)

    def __post_init__(self) -> None:
        """Refuse what is no such system."""
        require_positive(**vars(self))

    def __str__(self) -> str:
        """Return the parameters in a few words."""
        return (
            f"V={self.vehicles} B={self.spares} C={self.chargers} λ={self.trip_rate:g} "
            f"µ={self.charge_rate:g}"
        )

    @property
    def fleet(self) -> ClosedFleet:
        """The fleet of the formula."""
        return ClosedFleet(*vars(self).values())

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""
        most = self.vehicles + self.spares
        rates = [moves(self.fleet, min(self.chargers, self.spares), n) for n in range(most + 1)]
        up, down = zip(*rates, strict=True)
        return of_birth_and_death(up, down)

    def theory(self) -> dict[str, float]:
        """Return what holds in the long run; batteries in waiting vehicles are not charged."""
        found = long_run(self.fleet, min(self.chargers, self.spares))
        return {
            "swaps": found.throughput,
            "chargers": found.charger_utilisation,
            "waits": found.waits,
            "vehicles waiting": found.waiting,
            "mean wait": found.wait,
        }

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return the same from the kernel; the size counts swaps."""
        found = measure(self.fleet, size, seed)
        return {
            "swaps": found.throughput,
            "chargers": found.charger_utilisation,
            "waits": found.waits,
            "vehicles waiting": found.waiting,
            "mean wait": found.wait,
        }


# The larger the fleet, the rarer and the longer are the times in which vehicles wait. The last two
# have so few chargers that some always do.
CASES = (
    Case(Fleet(10, 3, 4, 0.25, 1.0), 461, Size(32, 700_000)),
    Case(
        Fleet(100, 15, 12, 0.1, 1.0),
        462,
        Size(32, 1_800_000),
        {"waits": 0.02, "vehicles waiting": 0.03, "mean wait": 0.03},
    ),
    Case(
        Fleet(1000, 140, 130, 0.125, 1.0),
        463,
        Size(32, 1_500_000),
        {"waits": 0.05, "vehicles waiting": 0.12, "mean wait": 0.12},
    ),
    Case(
        Fleet(1000, 140, 110, 0.125, 1.0),
        465,
        Size(32, 1_200_000),
        {"vehicles waiting": 0.02, "mean wait": 0.02},
        without=("chargers", "waits"),  # nearly always in use, nearly all
    ),
    Case(
        Fleet(10_000, 1300, 1220, 0.125, 1.0),
        464,
        Size(64, 400_000),
        {"vehicles waiting": 0.12, "mean wait": 0.12},
        without=("chargers",),  # idle for 1e-5 of the time
        in_quick=False,
    ),
)
CHECK = Check(
    "closed-fleet",
    "theory",
    "closed fleets of 10 to 10,000 vehicles",
    "Sloothaak et al. (2021), arXiv 1902.04392",
    partial(verdicts_of, CASES),
    seconds=120.0,
)
