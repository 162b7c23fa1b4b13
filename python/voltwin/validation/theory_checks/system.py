"""A system that theory describes, and the verdicts on it: through the whole kernel, by size and
seed that stand beside it before anything is run.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from voltwin.validation.theory import WARM_UP_HOURS, Size
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import skipped, statistical
from voltwin.validation.trust.power import WIDTH, Estimate
from voltwin.validation.trust.verdict import Sample, Verdict

# Of quantities that are no shares and no numbers of batteries or vehicles.
UNITS = {"mean wait": "min", "swaps": "1/min"}

RELAXED = 8.0  # relaxation times that are left out at least: e^-8 of the beginning is left
QUICK = 24  # times fewer arrivals in a quick run than in a full one
_WIDER = 5.0  # its intervals at most: by the square root of QUICK, and by chance
_LONG = "takes minutes: voltwin validate --full"
_RARE = "rare, and in bursts"
_QUICK = f"a quick run has a {QUICK}th of the arrivals"


class Told(NamedTuple):
    """How samples of a system are told."""

    counted: str = "arrivals"  # by their size
    warm_up: str = f"{WARM_UP_HOURS} h"  # what is left out
    minutes: float = 60.0 * WARM_UP_HOURS  # of it at the start


class System(Protocol):
    """A system: its parameters, what theory says of it, and what the kernel makes of it."""

    @property
    def told(self) -> Told:
        """How its samples are told."""

    def __str__(self) -> str:
        """Return the parameters in a few words."""

    def relaxation(self) -> float:
        """Return about how long it remembers how it began [min]."""

    def theory(self) -> dict[str, float]:
        """Return what holds in the long run, by quantity."""

    def measured(self, size: Size, seed: int) -> dict[str, Estimate]:
        """Return what the kernel shows of some or all of these quantities."""


@dataclass(frozen=True)
class Case:
    """A system with the sample that decides on it. A quick run has fewer arrivals, and intervals
    as much wider as that makes them."""

    system: System
    seed: int
    full: Size
    widths: Mapping[str, float] = field(default_factory=dict)  # shares of the value, if above 1 %
    without: tuple[str, ...] = ()  # quantities that such a sample cannot show
    in_quick: bool = True  # whether a quick run has time for it

    def size(self, effort: Effort) -> Size:
        """Return how long it is simulated."""
        if effort is Effort.FULL:
            return self.full
        return Size(self.full.replications, self.full.arrivals / QUICK)

    def width(self, quantity: str, effort: Effort) -> tuple[float, str]:
        """Return how wide half an interval may be, as a share of the value, and why it is more than
        1 %."""
        width = self.widths.get(quantity, WIDTH)
        reasons = [_RARE] if width > WIDTH else []
        if effort is Effort.QUICK:
            width, reasons = width * _WIDER, [*reasons, _QUICK]
        return width, "; ".join(reasons)

    def verdicts(self, effort: Effort) -> Iterator[Verdict]:
        """Run the kernel and yield one verdict for each quantity that it shows."""
        if effort is Effort.QUICK and not self.in_quick:
            yield skipped("in the long run", _LONG, case=str(self.system))
            return
        yield from self.verdicts_on(self.system.measured(self.size(effort), self.seed), effort)

    def verdicts_on(self, found: Mapping[str, Estimate], effort: Effort) -> Iterator[Verdict]:
        """Yield one verdict for each quantity that was measured."""
        sample = sample_of(self.system, self.seed, self.size(effort))
        theory = self.system.theory()
        for name, estimate in found.items():
            if name in self.without:
                continue
            width, why_wide = self.width(name, effort)
            yield statistical(
                name,
                theory[name],
                estimate,
                sample,
                case=str(self.system),
                unit=UNITS.get(name, ""),
                width=width,
                why_wide=why_wide,
            )


def verdicts_of(cases: Iterable[Case], effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts of all cases."""
    for case in cases:
        yield from case.verdicts(effort)


def asked(system: System, size: Size, seed: int) -> list[Verdict]:
    """Return the verdicts on a system of one's own, whatever the width of their intervals.

    Raises:
        ValueError: It remembers how it began for longer than is left out.
    """
    longest = system.told.minutes / RELAXED
    require(
        system.relaxation() <= longest,
        f"such a system remembers how it began for about {system.relaxation():,.0f} min; with "
        f"{system.told.warm_up} left out it must be at most {longest:,.0f}: choose a lower load",
    )
    theory, found = system.theory(), system.measured(size, seed)
    sample = sample_of(system, seed, size)
    return [
        statistical(
            name,
            theory[name],
            found[name],
            sample,
            case=str(system),
            unit=UNITS.get(name, ""),
            width=None,
        )
        for name in found
    ]


def sample_of(system: System, seed: int, size: Size) -> Sample:
    """Return how a sample is told."""
    counted, warm_up, minutes = system.told
    left_out = f"{warm_up} ({minutes / system.relaxation():,.0f} relaxation times)"
    return Sample(seed, f"{size.replications} x {size.arrivals:,.0f} {counted}", left_out)


def require(condition: bool, message: str) -> None:
    """Refuse parameters that theory does not speak of.

    Raises:
        ValueError: with the message, unless the condition holds.
    """
    if not condition:
        raise ValueError(message)


def require_positive(**values: float) -> None:
    """Refuse values that are not above 0 or not finite, by their names.

    Raises:
        ValueError: one of them is not.
    """
    for name, value in values.items():
        option = "--" + name.replace("_", "-")
        require(0.0 < value < math.inf, f"{option}: given {value:g}, must be above 0")
