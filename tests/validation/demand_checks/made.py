"""Streams drawn in plain NumPy, by no code of the model: right ones, and ones that are a little
wrong."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from voltwin.validation.demand_checks.asked import Asked
from voltwin.validation.demand_checks.runs import Streams
from voltwin.validation.trust.verdict import Status, Verdict

Floats = npt.NDArray[np.float64]
TOO_FEW = "proves too little"


def failed(verdicts: Iterable[Verdict]) -> set[str]:
    """Return what failed, by more than want of data."""
    found = [verdict for verdict in verdicts if verdict.status is Status.FAILED]
    assert not [verdict.reason for verdict in found if TOO_FEW in verdict.reason]
    return {verdict.what for verdict in found}


def streams(asked: Sequence[Asked], seed: int, shape: float = 1.0) -> Streams:
    """Return arrivals at the rates that are asked for: of a Poisson process, or with gamma gaps of
    a shape in changed time."""
    source, stations, times = np.random.default_rng(seed), [], []
    for number, of in enumerate(asked):
        edges, expected = of.expected()
        total = np.append(0.0, np.cumsum(expected))
        many = int(total[-1] + 10.0 * np.sqrt(total[-1]) + 50.0)
        units = np.cumsum(source.gamma(shape, 1.0 / shape, many))
        units = units[units < total[-1]]
        times.append(np.interp(units, total, edges))
        stations.append(np.full(len(units), number))
    return Streams(np.concatenate(stations), np.concatenate(times))


def careless_streams(asked: Sequence[Asked], seed: int) -> Streams:
    """Return arrivals as a common mistake has them: each gap is drawn at the rate of the time at
    which it begins, whatever the rate is before it ends."""
    source, stations, times = np.random.default_rng(seed), [], []
    for number, of in enumerate(asked):
        edges, expected = of.expected()
        rates, t, last = expected / np.diff(edges), 0.0, float(edges[-1])
        while True:
            hour = int(np.searchsorted(edges, t, side="right")) - 1
            if hour >= len(rates):
                break
            if rates[hour] == 0.0:
                t = float(edges[hour + 1])
                continue
            t += float(source.exponential(1.0 / rates[hour]))
            if t >= last:
                break
            stations.append(number)
            times.append(t)
    return Streams(np.array(stations), np.array(times))
