"""Months of local time: shares observed and peaks. The runs start on 1970-01-01 in hour 00:00."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.kpis.networks import Site, network

from voltwin.kpis.cells import Cells
from voltwin.kpis.months import Months

DAY_S = 86_400.0
JANUARY_S = 31 * DAY_S


def test_a_week_is_a_part_of_its_month() -> None:
    parameters = network((Site(),), horizon_s=7 * DAY_S)
    months = Months.of(parameters, 7 * DAY_S)
    assert months.begins == [date(1970, 1, 1)]
    assert months.shares == pytest.approx([7 / 31], rel=1e-15)


def test_the_warm_up_and_what_is_still_to_come_are_not_observed() -> None:
    parameters = network((Site(),), horizon_s=60 * DAY_S, warm_up_hours=24)
    months = Months.of(parameters, JANUARY_S + 7 * DAY_S)
    assert months.begins == [date(1970, 1, 1), date(1970, 2, 1), date(1970, 3, 1)]
    assert months.shares == pytest.approx([30 / 31, 7 / 28, 0.0], rel=1e-15)
    assert months.observed == pytest.approx(30 / 31 + 1 / 4, rel=1e-15)


def test_a_year_has_twelve_months_whatever_their_length() -> None:
    parameters = network((Site(),), horizon_s=365 * DAY_S)
    assert Months.of(parameters, 365 * DAY_S).observed == 12.0


def test_nothing_is_observed_within_the_warm_up() -> None:
    parameters = network((Site(),), horizon_s=DAY_S, warm_up_hours=12)
    assert Months.of(parameters, 3600.0).observed == 0.0


def test_each_month_has_its_own_peak() -> None:
    parameters = network((Site(), Site()), horizon_s=32 * DAY_S, warm_up_hours=1)
    cells = Cells.empty(parameters, 32 * DAY_S)
    grid_kwh = np.zeros_like(cells.grid_kwh)
    grid_kwh[0, [0, 100, 31 * 96 - 1, 31 * 96]] = 99.0, 2.0, 3.0, 5.0  # the first is in the warm-up
    grid_kwh[1, 200] = 7.0
    months = Months.of(parameters, 32 * DAY_S)
    peaks = months.peaks_kw(replace(cells, grid_kwh=grid_kwh), parameters)
    assert peaks.tolist() == [[12.0, 20.0], [28.0, 0.0]]
