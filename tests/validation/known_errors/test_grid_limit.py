"""The check of grid limits finds models that do not keep to one."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.validation.known_errors.verdicts import Spoil, failed, with_column

from voltwin.reference import chargers
from voltwin.reference.chargers import Chargers
from voltwin.validation.known_errors import grid_limit
from voltwin.validation.known_errors.runs import rows, run
from voltwin.validation.network import QUARTER_S, Arrivals
from voltwin.validation.trust.effort import Effort
from voltwin_core.station.parameters import ADMIT

CHANGES = "changes of the limit that are missing, or not those of the week"


def test_a_limit_that_is_only_logged_is_found(spoiled: Spoil) -> None:
    spoiled(Chargers, "_fits", lambda _right, _chargers: True)
    of_admit = [verdict for verdict in grid_limit.found(Effort.QUICK) if verdict.case == "admit"]
    assert "largest draw, as a share of the limit" in failed(of_admit)


def test_shares_that_are_too_large_are_found(spoiled: Spoil) -> None:
    def level(right: Spoil, *given: Any) -> float:
        *demands, limit_kw = given
        return float(right(*demands, 1.01 * limit_kw))

    spoiled(chargers, "water_level", level)
    of_share = [verdict for verdict in grid_limit.found(Effort.QUICK) if verdict.case == "share"]
    assert "largest draw, as a share of the limit" in failed(of_share)


def test_a_limit_that_is_not_that_of_the_week_is_found() -> None:
    network = grid_limit.limited(ADMIT, 1)
    higher = tuple((at_s, 1.1 * kw) for at_s, kw in grid_limit.LIMITS)
    site = replace(network.sites[0], limit_kw=higher)
    log = run(replace(network, sites=(site,)), 1).log
    assert failed(grid_limit.verdicts_on(network, log, "admit")) == [
        CHANGES,
        "largest draw, as a share of the limit",
    ]


@pytest.mark.parametrize("changes", [0, 1, 10])
def test_a_limit_that_is_frozen_after_some_changes_is_found(spoiled: Spoil, changes: int) -> None:
    def frozen(right: Spoil, self: Chargers) -> None:
        if self._run.env.now <= changes * QUARTER_S:
            right(self)

    spoiled(Chargers, "_change_limit", frozen)
    found = list(grid_limit.found(Effort.QUICK))
    wanted = [CHANGES, "largest draw, as a share of the limit"]
    for rule in grid_limit.RULES:
        assert failed(verdict for verdict in found if verdict.case == rule) == wanted


def test_the_last_change_of_a_limit_may_not_be_missing_either(spoiled: Spoil) -> None:
    network = grid_limit.limited(ADMIT, 2)
    log = run(network, 1).log
    changes = np.flatnonzero(rows(log, "limit"))
    assert grid_limit.wrong_changes(network, log) == (2 * 95, 0)
    missing = {name: np.delete(column, changes[-1]) for name, column in log.items()}
    assert grid_limit.wrong_changes(network, missing) == (2 * 95, 1)
    late = with_column(log, "time", changes[-1], log["time"][changes[-1]] + 1e-9)
    assert grid_limit.wrong_changes(network, late) == (2 * 95, 2)


def test_a_limit_that_nobody_is_near_shows_nothing() -> None:
    network = grid_limit.limited(ADMIT, 1)
    unvisited = replace(network.sites[0], inventory=((0.9,) * 16,), arrivals=Arrivals(times=()))
    network = replace(network, sites=(unvisited,))
    found = failed(grid_limit.verdicts_on(network, run(network, 1).log, "admit"))
    assert found == ["largest draw, as a share of the limit"]
