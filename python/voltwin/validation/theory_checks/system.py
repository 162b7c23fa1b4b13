"""A system that theory describes, and the verdicts on it: through the whole kernel, by size and
seed that stand beside it before anything is run.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
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
COUNTED = 100.0  # of what makes a share no 0 and no 1, for an interval of its mean
SHARES = ("lost", "waits", "chargers", "bays")  # of vehicles or of time
_OF_WHO_WAITS = ("mean wait", "vehicles waiting")
_LONGEST_H = 1000  # that are left out at the start
_MOST_ARRIVALS = 1e7  # for which it is worth to ask
_OWN = "a sample of your own choice"
_WIDER = 5.0  # its intervals at most: by the square root of QUICK, and by chance
_LONG = "takes minutes: voltwin validate --full"
_RARE = "rare, and in bursts"
_QUICK = f"a quick run has a {QUICK}th of the arrivals"


class Told(NamedTuple):
    """How samples of a system are told."""

    counted: str = "arrivals"  # by their size
    hours: int = WARM_UP_HOURS  # left out at the start, unless a size says how many
    left_out: str = ""  # in words, if something else is
    minutes: float = 0.0  # of that at the start


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
        return replace(self.full, arrivals=self.full.arrivals / QUICK)

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
        ValueError: It remembers how it began for too long, or so many arrivals take too long.
    """
    size = _relaxed(system, size)
    theory, found = system.theory(), system.measured(size, seed)
    sample = sample_of(system, seed, size)
    return [
        _too_rare(name, theory, sample, size, case=str(system))
        or statistical(
            name,
            theory[name],
            found[name],
            sample,
            case=str(system),
            unit=UNITS.get(name, ""),
            width=None,
            why_wide=_OWN,
        )
        for name in found
    ]


def _relaxed(system: System, size: Size) -> Size:
    """Return the size with a warm-up in which the system forgets how it began."""
    told, relaxation = system.told, system.relaxation()
    if told.minutes:
        require(
            RELAXED * relaxation <= told.minutes,
            f"such a system remembers how it began for about {relaxation:,.3g} min; with the "
            f"{told.left_out} left out it may be {told.minutes / RELAXED:,.3g}: choose fewer "
            "arrivals a minute",
        )
        return size
    hours = RELAXED * relaxation / 60.0
    require(
        hours <= _LONGEST_H,
        f"such a system remembers how it began for about {relaxation / 60.0:,.3g} h, so that "
        f"{RELAXED:g} times as long is left out; that may be {_LONGEST_H:,} h: choose a lower load",
    )
    return replace(size, warm_up_hours=max(told.hours, math.ceil(hours)))


def _too_rare(
    name: str, theory: Mapping[str, float], sample: Sample, size: Size, *, case: str
) -> Verdict | None:
    """Return the verdict that a sample cannot show a quantity, where what tells it apart from 0 or
    1 happens too seldom for an interval; None where it can."""
    seldom = seldom_of(name, theory)
    if seldom * size.replications * size.arrivals >= COUNTED:
        return None
    needed = COUNTED / (seldom * size.replications) if seldom else math.inf
    enough = f"; --arrivals {needed:,.0f} would do" if needed < _MOST_ARRIVALS else ""
    nearly = 1 if theory[name] > 0.5 and name not in _OF_WHO_WAITS else 0
    why = f"not to be told from {nearly} by {sample.sizes}{enough}"
    verdict = skipped(name, why, case=case)
    return replace(verdict, expected=theory[name], sample=sample, unit=UNITS.get(name, ""))


def seldom_of(name: str, theory: Mapping[str, float]) -> float:
    """Return how seldom that happens, per arrival, which a quantity is the share or the mean of; of
    a share that is nearly 1, what is missing. 1 for what is no matter of seldom events."""
    if name in _OF_WHO_WAITS:
        at_once = theory.get("served at once", 0.0)
        return min(theory.get("waits", 1.0), 1.0 - at_once)
    if name in SHARES or name.startswith("served "):
        return min(theory[name], 1.0 - theory[name])
    return 1.0


def sample_of(system: System, seed: int, size: Size) -> Sample:
    """Return how a sample is told."""
    told, hours = system.told, size.warm_up_hours or system.told.hours
    left_out, minutes = told.left_out or f"{hours:,} h", told.minutes or 60.0 * hours
    many = f"{size.replications} x {size.arrivals:,.0f} {told.counted}"
    return Sample(seed, many, f"{left_out} ({minutes / system.relaxation():,.0f} relaxation times)")


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
        require(0.0 < value < math.inf, f"{option}: given {value:g}, must be above 0, and finite")
