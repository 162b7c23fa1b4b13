"""The heart of the suite: both engines give the same log, bit by bit, on any network."""

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from voltwin.reference.environment import Environment, Pending
from voltwin.validation.engines import compare_engines, compare_scope, run_many
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.random_networks import COMPLICATIONS, Scope
from voltwin.validation.replay import FEATURES
from voltwin.validation.report import REQUIRED, Report
from voltwin_bindings import kernel_engine
from voltwin_core.station.events import LIMIT, PATIENCE, READY, SWAP_END

# Smaller is tried first when a failure is shrunk; most scenarios have most of the complications.
PRESENT = st.sampled_from((False, *[True] * 7))
SCOPES = st.builds(
    Scope,
    seed=st.integers(0, 2**32 - 1).map(str),
    stations=st.sampled_from((1, 2, 5, 20, 20, 20)),
    battery_types=st.integers(1, 3),
    arrivals=st.sampled_from((0.05, 2.0, 2.0, 3.0, 3.0, 3.0)),
    complications=st.tuples(*(PRESENT for _ in COMPLICATIONS)).map(
        lambda present: frozenset(
            name for name, there in zip(COMPLICATIONS, present, strict=True) if there
        )
    ),
)


@pytest.mark.parametrize("part", range(6))
def test_engines_agree_and_are_right(part: int) -> None:
    report = Report(part)

    @seed(part)
    @settings(max_examples=75, deadline=None, database=None)
    @given(SCOPES)
    def check(scope: Scope) -> None:
        outcome = compare_scope(scope)
        assert outcome.ok, outcome.message
        report.add(scope.seed, outcome.rows, outcome.message, outcome.features)

    check()
    assert report.scenarios >= 75
    assert report.median_rows >= 1000


def test_random_scenarios_visit_every_corner() -> None:
    told: list[float] = []
    report = run_many(200, 1, told.append)
    assert report.differences == []
    assert told == list(range(1, 201))
    assert report.median_rows >= 1000
    shares = {feature: report.share(feature) for feature in FEATURES}
    assert min(shares[feature] for feature in REQUIRED) >= 0.2, shares
    assert all(share > 0.0 for feature, share in shares.items() if feature != "a ring ran empty")
    assert report.pairs_visited > 0.9


def test_processes_change_nothing() -> None:
    alone, together = run_many(10, 3), run_many(10, 3, workers=2)
    assert alone == together


def test_log_buffer_that_is_too_small_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_engine, "_SLAB_ROWS", 64)
    report = run_many(20, 5)
    assert report.differences == []


def test_ring_that_runs_empty_stops_both_engines() -> None:
    site = Site(inventory=((0.9,),), ring=(2,), shares=(1.0,), arrivals=Arrivals(per_s=0.01))
    outcome = compare_engines(parameters(Network((Type(),), (site,), horizon_s=86400.0)), 1)
    assert outcome.ok, outcome.message
    assert "a ring ran empty" in outcome.features


@pytest.mark.parametrize(
    ("rank", "wrong"), [(LIMIT, 18), (SWAP_END, 14), (READY, 12), (PATIENCE, 14)]
)
def test_event_of_the_wrong_rank_is_found(
    monkeypatch: pytest.MonkeyPatch, rank: int, wrong: int
) -> None:
    def at_wrong_rank(env: Environment, time: float, of: int, entity: int) -> Pending:
        return at(env, time, wrong if of == rank else of, entity)

    at = Environment.at
    monkeypatch.setattr(Environment, "at", at_wrong_rank)
    report = run_many(30, 1)
    assert report.differences
    assert "row " in report.differences[0]
