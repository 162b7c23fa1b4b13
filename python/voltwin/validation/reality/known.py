"""What calibration finds in logs that the model has made, against the parameters that made them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from voltwin.calibration.calibrating import calibrate
from voltwin.calibration.calibration import Calibration
from voltwin.calibration.scores import BANDS
from voltwin.scenario.profiles import named_profile
from voltwin.validation.reality.coverage import Allowed, held_shares, least_held
from voltwin.validation.reality.made_logs import Truth, made_logs
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.verdict import Sample, Verdict

SEED = 8101
HELD_OUT = "14d"
TRUTH = Truth()
_UNITS = {"arrivals a day: mean": "1/d", "service time, lognormal: median": "s"}


class Size(NamedTuple):
    """How many logs there are, of how many days."""

    logs: int
    days: int


SIZES = {Effort.QUICK: Size(16, 56), Effort.FULL: Size(128, 112)}
# Half-widths that are allowed in a full run, as shares of the value; a quick one has an eighth of
# the days, and fewer logs to tell the error from.
_WIDTH = 0.03
_WIDTHS = {"day factor: variance": 0.18, "hour jitter: variance": 0.1}
_WIDER = 5.0
_WHY = "a log of some weeks has few days and hours to tell from"
_MISSES = 0.05 + 0.02  # intervals are approximations: Gamma posteriors, likelihood ratios
_INTERVALS = Allowed(0.02, 0.02)
_BANDS = Allowed(0.02, 0.01)  # they know nothing of how unsure the fit is, and hold 1 or 2 % less
_SHARE_WIDTHS = {Effort.QUICK: 0.15, Effort.FULL: 0.05}


def recovered(effort: Effort, truth: Truth = TRUTH, told: Truth = TRUTH) -> Iterator[Verdict]:
    """Yield verdicts on calibrations of logs.

    Args:
        effort: of the check.
        truth: that logs are made of.
        told: what calibration should find, which is the same unless a test wants it wrong.
    """
    size = SIZES[effort]
    logs = made_logs(truth, size.logs, size.days, SEED)
    found = [calibrate(log, kind="arrivals", hold_out=HELD_OUT) for log in logs]
    sample = Sample(SEED, f"{size.logs} logs of {size.days} days, {truth.per_day:g} a day", "none")
    for name, value, values in _asked(found, told):
        width = _WIDTHS.get(name, _WIDTH) * (_WIDER if effort is Effort.QUICK else 1.0)
        yield statistical(
            name,
            value,
            Estimate.of(values),
            sample,
            unit=_UNITS.get(name, ""),
            width=width,
            why_wide=_WHY,
        )
    yield from _intervals(found, told, sample, effort)
    for place, band in enumerate(BANDS):
        what = f"held-out hours in bands of {100 * band:.0f} %"
        of_logs = [one.score_list[0].coverage[place] for one in found]
        yield held_shares(what, band, of_logs, sample, _BANDS, _SHARE_WIDTHS[effort])


def _intervals(
    found: Sequence[Calibration], told: Truth, sample: Sample, effort: Effort
) -> Iterator[Verdict]:
    """Yield the verdicts on intervals of 95 %: of parameters, and of the rates of hours."""
    missed = {
        name: [not _of(one)[name].low <= value <= _of(one)[name].high for one in found]
        for name, value in _truth(told).items()
    }
    what = "intervals of 95 %: parameter missed most often, share of logs"
    yield least_held(what, missed, _MISSES, sample)
    rate = np.array(named_profile(told.profile)) * told.per_day / 24.0
    profiles = [one.demand.profile for one in found]
    held = [float(np.mean((of.low <= rate) & (rate <= of.high))) for of in profiles]
    what = "hours of the week in intervals of 95 %"
    yield held_shares(what, 0.95, held, sample, _INTERVALS, _SHARE_WIDTHS[effort])


def _asked(found: Sequence[Calibration], told: Truth) -> Iterator[tuple[str, float, list[float]]]:
    """Yield what should come out, and what did of each log."""
    for name, value in _truth(told).items():
        yield name, value, [_of(one)[name].value for one in found]
    factors = np.array(named_profile(told.profile))
    busy = np.argsort(-factors)[: len(factors) // 10]
    share = float(factors[busy].sum() / factors.sum())
    shares = [float(one.demand.profile.factors[busy].sum() / len(factors)) for one in found]
    yield "share of the busiest tenth of hours", share, shares


class _Found(NamedTuple):
    value: float
    low: float
    high: float


def _truth(told: Truth) -> dict[str, float]:
    return {
        "arrivals a day: mean": told.per_day,
        "day factor: variance": told.day_variance,
        "hour jitter: variance": told.hour_variance,
        "returned SoC, beta: mean": told.soc_mean,
        "returned SoC, beta: concentration": told.soc_concentration,
        "service time, lognormal: median": told.swap_median_s,
        "service time, lognormal: sigma": told.swap_sigma,
    }


def _of(one: Calibration) -> dict[str, _Found]:
    return {
        f"{row['what']}: {row['parameter']}": _Found(row["value"], row["low"], row["high"])
        for row in one.parameters.to_pylist()
    }


CHECK = Check(
    "calibrate-known",
    "reality",
    "what calibration finds in logs that the engine has made of known parameters",
    "the parameters of the scenario",
    recovered,
    seconds=120.0,
)
