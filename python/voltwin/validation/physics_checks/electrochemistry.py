"""Charges of an LG M50 by the electrochemical models of PyBaMM, with the parameters of Chen et al.
(2020), doi:10.1149/1945-7111/ab9050, which were measured on cells that were taken apart."""

import importlib.util
import os
from typing import Any, NamedTuple

import numpy as np

from voltwin.cli.without_pandas import with_pandas
from voltwin.validation.physics_checks.data_sheet import DataSheet, Floats

SOURCE = "PyBaMM (Sulzer et al. 2021, doi:10.5334/jors.309), Chen et al. (2020)"
HOW_TO_GET = "PyBaMM is not here: pip install 'voltwin[physics]'"
_SET = "Chen2020"
_PERIOD_S = 20.0  # between points of a solution
_SOON_FULL = 0.9  # of charge, where the first standard charge begins


class Course(NamedTuple):
    """A step of a simulation over time."""

    hours: Floats  # since its begin
    ah: Floats  # put in so far
    wh: Floats  # likewise, at the terminals


class Charge(NamedTuple):
    """A charge from empty to full over time."""

    minutes: Floats
    soc: Floats  # energy that a standard discharge would give, over that of a full cell
    wh: Floats  # put in so far, at the terminals

    def between(self, soc: float, target: float) -> tuple[float, float]:
        """Return minutes and energy [Wh] from one state of charge to another."""
        minutes, wh = (
            np.diff(np.interp((soc, target), self.soc, values))[0]
            for values in (self.minutes, self.wh)
        )
        return float(minutes), float(wh)


def is_here() -> bool:
    """Tell whether PyBaMM is installed."""
    return importlib.util.find_spec("pybamm") is not None


def charge(model: str, sheet: DataSheet, charge_a: float) -> Charge:
    """Return a charge by constant current, then constant voltage, at 25 °C.

    Before it the cell is charged and discharged by the sheet's standard: what it gives then is its
    capacity, as the sheet has it.

    Args:
        model: of PyBaMM's lithium-ion models, such as SPMe or DFN.
        sheet: with voltages and currents of the standard.
        charge_a: current [A].
    """
    rest, empty = "Rest for 1 hour", f"Discharge at {sheet.discharge_a} A until {sheet.empty_v} V"
    first = _steps_of_charge(sheet, sheet.charge_a)
    courses = _simulated(model, (*first, rest, empty, rest, *_steps_of_charge(sheet, charge_a)))
    discharge, constant_a, constant_v = courses[3], *courses[5:]
    given_ah, given_wh = -discharge.ah, -discharge.wh  # so far
    hours, ah, wh = (
        np.concatenate([of_a, of_a[-1] + of_v])
        for of_a, of_v in zip(constant_a, constant_v, strict=True)
    )
    lacks_wh = np.interp(given_ah[-1] - ah, given_ah, given_wh)
    return Charge(60.0 * hours, 1.0 - lacks_wh / given_wh[-1], wh)


def _steps_of_charge(sheet: DataSheet, charge_a: float) -> tuple[str, str]:
    full_v, cut_off_a = sheet.full_v, sheet.cut_off_a
    return f"Charge at {charge_a} A until {full_v} V", f"Hold at {full_v} V until {cut_off_a} A"


def _simulated(model: str, steps: tuple[str, ...]) -> list[Course]:
    """Return the courses of an experiment, step by step."""
    os.environ.setdefault("PYBAMM_DISABLE_TELEMETRY", "true")
    with with_pandas():
        import pybamm

    simulation = pybamm.Simulation(
        getattr(pybamm.lithium_ion, model)(),
        parameter_values=pybamm.ParameterValues(_SET),
        experiment=pybamm.Experiment([steps], period=f"{_PERIOD_S:g} seconds"),
    )
    solution = simulation.solve(initial_soc=_SOON_FULL)
    return [_course(step) for step in solution.cycles[0].steps]


def _course(step: Any) -> Course:
    hours = np.asarray(step["Time [h]"].entries)
    amperes = -np.asarray(step["Current [A]"].entries)
    volts = np.asarray(step["Voltage [V]"].entries)
    steps = np.diff(hours)
    return Course(hours - hours[0], _summed(amperes, steps), _summed(amperes * volts, steps))


def _summed(values: Floats, steps: Floats) -> Floats:
    """Return the integral so far, by the trapezoid rule."""
    return np.concatenate([[0.0], np.cumsum(0.5 * (values[1:] + values[:-1]) * steps)])
