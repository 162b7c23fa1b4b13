"""Distributions: other ones than are asked for are found out."""

import numpy as np
import pytest
from tests.validation.demand_checks.made import failed

from voltwin.simulation import Simulation
from voltwin.validation.demand_checks import laws
from voltwin.validation.demand_checks.laws import (
    DAYS,
    PATIENCE,
    QUANTILES,
    SEED,
    SWAPS,
    distributions,
    scenario,
    values_of,
    verdicts_on,
)
from voltwin.validation.demand_checks.runs import Row, Rows, rows_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Status

KINDS = ("arrival", "swap_begin", "swap_end", "reneged", "lost_stockout", "lost_queue_full")
COLUMNS = ("time", "station", "vehicle", "soc", "wait_s")
SOC, SWAP, WAIT = (
    "SoC on arrival, distance",
    "swap times, distance",
    "patience, distance",
)


@pytest.fixture(scope="module")
def rows() -> Rows:
    of = scenario(DAYS[Effort.QUICK])
    return rows_of(Simulation(of, seed=SEED), KINDS, COLUMNS)


def wrong(rows: Rows) -> set[str]:
    return failed(verdicts_on(rows, Effort.QUICK))


def test_a_run_passes(rows: Rows) -> None:
    assert wrong(rows) == set()


def test_socs_that_are_a_little_higher_are_found_out(rows: Rows) -> None:
    assert wrong({**rows, "soc": rows["soc"] + 0.01}) == {SOC}


def test_waits_that_are_longer_are_found_out(rows: Rows) -> None:
    assert wrong({**rows, "wait_s": 1.05 * rows["wait_s"]}) == {WAIT}


def test_swaps_of_another_law_are_found_out(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laws, "SWAPS", SWAPS[::-1])
    assert wrong(rows) == {SWAP}


def test_patience_of_another_law_is_found_out(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laws, "PATIENCE", PATIENCE[::-1])
    assert wrong(rows) == {WAIT}


@pytest.mark.parametrize("name", QUANTILES)
def test_a_parameter_that_is_a_thousandth_off_is_found_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = QUANTILES[name]
    number = next(key for key in ("high", "mean", "a", "mode") if key in told.written)
    off = {**told.written, number: 1.001 * told.written[number]}

    def spoiled(written: Row) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return values_of(off if written == told.written else written)

    monkeypatch.setattr(laws, "values_of", spoiled)
    monkeypatch.setattr(laws, "_in_a_run", lambda _effort: iter(()))
    found = list(distributions(Effort.QUICK))
    assert [one.case for one in found if one.status is Status.FAILED] == [name]


def test_a_value_that_is_drawn_too_often_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laws, "_in_a_run", lambda _effort: iter(()))

    def spoiled(written: Row) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        found = values_of(written)
        if written["kind"] == "empirical":
            found[:3] = 90.0
        return found

    monkeypatch.setattr(laws, "values_of", spoiled)
    found = list(distributions(Effort.QUICK))
    assert [one.case for one in found if one.status is Status.FAILED] == ["empirical"]
