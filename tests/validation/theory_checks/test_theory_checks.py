"""The checks against theory as they are, at the effort of a quick run; and that they can fail.

Seeds and sizes stand in the checks, before the verdict.
"""

import re

import pytest

from voltwin.validation.theory import Size
from voltwin.validation.theory_checks import CHECKS
from voltwin.validation.theory_checks.bays import MMcK, OneBay
from voltwin.validation.theory_checks.bscs import MixedStation
from voltwin.validation.theory_checks.closed_fleets import Fleet
from voltwin.validation.theory_checks.erlang_b import ErlangB
from voltwin.validation.theory_checks.swap_lost import SwapLost
from voltwin.validation.theory_checks.swap_queue import ErlangC, SwapQueue
from voltwin.validation.theory_checks.system import (
    COUNTED,
    RELAXED,
    Case,
    System,
    asked,
    seldom_of,
)
from voltwin.validation.theory_checks.window_fill import ALIKE, Store, difference
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.power import MOST_VERDICTS, Estimate
from voltwin.validation.trust.verdict import Status

SMALL = Size(20, 5000)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_kernel_is_as_theory_says(check: Check) -> None:
    found = list(check.run(Effort.QUICK))
    assert [verdict for verdict in found if verdict.status is Status.FAILED] == []
    if all(verdict.status is Status.SKIPPED for verdict in found):
        pytest.skip(found[0].reason)
    assert len({(verdict.case, verdict.what) for verdict in found}) == len(found)
    assert all(verdict.sample.warm_up for verdict in found if verdict.chance)


CASES = [
    case
    for check in CHECKS
    for case in (
        *getattr(check.run, "args", ((),))[0],
        *(ALIKE if check.name == "mean-wait" else ()),
    )
]


def test_theory_leaves_room_for_the_other_verdicts_of_a_run() -> None:
    assert 60 < sum(len(case.system.theory()) for case in CASES) < 0.5 * MOST_VERDICTS


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.system))
def test_the_beginning_is_forgotten_before_anything_is_measured(case: Case) -> None:
    told = case.system.told
    assert (told.minutes or 60.0 * told.hours) / case.system.relaxation() > RELAXED
    assert case.full.warm_up_hours is None


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.system))
@pytest.mark.parametrize("effort", Effort)
def test_what_happens_seldom_happens_often_enough_for_an_interval(
    case: Case, effort: Effort
) -> None:
    theory, size = case.system.theory(), case.size(effort)
    for name in theory.keys() - case.without:
        assert seldom_of(name, theory) * size.replications * size.arrivals >= COUNTED


def test_a_system_with_slow_chargers_has_a_longer_warm_up() -> None:
    """Charges of an hour, vehicles every ten minutes."""
    found = asked(SwapQueue(0.1, 1.0 / 60.0, 8, 12, 5), SMALL, 9)
    assert [verdict.status for verdict in found] == [Status.PASSED] * 5
    assert {verdict.sample.warm_up for verdict in found} == {"17 h (8 relaxation times)"}


def test_a_system_that_remembers_its_beginning_for_too_long_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"about 3.33e\+04 h, .* that may be 1,000 h: choose a low"
    ):
        asked(OneBay(0.999, 1.0), SMALL, 9)
    with pytest.raises(ValueError, match="first and last 1,000 arrivals left out it may be 1"):
        asked(Store(1e9, 1.0, 8), SMALL, 9)


@pytest.mark.parametrize(
    ("system", "names"),
    [
        (ErlangB(20, 5.0, "fixed"), ["lost"]),
        (
            Store(6.0, 1.0, 30, (0.0, 0.25)),
            ["served at once", "served within 0.25 min", "mean wait"],
        ),
        (SwapLost(6.0, 1.0, 1, 12), ["chargers"]),
    ],
)
def test_what_a_sample_cannot_show_is_skipped_and_neither_right_nor_wrong(
    system: System, names: list[str]
) -> None:
    found = [one for one in asked(system, Size(10, 3000), 1) if one.status is not Status.PASSED]
    assert [(one.what, one.status) for one in found] == [(name, Status.SKIPPED) for name in names]
    assert all(one.reason.endswith(" by 10 x 3,000 arrivals") for one in found)


def test_how_many_arrivals_would_show_it_is_said() -> None:
    (lost,) = asked(ErlangB(10, 3.0), Size(10, 2000), 1)
    assert lost.reason == (
        "not to be told from 0 by 10 x 2,000 arrivals; --arrivals 12,340 would do"
    )


def test_runs_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match=r"5,000 arrivals take 3.49e\+202 h after a warm-up"):
        asked(ErlangB(10, 1e-200), SMALL, 1)


NEIGHBOURS: list[tuple[System, System]] = [  # the one simulated, the one that theory speaks of
    (ErlangB(10, 7.0, "mixed"), ErlangB(10, 8.0, "mixed")),
    (SwapLost(3.0, 1.0, 4, 6), SwapLost(3.0, 1.0, 1, 6)),  # one battery after the other
    (SwapQueue(3.0, 1.0, 4, 6, 5), SwapQueue(3.0, 1.0, 5, 6, 5)),
    (ErlangC(2, 1.0), ErlangC(2, 0.8)),
    (MMcK(3.0, 1.0, 4, 10), MMcK(3.0, 1.0, 5, 10)),
    (OneBay(0.7, 1.0), OneBay(0.7, 1.0, 1.0)),  # swaps that scatter
    (Store(6.0, 1.0, 8, (0.0, 0.5)), Store(6.0, 1.0, 9, (0.0, 0.5))),
    (MixedStation(10.0, 12.0, 1.0, 5, 1, 13, 13), MixedStation(10.0, 12.0, 1.0, 5, 1, 12, 13)),
    (Fleet(10, 3, 4, 0.25, 1.0), Fleet(10, 4, 4, 0.25, 1.0)),
]


@pytest.mark.parametrize(("system", "other"), NEIGHBOURS, ids=lambda s: type(s).__name__)
def test_a_system_that_is_not_the_one_of_theory_is_found_out(
    system: System, other: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = other.theory()
    monkeypatch.setattr(type(system), "theory", lambda _self: told)
    assert any(verdict.status is Status.FAILED for verdict in asked(system, SMALL, 9))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ErlangB(10, 7.0, "cubic"), '--law: given "cubic", allowed: curve, fixed'),
        (lambda: ErlangB(10, 0.0), "--load: given 0, must be above 0"),
        (lambda: ErlangC(2, 2.0), "must be below --servers, 2: the line would grow without end"),
        (lambda: SwapQueue(3.0, 1.0, 7, 6, 5), "--chargers: given 7, must be at most --batteries"),
        (lambda: MMcK(3.0, 1.0, 4, 4), "--room: given 4, must be above --bays, 4"),
        (lambda: OneBay(1.0, 1.0), "--arrival: given 1, times --swap must be below 1"),
        (lambda: OneBay(0.5, 1.0, -1.0), "--variation: given -1, must be 0 or above"),
        (lambda: Store(6.0, 1.0, 8, (1.0,)), "--window: given 1, must be 0 or above, and below"),
        (lambda: Store(6.0, 1.0, 8, law="odd"), '--law: given "odd", allowed: fixed, exponential'),
        (lambda: Fleet(10, 3, 4, float("nan"), 1.0), "--trip-rate: given nan, must be above 0"),
    ],
)
def test_what_theory_does_not_speak_of_is_refused(make: object, message: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=re.escape(message)):
        make()


def test_the_difference_of_two_estimates() -> None:
    found = difference(Estimate(3.0, 0.3, 64), Estimate(1.0, 0.4, 32))
    assert (found.mean, found.replications) == (2.0, 32)
    assert found.error == pytest.approx(0.5)
