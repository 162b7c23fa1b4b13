"""The checks on data as they are, at the effort of a quick run; and that they can fail."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pytest

from voltwin.calibration import day_factor, scores
from voltwin.calibration.calibrating import calibrate
from voltwin.calibration.calibration import Calibration
from voltwin.calibration.demand import Demand
from voltwin.validation.reality import CHECKS, acn, known, taxi
from voltwin.validation.reality.made_logs import Truth, made_logs
from voltwin.validation.reality.replayed import replayed
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.shared_data import how_to_get, shared_file
from voltwin.validation.trust.verdict import Status, Verdict


def failed(verdicts: Iterable[Verdict]) -> set[str]:
    return {verdict.what for verdict in verdicts if verdict.status is Status.FAILED}


class Quick(NamedTuple):
    """A quick run: its verdicts, and the calibrations of the logs that the engine made."""

    verdicts: dict[str, list[Verdict]]
    calibrations: list[Calibration]


@pytest.fixture(scope="module", name="quick")
def of_quick() -> Quick:
    made: list[Calibration] = []

    def recorded(*args: Any, **options: Any) -> Calibration:
        made.append(calibrate(*args, **options))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "calibrate", recorded)
        found = {check.name: list(check.run(Effort.QUICK)) for check in CHECKS}
    return Quick(found, made)


@pytest.mark.parametrize("name", [check.name for check in CHECKS])
def test_calibration_holds(quick: Quick, name: str) -> None:
    found = quick.verdicts[name]
    if all(verdict.status is Status.SKIPPED for verdict in found):
        pytest.skip(found[0].reason)
    assert failed(found) == set()
    assert len({verdict.what for verdict in found}) == len(found)


def test_few_of_the_verdicts_of_a_run_are_taken(quick: Quick) -> None:
    found = [verdict for of_check in quick.verdicts.values() for verdict in of_check]
    assert sum(verdict.chance > 0.0 for verdict in found) <= 25


def test_logs_are_those_that_the_engine_made() -> None:
    truth = Truth(day_variance=0.0, hour_variance=0.0)
    logs = made_logs(truth, 2, 7, 5)
    assert len(logs) == 2
    assert sum(map(len, logs)) == pytest.approx(2 * 7 * truth.per_day, rel=0.1)
    log = logs[0]
    assert log.soc is not None
    assert log.service_s is not None
    assert np.nanmedian(log.service_s) == pytest.approx(truth.swap_median_s, rel=0.05)
    assert np.isnan(log.service_s).mean() < 0.01
    assert log.soc.mean() == pytest.approx(truth.soc_mean, abs=0.02)


WRONG = [
    (Truth(per_day=270.0), "arrivals a day: mean"),
    (Truth(day_variance=0.12), "day factor: variance"),
    (Truth(hour_variance=0.09), "hour jitter: variance"),
    (Truth(soc_mean=0.26), "returned SoC, beta: mean"),
    (Truth(soc_concentration=13.0), "returned SoC, beta: concentration"),
    (Truth(swap_median_s=122.0), "service time, lognormal: median"),
    (Truth(swap_sigma=0.32), "service time, lognormal: sigma"),
    (Truth(profile="leisure"), "share of the busiest tenth of hours"),
]


@pytest.mark.parametrize(("told", "what"), WRONG, ids=lambda of: of if isinstance(of, str) else "")
def test_an_engine_that_is_off_is_found_out(
    told: Truth, what: str, quick: Quick, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Logs of one truth are held against another, a little off: the same calibrations serve."""
    again = iter(quick.calibrations)
    monkeypatch.setattr(known, "calibrate", lambda *_args, **_options: next(again))
    assert what in failed(known.recovered(Effort.QUICK, told=told))


def test_a_calibration_that_sees_no_spread_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the factors of days and hours, bands of hours are too narrow and nothing is found."""
    monkeypatch.setattr(Demand, "day_variance", 0.0)
    monkeypatch.setattr(Demand, "hour_variance", 0.0)
    few = {Effort.QUICK: known.Size(8, 56)}
    monkeypatch.setattr(known, "SIZES", few)
    wild = replace(known.TRUTH, day_variance=0.2, hour_variance=0.2)
    assert {f"held-out hours in bands of {band} %" for band in (50, 80, 95)} <= failed(
        known.recovered(Effort.QUICK, wild, wild)
    )


INTERVALS = "intervals of 95 %: parameter missed most often, share of logs"
HOURS = "hours of the week in intervals of 95 %"


@pytest.fixture(name="once_more")
def of_once_more(quick: Quick, monkeypatch: pytest.MonkeyPatch) -> None:
    again = iter(quick.calibrations)
    monkeypatch.setattr(known, "calibrate", lambda *_args, **_options: next(again))


@pytest.mark.usefixtures("once_more")
@pytest.mark.parametrize("name", known._truth(known.TRUTH))
def test_intervals_of_one_parameter_that_are_too_narrow_are_found_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = known._of

    def narrow(one: Calibration) -> dict[str, Any]:
        found = plain(one)
        value, low, high = found[name]
        spoiled = known._Found(value, value + 0.1 * (low - value), value + 0.1 * (high - value))
        return {**found, name: spoiled}

    monkeypatch.setattr(known, "_of", narrow)
    assert failed(known.recovered(Effort.QUICK)) == {INTERVALS}


@pytest.mark.parametrize("factor", [0.5, 3.0])
def test_intervals_of_hours_of_another_width_are_found_out(
    factor: float, quick: Quick, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiled(one: Calibration) -> Calibration:
        of = one.demand.profile
        low, high = (of.rate + factor * (end - of.rate) for end in (of.low, of.high))
        profile = of._replace(low=low, high=high)
        return replace(one, demand=one.demand._replace(profile=profile))

    again = map(spoiled, quick.calibrations)
    monkeypatch.setattr(known, "calibrate", lambda *_args, **_options: next(again))
    assert failed(known.recovered(Effort.QUICK)) == {HOURS}


@pytest.mark.parametrize("factor", [0.7, 1.5])
def test_bands_that_are_too_narrow_or_too_wide_are_found_out(
    factor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = scores.drawn

    def other(*args: Any) -> Any:
        draws = plain(*args)
        mean = draws.mean(axis=0)
        return np.maximum(np.round(mean + factor * (draws - mean)), 0.0)

    monkeypatch.setattr(scores, "drawn", other)
    assert failed(known.recovered(Effort.QUICK)) == {
        f"held-out hours in bands of {band} %" for band in (50, 80, 95)
    }


def test_without_their_data_checks_are_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, run in ((acn, acn.held_out), (taxi, taxi.one_day)):
        monkeypatch.setattr(module, "shared_file", lambda _name: None)
        (verdict,) = run(Effort.QUICK)
        assert verdict.status is Status.SKIPPED
        assert verdict.reason == how_to_get(module.FILE)


HOURS_WORSE = "CRPS of hours above that of plain means, high end of 95 %, share"
DAYS_WORSE = "CRPS of days above that of plain means, share"
needs_acn = pytest.mark.skipif(shared_file(acn.FILE) is None, reason=how_to_get(acn.FILE))
needs_taxi = pytest.mark.skipif(shared_file(taxi.FILE) is None, reason=how_to_get(taxi.FILE))


@needs_acn
def test_bands_that_are_too_narrow_or_forecasts_that_are_off_are_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = scores.drawn
    file = shared_file(acn.FILE)
    assert file

    def verdicts() -> set[str]:
        options = {"station": None, "end": None}
        return failed(acn.judged(calibrate(file, kind="arrivals", columns=options)))

    monkeypatch.setattr(scores, "drawn", lambda *args: np.round(0.5 * plain(*args) + 0.7))
    assert "hours in bands of 95 %" in verdicts()
    monkeypatch.setattr(scores, "drawn", lambda *args: plain(*args) + 1.0)
    assert {HOURS_WORSE, "hours in bands of 50 %"} <= verdicts()


@needs_acn
@pytest.mark.parametrize(
    ("spread", "of_days", "what"),
    [(1.6, False, HOURS_WORSE), (0.3, False, HOURS_WORSE), (1.4, True, DAYS_WORSE)],
)
def test_forecasts_that_are_a_little_worse_are_found_out(
    spread: float, of_days: bool, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hours that scatter more or less than they do, or days alone: their sums."""
    plain = scores.drawn
    file = shared_file(acn.FILE)
    assert file

    def other(*args: Any) -> Any:
        draws = plain(*args)
        off = draws - draws.mean(axis=0)
        return draws + (spread - 1.0) * (off.mean(axis=2, keepdims=True) if of_days else off)

    monkeypatch.setattr(scores, "drawn", other)
    options = {"station": None, "end": None}
    assert what in failed(acn.judged(calibrate(file, kind="arrivals", columns=options)))


@needs_acn
def test_an_engine_that_makes_other_arrivals_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = replayed
    monkeypatch.setattr(acn, "replayed", lambda *args: 1.06 * np.roll(plain(*args), 1, axis=1))
    assert failed(acn.held_out(Effort.QUICK)) == {"arrivals a week", "of these from 8 to 11"}


@needs_taxi
def test_a_day_factor_out_of_nothing_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Demand, "day_variance", 0.1)
    plain = replayed
    monkeypatch.setattr(taxi, "replayed", lambda *args: np.roll(plain(*args), 1, axis=1))
    assert {"random factors set", "of these in the busiest hour"} <= failed(
        taxi.one_day(Effort.QUICK)
    )


@needs_taxi
def test_what_is_not_told_is_missed() -> None:
    file = shared_file(taxi.FILE)
    assert file
    found = replace(calibrate(file, kind="arrivals", end=taxi.END), untold=())
    assert "things told that one day cannot tell" in failed(taxi.told(found))


def test_the_day_factor_would_be_seen_too_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the adjustment for levels that come from the same days, that is."""
    rng = np.random.default_rng(6)
    weekday = np.arange(21) % 7
    monkeypatch.setattr(day_factor, "_logs", lambda _weights: 0.0)
    found = []
    for _ in range(60):
        totals = rng.poisson(200.0 * rng.gamma(10.0, 0.1, 21))
        level = np.bincount(weekday, totals, 7)[weekday] / 3.0
        found.append(day_factor.fit_day_factor(totals[:, None], level[:, None], weekday).variance)
    assert np.mean(found) < 0.085
