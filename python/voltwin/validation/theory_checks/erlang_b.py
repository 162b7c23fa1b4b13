"""Erlang's loss formula: the share lost depends on the mean time that a battery is away, and not on
the law of that time."""

from dataclasses import dataclass
from functools import partial

from voltwin.validation.away_times import LAWS
from voltwin.validation.relaxation import of_line
from voltwin.validation.theory import MINUTE_S, Size, erlang_b, erlang_network, measure
from voltwin.validation.theory_checks.system import (
    Case,
    Told,
    require,
    require_positive,
    verdicts_of,
)
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.power import Estimate


@dataclass(frozen=True)
class ErlangB:
    """Stations with a charger and a bay for each battery, where nobody waits."""

    servers: int  # batteries
    load: float  # arrivals in the mean time that a battery is away
    law: str = "curve"  # of that time: one of `LAWS`

    told = Told()

    def __post_init__(self) -> None:
        """Refuse what is no such system."""
        require_positive(servers=self.servers, load=self.load)
        allowed = ", ".join(LAWS)
        require(self.law in LAWS, f'--law: given "{self.law}", allowed: {allowed}')

    def __str__(self) -> str:
        """Return the parameters in a few words."""
        return f"c={self.servers} a={self.load:g} {self.law}"

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""
        minutes = LAWS[self.law]().mean_s / MINUTE_S
        return minutes * of_line(self.load, 1.0, self.servers, self.servers)

    def theory(self) -> dict[str, float]:
        """Return the share lost."""
        return {"lost": erlang_b(self.servers, self.load)}

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return the same from the kernel."""
        network = erlang_network(self.servers, self.load, LAWS[self.law](), size)
        return {"lost": measure(network, seed).lost}


CASES = (
    Case(ErlangB(2, 1.0), 101, Size(64, 60_000)),
    Case(ErlangB(10, 7.0), 102, Size(64, 300_000)),
    Case(ErlangB(20, 15.0), 103, Size(64, 700_000)),
    Case(ErlangB(10, 7.0, "fixed"), 104, Size(64, 260_000)),
    Case(ErlangB(10, 7.0, "exponential"), 105, Size(64, 420_000)),
    Case(ErlangB(10, 7.0, "mixed"), 106, Size(64, 1_000_000)),
    Case(ErlangB(10, 7.0, "long-swaps"), 107, Size(64, 850_000)),
)
CHECK = Check(
    "erlang-b",
    "theory",
    "share lost where each battery has a charger, for any law of the time away",
    "Erlang (1917); insensitivity: Sevastyanov (1957)",
    partial(verdicts_of, CASES),
    seconds=20.0,
)
