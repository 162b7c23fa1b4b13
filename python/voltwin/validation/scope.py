"""What a random network may be, and the time that it lies in.

Every part of a network has a random source of its own, named by what it is for, so that a smaller
scope gives the same network with something taken away. A failing scenario can therefore be made
smaller by making its scope smaller.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from voltwin.validation.network import QUARTER_S, Steps, folded, week_phase_s
from voltwin_core.calendar import HOUR_S, WEEK_S

COMPLICATIONS = (
    "ageing",
    "ambient",  # temperatures, and cool-down by them
    "calendar",  # a start within an hour, a warm-up, a horizon at an instant of ties
    "cool-down",
    "demand",  # profiles, surges, random factors
    "drivers",  # a fleet, or vehicles that stations divert
    "faults",  # chargers and bays that fail at random
    "heat",  # by charging, and power derated by temperature
    "hours",  # closed at times
    "interventions",  # by script
    "limits",  # of the grid connection
    "observations",  # that set stations to what was seen
    "patience",
    "prices",  # that decide when charges start
    "share",  # of a limited power
    "stock",  # batteries that are not full at the start
    "streams",  # traces and renewal streams
    "swap times",
    "trucks",
    "ties",  # all that can happen on a grid of quarters of an hour does
    "types",  # with odd curves and laws
)


@dataclass(frozen=True)
class Scope:
    """What a random network may be; a smaller scope takes parts of the same network away."""

    seed: str
    stations: int = 20  # at most
    battery_types: int = 3  # at most
    arrivals: float = 1.0  # factor of the number aimed at
    complications: frozenset[str] = frozenset(COMPLICATIONS)

    def source(self, *what: object) -> Random:
        """Return the random source of one part of the network."""
        return Random("/".join(map(str, (self.seed, *what))))

    def has(self, complication: str, source: Random, probability: float) -> bool:
        """Tell whether a part has a complication; a draw of its source in any case."""
        return source.random() < probability and complication in self.complications


class Frame(NamedTuple):
    """When the run begins and ends."""

    first_hour: int
    phase_s: float
    horizon_s: float
    tied: bool  # what changes by the week changes at full quarters of local hours

    def moment(self, source: Random) -> float:
        """Return a time within the run [s], sometimes its very start."""
        if source.random() < 0.05:
            return 0.0
        t = source.uniform(0.0, self.horizon_s)
        grid = QUARTER_S if self.tied else source.choice((1.0, 60.0, HOUR_S))
        return max(0.0, (self.phase_s + t) // grid * grid - self.phase_s)

    def steps(self, source: Random, value: Callable[[], float], most: int) -> Steps:
        """Return a weekly schedule whose changes fall within the run."""
        start = week_phase_s(self.first_hour, self.phase_s)
        moments = [start + self.moment(source) for _ in range(source.randint(1, most))]
        return folded(tuple({float(int(at % WEEK_S)): value() for at in [0.0, *moments]}.items()))
