"""The checks of physics as they are, at the effort of a quick run; and that each can fail: against
a primitive, a run or a parameter that is a little wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from voltwin.kpis import money
from voltwin.kpis.cells import Cells
from voltwin.kpis.months import Months
from voltwin.scenario.prices import demand_rate, slot_prices
from voltwin.validation.network import Type
from voltwin.validation.physics_checks import (
    CHECKS,
    ageing,
    ageing_run,
    cell,
    charging,
    charging_run,
    cooling,
    energy,
    measured_curves,
    tariffs,
    warm_run,
    water_filling,
)
from voltwin.validation.physics_checks.data_sheet import LARGEST_CHARGE_A, LG_M50, DataSheet
from voltwin.validation.physics_checks.deviations import apart, largest
from voltwin.validation.physics_checks.shared_run import LAW, shared_run
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.shared_data import VARIABLE
from voltwin.validation.trust.verdict import Status, Verdict
from voltwin_core.station.parameters import Parameters

Spoil = Callable[[Any], Any]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_model_is_as_physics_says(check: Check) -> None:
    found = list(check.run(Effort.QUICK))
    assert [verdict for verdict in found if verdict.status is Status.FAILED] == []
    assert len({(verdict.case, verdict.what) for verdict in found}) == len(found)
    assert all(verdict.tolerance is not None or verdict.reason for verdict in found)
    if all(verdict.status is Status.SKIPPED for verdict in found):
        pytest.skip(found[0].reason)


def failed(verdicts: Sequence[Verdict]) -> set[str]:
    return {verdict.what for verdict in verdicts if verdict.status is Status.FAILED}


def scaled(factor: float) -> Spoil:
    return lambda primitive: lambda *of: factor * primitive(*of)


def with_argument(place: int, factor: float) -> Spoil:
    """Return how a primitive becomes one that takes one of its arguments for a little more."""

    def spoil(primitive: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *of: primitive(*of[:place], factor * of[place], *of[place + 1 :])

    return spoil


SPOILED: list[tuple[Any, str, Spoil, Callable[..., Any], str]] = [
    (charging, "time_to", scaled(1.0 + 1e-9), charging.times, "time from SoC to SoC"),
    (charging, "soc_after", scaled(1.0 + 1e-9), charging.times, "SoC after a time"),
    (charging, "time_to", with_argument(3, 1.001), charging.times, "time by the textbook"),
    (charging, "held_seconds", with_argument(6, 0.999), charging.held, "time from SoC to SoC"),
    (charging, "held_soc", with_argument(5, 0.999), charging.held, "SoC after a time"),
    (cooling, "temperature_after", with_argument(4, 1.001), cooling.cooling, "temperature later"),
    (cooling, "cool_from", with_argument(4, 1.001), cooling.cooling, "time of cool-down"),
    (cooling, "warmed_by", with_argument(2, 1.001), cooling.cooling, "warming, steady power"),
    (cooling, "derating_at", scaled(1.001), cooling.cooling, "derating"),
    (water_filling, "water_level", scaled(1.001), water_filling.filling, "sum above the limit"),
    (water_filling, "water_level", scaled(0.999), water_filling.filling, "share of each"),
    (ageing, "calendar_loss", with_argument(3, 1.001), ageing.ageing, "loss as published"),
    (ageing, "cycling_loss", with_argument(4, 1.001), ageing.ageing, "loss as published"),
    (ageing, "grown", with_argument(3, 1.001), ageing.ageing, "loss along its slope"),
]


@pytest.mark.parametrize(
    ("module", "name", "spoil", "run", "what"),
    SPOILED,
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_a_primitive_that_is_a_little_wrong_is_found_out(
    module: Any,
    name: str,
    spoil: Spoil,
    run: Callable[..., Any],
    what: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, name, spoil(getattr(module, name)))
    assert any(found.startswith(what) for found in failed(list(run(Effort.QUICK))))


# --- in whole runs --------------------------------------------------------------------------------


def test_a_charge_of_a_run_that_ends_a_second_late_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows_of = charging_run.rows_of

    def late(*of: Any) -> list[dict[str, Any]]:
        return [{**row, "time": row["time"] + (row["kind"] == "full")} for row in rows_of(*of)]

    monkeypatch.setattr(charging_run, "rows_of", late)
    assert failed(list(charging_run.in_a_run(Effort.QUICK))) == {"times in a run"}


KIND = warm_run.NETWORK.types[0]


@pytest.mark.parametrize(
    "kind", [replace(KIND, heat_c_per_kw2=0.0039), replace(KIND, cool_tau_s=5300.0)]
)
def test_batteries_that_warm_or_cool_otherwise_are_found_out(kind: Type) -> None:
    right = warm_run.told_again(warm_run.NETWORK)
    wrong = warm_run.told_again(warm_run.NETWORK, kind)
    assert max(wrong.factors) > 1e-4
    assert max(right.factors) < 1e-7
    assert max(right.kelvin) < 1e-5


def test_energy_that_is_booked_in_the_next_slot_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = shared_run()
    later = np.roll(run.cells.grid_kwh, 1, axis=1)
    spoiled = run._replace(cells=replace(run.cells, grid_kwh=later))
    monkeypatch.setattr(energy, "shared_run", lambda: spoiled)
    assert failed(list(energy.energies(Effort.QUICK))) == {"energy of a slot"}


def test_a_charger_of_another_efficiency_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(energy, "EFFICIENCY", 0.901)
    assert "SoC at the next row" in failed(list(energy.energies(Effort.QUICK)))


def test_prices_of_the_quarter_before_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money, "slot_prices", lambda *of: np.roll(slot_prices(*of), 1))
    assert failed(list(tariffs.tariffs(Effort.QUICK))) >= {
        "energy cost",
        "energy cost, market",
    }


def test_a_day_at_its_mean_price_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def mean(*of: Any) -> npt.NDArray[np.float64]:
        prices = slot_prices(*of)
        return np.full(len(prices), prices.mean())

    monkeypatch.setattr(money, "slot_prices", mean)
    verdicts = list(tariffs.worked_example())
    if any(verdict.status is Status.SKIPPED for verdict in verdicts):
        pytest.skip("the published schedule is not here")
    assert failed(verdicts) == {"energy cost, on-peak alone"}


def mean_load(months: Months, cells: Cells, of: Parameters) -> npt.NDArray[np.float64]:
    """Return the mean load of each month for its peak."""
    slots = [of_month.mean(axis=1) for of_month in by_month(months, cells)]
    return 4.0 * np.stack(slots, axis=1)


def load_at_the_start(months: Months, cells: Cells, of: Parameters) -> npt.NDArray[np.float64]:
    """Return the load of each month's first quarter for its peak."""
    return 4.0 * np.stack([of_month[:, 0] for of_month in by_month(months, cells)], axis=1)


def peak_together(months: Months, cells: Cells, of: Parameters) -> npt.NDArray[np.float64]:
    """Return each station's load at the quarter of the largest sum for its peak."""
    parts = by_month(months, cells)
    return 4.0 * np.stack([part[:, part.sum(axis=0).argmax()] for part in parts], axis=1)


def by_month(months: Months, cells: Cells) -> list[npt.NDArray[np.float64]]:
    return np.split(cells.grid_kwh, 4 * months.first_hours[1:], axis=1)


@pytest.mark.parametrize("peaks", [mean_load, load_at_the_start, peak_together])
def test_another_load_than_the_peak_is_found_out(
    peaks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Months, "peaks_kw", peaks)
    assert failed(list(tariffs.tariffs(Effort.QUICK))) == {"demand charge"}


def test_the_rate_of_another_month_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def later(tariff: Any, month: date) -> float:
        return demand_rate(tariff, (month + timedelta(days=31)).replace(day=1))

    monkeypatch.setattr(money, "demand_rate", later)
    assert failed(list(tariffs.tariffs(Effort.QUICK))) == {"demand charge"}


def test_batteries_that_age_by_another_law_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    other = LAW.model_copy(update={"cycling_base": 1.01 * LAW.cycling_base})
    monkeypatch.setattr(ageing_run, "LAW", other)
    assert failed(list(ageing_run.in_a_run(Effort.QUICK))) == {"health in a run"}


# --- measured curves, which need no data of others ------------------------------------------------

LEAF = "soc,kw\n0,10\n20,43.1\n60,46.1\n95,1.44\n100,0\n"
CAR = "Mini,Cooper,SE,2020,28.9,50"
CARS = (
    "brand,model,variant,year,usable_kwh,dc_max_kw,soc_pct,power_kw\n"
    f"{CAR},0,40\n{CAR},60,50\n{CAR},100,10\nKia,Niro,-,2019,64,77,0,70\nKia,Niro,-,2019,64,77,100,7\n"
)


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / measured_curves.LEAF).write_text(LEAF)
    (tmp_path / measured_curves.CARS).write_text(CARS)
    monkeypatch.setenv(VARIABLE, str(tmp_path))


def statuses(verdicts: Sequence[Verdict]) -> list[Status]:
    return [verdict.status for verdict in verdicts]


@pytest.mark.usefixtures("own_data")
def test_curves_of_any_table_are_charged_along() -> None:
    found = list(measured_curves.leaf(Effort.QUICK))
    assert statuses(found) == [Status.PASSED, Status.PASSED, Status.SKIPPED]
    found = list(measured_curves.cars(Effort.QUICK))
    assert statuses(found) == [Status.PASSED] * 3
    assert found[1].expected == found[1].got == 2.0


@pytest.mark.usefixtures("own_data")
@pytest.mark.parametrize("run", [measured_curves.leaf, measured_curves.cars])
def test_a_curve_that_is_read_a_little_wrong_is_found_out(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = measured_curves.table_of

    def wrong(*of: Any) -> Any:
        return tuple((soc, 1.001 * kw) for soc, kw in right(*of))

    monkeypatch.setattr(measured_curves, "table_of", wrong)
    assert failed(list(run(Effort.QUICK)))


def test_without_data_checks_are_skipped_and_say_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    for run in (
        measured_curves.leaf,
        measured_curves.cars,
        lambda _: ageing.against_blast_lite(),
        lambda _: tariffs.worked_example(),
    ):
        (found,) = list(run(Effort.QUICK))
        assert found.status is Status.SKIPPED
        assert VARIABLE in found.reason


# --- a cell ---------------------------------------------------------------------------------------


def test_without_pybamm_the_cell_is_skipped_and_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cell, "is_here", lambda: False)
    (found,) = list(cell.charges(Effort.FULL))
    assert (found.status, "voltwin[physics]" in found.reason) == (Status.SKIPPED, True)


def test_a_cell_of_another_data_sheet_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pybamm")
    monkeypatch.setattr(cell, "LG_M50", replace(LG_M50, energy_wh=20.0))
    assert failed(list(cell.charges(Effort.QUICK))) == {
        "time, to 5 %",
        "energy, to 5 %",
    }


def test_a_charge_that_never_tapers_is_found_out_beyond_the_knee_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("pybamm")
    plain = DataSheet.points

    def constant(sheet: DataSheet, charge_a: float) -> list[tuple[float, float]]:
        points = plain(sheet, charge_a)
        most = max(kw for _, kw in points)
        knee = sheet.knee_soc(charge_a)
        return [(soc, most if soc > knee else kw) for soc, kw in points]

    monkeypatch.setattr(DataSheet, "points", constant)
    wrong = [v for v in cell.charges(Effort.QUICK) if v.status is Status.FAILED]
    assert [(v.what, "20 to 99 %" in v.case) for v in wrong] == [("time, to 10 %", True)]


def test_the_knee_is_where_the_current_begins_to_fall() -> None:
    for charge_a in (LG_M50.charge_a, LARGEST_CHARGE_A):
        held = np.linspace(0.0, 1.0, 100_001)
        falls = LG_M50.soc(held)[LG_M50.current(held, charge_a) < charge_a][0]
        assert LG_M50.knee_soc(charge_a) == pytest.approx(falls, abs=1e-4)
    assert cell.phases(cell.STANDARD, 0.95) == "constant current"
    assert cell.phases(cell.STANDARD, 0.99) == "constant current and voltage"
    assert cell.phases(cell.LARGEST, 0.95) == "constant current and voltage"


def test_the_curve_of_a_data_sheet_has_its_current_its_voltage_and_its_energy() -> None:
    points = np.array(LG_M50.points(LG_M50.charge_a))
    held = np.linspace(0.0, 1.0, 10_001)
    assert np.mean(LG_M50.open_circuit_v(held)) == pytest.approx(3.63 + 0.97 * 0.03)
    amperes = LG_M50.current(held, LG_M50.charge_a)
    volts = LG_M50.open_circuit_v(held) + amperes * LG_M50.resistance_ohm
    assert volts[held < 0.998].max() == pytest.approx(4.2)
    assert (amperes[0], amperes[-1]) == (LG_M50.charge_a, LG_M50.cut_off_a)
    kw = np.interp(LG_M50.soc(held), points[:, 0], points[:, 1])
    np.testing.assert_allclose(kw, amperes * volts, rtol=2e-3)
    given_v = LG_M50.open_circuit_v(held) - LG_M50.discharge_a * LG_M50.resistance_ohm
    assert np.mean(given_v) * LG_M50.capacity_ah == pytest.approx(LG_M50.energy_wh)
    stored = np.cumsum(given_v) / np.sum(given_v)
    np.testing.assert_allclose(LG_M50.soc(held), stored, atol=1e-3)


# --- deviations -----------------------------------------------------------------------------------


def test_the_largest_deviation_counts_and_one_that_is_no_number_fails() -> None:
    assert largest("x", [0.1, 0.3, 0.2], 0.3).got == 0.3
    assert largest("x", [0.1, float("nan"), 0.0], 0.3).status is Status.FAILED
    with pytest.raises(ValueError, match="x: there is no case"):
        largest("x", [], 0.3)


def test_what_is_no_number_is_not_passed_over() -> None:
    nan = float("nan")
    assert np.isnan(water_filling.unfairness([5.0, 5.0, 5.0], [1.0, nan, 2.0]))


def test_a_warming_that_is_no_number_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = cooling.warmed_by_steps
    spoiled = {0.9: float("nan")}
    monkeypatch.setattr(cooling, "warmed_by_steps", lambda soc: spoiled.get(soc, plain(soc)))
    assert cooling.mean_power().status is Status.FAILED


def test_a_deviation_is_a_share_of_the_value_expected() -> None:
    assert apart(1.1, 1.0) == pytest.approx(0.1)
    assert apart(0.2, 0.0) == 0.2
    assert apart(float("inf"), float("inf")) == 0.0
