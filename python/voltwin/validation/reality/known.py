"""What calibration finds in logs that the model has made, against the parameters that made them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from voltwin.calibration.calibrating import calibrate
from voltwin.calibration.calibration import Calibration
from voltwin.scenario.profiles import named_profile
from voltwin.validation.reality.made_logs import Truth, made_logs
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.verdict import Sample, Verdict

SEED = 8101
HELD_OUT = "14d"
TRUTH = Truth()


class Size(NamedTuple):
    """How many logs there are, of how many days."""

    logs: int
    days: int


SIZES = {Effort.QUICK: Size(16, 56), Effort.FULL: Size(64, 112)}
_SPREAD = "a log of some weeks has few days to tell a spread from"
_FEW = "some hundred days and hours in each log"


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
    yield from _parameters(found, told, sample)
    yield _profile(found, told, sample)
    yield _intervals(found, told, sample)
    yield from _bands(found, sample)


def _parameters(found: Sequence[Calibration], told: Truth, sample: Sample) -> Iterator[Verdict]:
    """Yield how far the mean of each parameter is off."""
    expected = _truth(told)
    units = {"arrivals a day: mean": "1/d", "service time, lognormal: median": "s"}
    for name, value in expected.items():
        estimate = Estimate.of([_of(one)[name].value for one in found])
        yield statistical(
            name,
            value,
            estimate,
            sample,
            unit=units.get(name, ""),
            width=_WIDTHS.get(name, _WIDTHS[""]) * (_WIDER if quick else 1.0),
            why_wide=_SPREAD,
        )


def _profile(found: Sequence[Calibration], told: Truth, sample: Sample) -> Verdict:
    """Return how far the busiest tenth of the hours of the week is off, as a share of the day."""
    factors = np.array(named_profile(told.profile))
    busy = np.argsort(-factors)[:17]
    expected = float(factors[busy].sum() / factors.sum())
    shares = [float(c.demand.profile.factors[busy].sum() / 168.0) for c in found]
    return statistical(
        "share of the 17 busiest hours", expected, Estimate.of(shares), sample, width=0.05,
        why_wide=_FEW,
    )  # fmt: skip


def _intervals(found: Sequence[Calibration], told: Truth, sample: Sample) -> Verdict:
    """Return how often intervals hold what they should: those of hours and of parameters, half and
    half."""
    expected = _truth(told)
    rate = np.array(named_profile(told.profile)) * told.per_day / 24.0
    shares = []
    for one in found:
        profile, parameters = one.demand.profile, _of(one)
        of_hours = np.mean((profile.low <= rate) & (rate <= profile.high))
        of_parameters = np.mean(
            [parameters[n].low <= v <= parameters[n].high for n, v in expected.items()]
        )
        shares.append((float(of_hours) + float(of_parameters)) / 2.0)
    return statistical(
        "held by intervals of 95 %", 0.95, Estimate.of(shares), sample, width=0.1, why_wide=_FEW
    )


def _bands(found: Sequence[Calibration], sample: Sample) -> Iterator[Verdict]:
    """Yield how much bands hold of hours that were held out."""
    for place, band in enumerate((0.5, 0.8, 0.95)):
        held = [one.score_list[0].coverage[place] for one in found]
        yield statistical(
            f"held-out hours in bands of {100 * band:.0f} %",
            band,
            Estimate.of(held),
            sample,
            width=0.1,
            why_wide=_FEW,
        )


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
    seconds=60.0,
)
