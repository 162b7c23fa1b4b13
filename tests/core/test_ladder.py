"""Ladders against their slow twin: the same charges by closed forms, piece by piece."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.test_charging import FIRST, KWH, SEVERAL, Curve, curves, power, table
from tests.kpis.networks import rows

from voltwin_core.charging import peak_power, soc_after, time_to
from voltwin_core.ladder import build_ladders, drawn_at, peak_from, seconds_at, soc_at
from voltwin_core.record import as_array
from voltwin_core.station.parameters import BatteryType, Charger

READY, FULL, EFFICIENCY = 0.8, 0.97, 0.9
U = st.sampled_from([2.0, 40.0, 77.7, 1000.0])
SOC = st.one_of(st.floats(0.0, FULL), st.sampled_from([0.0, 0.5, READY, FULL]))


class Twins:
    """A ladder, and what the slow functions are given of the same charge."""

    def __init__(self, curve: Curve, kwh: float, u: float) -> None:
        self.knots = table(curve), FIRST, len(curve)
        self.u, self.grid_kwh = u, kwh / EFFICIENCY
        types = BatteryType.table(1)
        as_array(types)[["capacity_kwh", "ready_soc", "full_soc", "first_knot", "knots"]] = (
            *(kwh, READY, FULL),
            *(FIRST, len(curve)),
        )
        chargers = as_array(rows(Charger, [(0, u, EFFICIENCY)]))
        self.ladders = build_ladders(self.knots[0], as_array(types), chargers)
        self.row = self.ladders.ladders[0]
        self.rungs = self.ladders.rungs, int(self.row["first"]), int(self.row["rungs"])  # type: ignore[index]

    def seconds(self, soc: float, target: float) -> float:
        """Return the time of a charge by the slow twin [s]."""
        return time_to(*self.knots, self.grid_kwh, self.u, soc, target)


@SEVERAL
@given(curve=curves(), kwh=KWH, u=U, soc=SOC)
def test_the_time_from_empty(curve: Curve, kwh: float, u: float, soc: float) -> None:
    twins = Twins(curve, kwh, u)
    assert seconds_at(*twins.rungs, soc) == pytest.approx(
        twins.seconds(0.0, soc), rel=1e-9, abs=1e-6
    )


@SEVERAL
@given(curve=curves(), kwh=KWH, u=U, share=st.floats(0.0, 1.0))
def test_the_soc_after_some_time(curve: Curve, kwh: float, u: float, share: float) -> None:
    twins = Twins(curve, kwh, u)
    seconds = share * twins.seconds(0.0, FULL)
    slow = soc_after(*twins.knots, twins.grid_kwh, u, 0.0, seconds, FULL)
    assert soc_at(*twins.rungs, seconds) == pytest.approx(slow, abs=1e-9)


@SEVERAL
@given(curve=curves(), kwh=KWH, u=U, soc=SOC)
def test_power_now_and_the_most_to_come(curve: Curve, kwh: float, u: float, soc: float) -> None:
    twins = Twins(curve, kwh, u)
    assert drawn_at(*twins.rungs, soc) == pytest.approx(min(u, power(curve, soc)), rel=1e-9)
    most = min(u, peak_power(*twins.knots, soc, FULL))
    assert peak_from(*twins.rungs, soc) == pytest.approx(most, rel=1e-9)


@SEVERAL
@given(
    curve=curves(),
    kwh=KWH,
    u=U,
    share=st.floats(0.0, 1.0),
    times=st.one_of(st.floats(1.0, 2.0), st.floats(1.0, 1e6)),
)
def test_who_is_further_up_by_enough_is_fuller(
    curve: Curve, kwh: float, u: float, share: float, times: float
) -> None:
    """By more than a hundred times what rounding amounts to, however slowly they charge."""
    twins = Twins(curve, kwh, u)
    ready_s, full_s, apart_s = (
        float(twins.row[name])  # type: ignore[index]
        for name in ("ready_s", "full_s", "apart_s")
    )
    low_s = ready_s + share * (full_s - ready_s)
    high_s = low_s + times * apart_s
    if high_s <= full_s:
        assert soc_at(*twins.rungs, high_s) - soc_at(*twins.rungs, low_s) > 1e-14


def test_ready_and_full_stand_at_rungs() -> None:
    twins = Twins([(0.0, 60.0), (0.6, 60.0), (1.0, 0.0)], 50.0, 40.0)
    assert twins.row["ready_s"] == pytest.approx(twins.seconds(0.0, READY))  # type: ignore[index]
    assert twins.row["full_s"] == pytest.approx(twins.seconds(0.0, FULL))  # type: ignore[index]
    assert twins.row["kwh"] == pytest.approx(50.0 / EFFICIENCY)  # type: ignore[index]


def test_a_flat_charge_by_hand() -> None:
    """At 40 kW of the grid's side a battery of 36 kWh behind 0.9 takes an hour."""
    twins = Twins([(0.0, 60.0), (1.0, 60.0)], 36.0, 40.0)
    assert seconds_at(*twins.rungs, 0.5) == pytest.approx(1800.0)
    assert soc_at(*twins.rungs, 900.0) == pytest.approx(0.25)


def test_each_type_has_a_ladder_on_each_kind_of_charger() -> None:
    types = BatteryType.table(2)
    for name, values in (
        *(("capacity_kwh", (36.0, 72.0)), ("ready_soc", READY), ("full_soc", FULL)),
        *(("first_knot", 0), ("knots", 2)),
    ):
        as_array(types)[name] = values
    flat = table([(0.0, 60.0), (1.0, 60.0)])
    chargers = as_array(rows(Charger, [(0, 40.0, 0.9), (0, 80.0, 0.9), (0, 40.0, 0.9)]))
    as_array(types)["first_knot"] = FIRST
    ladders = build_ladders(flat, as_array(types), chargers)
    assert ladders.of_charger.tolist() == [0, 2, 0]
    kwh = as_array(ladders.ladders)["kwh"]
    assert np.allclose(kwh, [40.0, 80.0, 40.0, 80.0])
