"""Calibration on a single day, requests of New York taxis: what one day cannot tell is told."""

from collections.abc import Iterator

import numpy as np

from voltwin.calibration.calibrating import calibrate
from voltwin.calibration.calibration import Calibration
from voltwin.validation.reality.replayed import replayed
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact, skipped, statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.shared_data import how_to_get, shared_file
from voltwin.validation.trust.verdict import Sample, Verdict

FILE = "data/nyc_taxi_requests_20k.csv"
END = "2014-12-21T20:00"  # counts of later hours are inflated
SEED = 8103
_WHAT = "requests of taxis on one day"
_COPIES = {Effort.QUICK: 16, Effort.FULL: 64}
_WIDTHS = {Effort.QUICK: 0.04, Effort.FULL: 0.01}
_PEAK_WIDER = 4.0  # an hour has some twentieth of the arrivals of a day
_HOUR = "an hour has some hundred arrivals"
UNTOLD = (  # what has to be told of such a log
    "One day tells nothing of a week",
    "Only Sundays are in the log",
    "Nothing was seen of 20:00-24:00",
    "No column of states of charge",
)


def one_day(effort: Effort) -> Iterator[Verdict]:
    """Yield verdicts on what is told, and on the engine."""
    file = shared_file(FILE)
    if file is None:
        yield skipped(_WHAT, how_to_get(FILE))
        return
    found = calibrate(file, kind="arrivals", end=END)
    yield from told(found)
    yield from _engine(found, effort)


def told(found: Calibration) -> Iterator[Verdict]:
    """Yield whether a calibration says what one day cannot tell, and sets nothing of it."""
    said = sum(any(line.startswith(begin) for line in found.untold) for begin in UNTOLD)
    yield exact("things told that one day cannot tell", len(UNTOLD), said, 0.0)
    set_anyway = len({"day_factor", "hour_jitter"} & found.fragment["demand"].keys())
    yield exact("random factors set", 0.0, float(set_anyway + (found.held is not None)), 0.0)
    yield exact("hours of the profile", 24.0, len(found.fragment["demand"]["profile"]), 0.0)


def _engine(found: Calibration, effort: Effort) -> Iterator[Verdict]:
    """Yield whether the engine makes of the scenario what was logged."""
    logged = found.counts.hours[0].astype(np.float64)
    seen = found.counts.seen[0] > 0.0
    came = replayed(found.scenario, _COPIES[effort], 1, SEED)
    sample = Sample(SEED, f"{_COPIES[effort]} x 1 day", "none")
    peak = np.arange(24) == int(logged.argmax())
    for what, hours, wider in (
        ("requests from 0 to 20", seen, 1.0),
        ("of these in the busiest hour", peak, _PEAK_WIDER),
    ):
        yield statistical(
            what,
            float(logged[hours].sum()),
            Estimate.of(came[:, hours].sum(axis=1)),
            sample,
            width=_WIDTHS[effort] * wider,
            why_wide=_HOUR,
        )


CHECK = Check(
    "calibrate-taxi",
    "reality",
    "a calibration on one day says what one day cannot tell, and the engine makes that day",
    "requests of New York taxis (NREL HIVE; TLC)",
    one_day,
    seconds=4.0,
)
