"""What a scenario asks of a Poisson stream, worked out from its own words: nothing here is the
model's.

Time is changed to what has been expected until then: the arrivals of a right stream are a Poisson
process of rate 1 in it, whatever jumps the rate makes (Çinlar 1975; Brown et al. 2002, Neural
Computation 14, on testing by it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from voltwin.validation.demand_checks.runs import Streams

Floats = npt.NDArray[np.float64]
HOUR_S = 3600.0


@dataclass(frozen=True)
class Asked:
    """A stream: a rate by the local hour of the week, times what surges make of it."""

    start: datetime  # local
    horizon_s: float
    per_hour: float  # where the profile is 1, all multipliers included
    profile: tuple[float, ...]  # by hour from Monday 00:00 on
    surges: tuple[tuple[float, float, float], ...] = ()  # from [s], to [s], factor

    def edges(self) -> Floats:
        """Return the times at which the rate may change [s], from 0 to the horizon."""
        gone = 60.0 * self.start.minute + self.start.second
        hours = np.arange(HOUR_S - gone, self.horizon_s, HOUR_S)
        steps = [time for begin, end, _ in self.surges for time in (begin, end)]
        times = np.unique(np.concatenate([[0.0, self.horizon_s], hours, steps]))
        return times[(times >= 0.0) & (times <= self.horizon_s)]

    def rate_at(self, t: float) -> float:
        """Return the rate at a time at which it does not change [1/s]."""
        local = self.start + timedelta(seconds=t)
        rate = self.per_hour * self.profile[24 * local.weekday() + local.hour] / HOUR_S
        for begin, end, factor in self.surges:
            if begin <= t < end:
                rate *= factor
        return rate

    def expected(self) -> tuple[Floats, Floats]:
        """Return the edges [s], and how many are expected between them."""
        edges = self.edges()
        rates = [self.rate_at(float(middle)) for middle in (edges[:-1] + edges[1:]) / 2.0]
        return edges, np.diff(edges) * np.array(rates)


def gaps_in_changed_time(streams: Streams, asked: Sequence[Asked]) -> Floats:
    """Return the gaps between arrivals in changed time, all stations one after the other.

    What is left at the end of one is a part of the first gap of the next: independent Poisson
    processes of rate 1, one behind the other, are one, and no gap is missing but the last of all.

    Args:
        streams: of all stations.
        asked: of each of them.
    """
    parts, begin = [np.zeros(1)], 0.0
    ends = np.searchsorted(streams.station, np.arange(len(asked)), side="right")
    first = 0
    changed: dict[Asked, tuple[Floats, Floats]] = {}
    for of, end in zip(asked, ends.tolist(), strict=True):
        if of not in changed:
            edges, expected = of.expected()
            changed[of] = edges, np.append(0.0, np.cumsum(expected))
        edges, total = changed[of]
        parts.append(begin + np.interp(streams.time[first:end], edges, total))
        begin, first = begin + float(total[-1]), end
    return np.diff(np.concatenate(parts))
