"""Calibration on a log of others: sessions of charging at Caltech, as arrivals at one site.

They are no swaps. What is asked is whether days and hours that the fit has not seen are as it says,
and whether the engine makes of the fit what was logged.
"""

from collections.abc import Iterator

import numpy as np

from voltwin.calibration.calibrating import calibrate
from voltwin.calibration.calibration import Calibration
from voltwin.calibration.scores import BANDS
from voltwin.validation.reality.replayed import replayed
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most, exact, skipped, statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.shared_data import how_to_get, shared_file
from voltwin.validation.trust.verdict import Sample, Verdict

FILE = "data/acn_caltech_2019-05_2019-08.csv.gz"
SEED = 8102
_WHAT = "sessions of charging at Caltech, days that were held out"
_COPIES = {Effort.QUICK: 64, Effort.FULL: 512}
_WEEKS = 4
# Of hours: three of the 95 % half-widths that 1,344 independent hours would have for each band.
_OFF = (0.08, 0.065, 0.035)
# By how much the fit may foretell worse than plain means do, as a share of their CRPS. Days of this
# log are foretold worse: holidays make a day factor that is too wide for other days.
_HOURS_WORSE, _DAYS_WORSE = 0.01, 0.1
_WIDTHS = {Effort.QUICK: 0.08, Effort.FULL: 0.025}
_SMALL = "some 200 arrivals a week"


def held_out(effort: Effort) -> Iterator[Verdict]:
    """Yield verdicts on bands and scores of days that were held out, and on the engine."""
    file = shared_file(FILE)
    if file is None:
        yield skipped(_WHAT, how_to_get(FILE))
        return
    found = calibrate(file, kind="arrivals", columns={"station": None, "end": None})
    yield from judged(found)
    yield from _engine(found, effort)


def judged(found: Calibration) -> Iterator[Verdict]:
    """Yield verdicts on the scores of a calibration."""
    assert found.held is not None
    first, last = found.held.counts.dates[[0, -1]]
    sample = Sample(
        1, f"{found.held.counts.days} days, {first} to {last}", "days before, fitted to"
    )
    hour, day = found.score_list
    for band, share, off in zip(BANDS, hour.coverage, _OFF, strict=True):
        yield exact(f"hours in bands of {100 * band:.0f} %", band, share, off, sample=sample)
    what = "CRPS of hours above that of plain means, high end of 95 %, share"
    yield at_most(what, hour.high / hour.rival_crps, _HOURS_WORSE, sample=sample)
    what = "CRPS of days above that of plain means, share"
    yield at_most(what, day.difference / day.rival_crps, _DAYS_WORSE, sample=sample)


def _engine(found: Calibration, effort: Effort) -> Iterator[Verdict]:
    """Yield whether the engine makes of the scenario what was logged."""
    profile = found.demand.profile
    logged = profile.counted / profile.seen_h  # by hour of the week, nothing drawn anywhere
    copies = _COPIES[effort]
    came = replayed(found.scenario, copies, 7 * _WEEKS, SEED)
    weeks = came.reshape(copies, _WEEKS, len(logged)).mean(axis=1)
    sample = Sample(SEED, f"{copies} x {_WEEKS} weeks", "none")
    busy = np.isin(np.arange(len(logged)) % 24, (8, 9, 10))
    for what, hours in (("arrivals a week", busy | True), ("of these from 8 to 11", busy)):
        yield statistical(
            what,
            float(logged[hours].sum()),
            Estimate.of(weeks[:, hours].sum(axis=1)),
            sample,
            width=_WIDTHS[effort],
            why_wide=_SMALL,
        )


CHECK = Check(
    "calibrate-acn",
    "reality",
    "a calibration on logged charging sessions, as arrivals, against days that it has not seen",
    "ACN-Data (Lee, Li, Low 2019), doi:10.1145/3307772.3328313",
    held_out,
    seconds=6.0,
)
