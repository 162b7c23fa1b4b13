"""A charge by constant current and constant voltage: the twin with a curve from the cell's data
sheet against an electrochemical model of the same cell. Nothing of the curve is fitted."""

from collections.abc import Iterator
from typing import NamedTuple

from voltwin.scenario import parameters
from voltwin.scenario.files import scenario_of
from voltwin.simulation import Simulation
from voltwin.validation.physics_checks.charging_run import rows_of
from voltwin.validation.physics_checks.data_sheet import CELLS, LARGEST_CHARGE_A, LG_M50
from voltwin.validation.physics_checks.electrochemistry import HOW_TO_GET, SOURCE, charge, is_here
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact, skipped
from voltwin.validation.trust.verdict import Verdict

FROM = 0.2


class Target(NamedTuple):
    """A state of charge, and by which share time and energy until then may be off."""

    soc: float
    time: float = 0.05
    energy: float = 0.05


class Profile(NamedTuple):
    """A charge and the model that it is held against."""

    name: str
    model: str
    charge_a: float
    targets: tuple[Target, ...]


# By the data sheet the standard charge is one of constant current up to a SoC of 95.4 %, so that
# both of its first targets know nothing of constant voltage; the third is far beyond. A sheet's
# resistance is that of half a minute, and knows nothing of lithium that has to find its way into
# the particles, which decides at the limit of voltage: there the true charge takes longer. At the
# largest current the cell is at that limit from three quarters on, by the sheet from 89 %.
_STANDARD = Target(0.8), Target(0.95), Target(0.99, time=0.1)
_LARGEST = Target(0.8, energy=0.06), Target(0.95, time=0.2, energy=0.06)
STANDARD = Profile("0.3C", "SPMe", LG_M50.charge_a, _STANDARD)
STANDARD_BY_DFN = Profile("0.3C", "DFN", LG_M50.charge_a, _STANDARD)
LARGEST = Profile("0.7C", "DFN", LARGEST_CHARGE_A, _LARGEST)


def charges(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on time and energy of each profile."""
    if not is_here():
        yield skipped("charge of an LG M50", HOW_TO_GET, source=SOURCE)
        return
    yield from verdicts_on(STANDARD)
    if effort is Effort.FULL:
        yield from verdicts_on(STANDARD_BY_DFN)
        yield from verdicts_on(LARGEST)


def verdicts_on(profile: Profile) -> Iterator[Verdict]:
    """Yield the verdicts on a charge."""
    course = charge(profile.model, LG_M50, profile.charge_a)
    for target in profile.targets:
        expected = course.between(FROM, target.soc)
        got = by_the_twin(profile.charge_a, FROM, target.soc)
        case = f"{profile.name}, {profile.model}, {100 * FROM:g} to {100 * target.soc:g} %"
        case = f"{case}: {phases(profile, target.soc)}"
        for n, (what, unit, most) in enumerate(
            (("time", "min", target.time), ("energy", "Wh", target.energy))
        ):
            named, tolerance = f"{what}, to {100 * most:g} %", most * expected[n]
            yield exact(named, expected[n], got[n], tolerance, case=case, unit=unit)


def phases(profile: Profile, soc: float) -> str:
    """Return what there is of a charge until a state of charge, by the data sheet."""
    alone = soc <= LG_M50.knee_soc(profile.charge_a)
    return "constant current" if alone else "constant current and voltage"


def by_the_twin(charge_a: float, soc: float, full: float) -> tuple[float, float]:
    """Return minutes and energy [Wh] of a cell's charge, from a run of the twin.

    Args:
        charge_a: current [A].
        soc, full: states of charge.
    """
    kind = {
        "id": "cells",
        "capacity_kwh": LG_M50.capacity_kwh,
        "charge_curve": {"points": LG_M50.points(charge_a)},
        "ready_soc": full,
        "full_soc": full,
        "cool_down": {"minimum": 0},
    }
    charger = {"count": 1, "power_kw": 1000.0, "efficiency": LG_M50.efficiency(charge_a)}
    stock = {"cells": {"count": 1, "soc": soc}}
    station = {"id": "bench", "chargers": charger, "batteries": stock, "trace": []}
    scenario = scenario_of({"horizon": "2d", "battery_types": [kind], "stations": [station]})
    ready = next(row for row in rows_of(parameters(scenario)) if row["kind"] == "ready")
    kwh = Simulation(scenario, log=False).run().total.to_pylist()[0]["grid_kwh"]
    return ready["time"] / 60.0, 1000.0 * kwh / CELLS


CHECK = Check(
    "cell",
    "physics",
    "charge of an LG M50 cell by its data sheet, against electrochemistry",
    SOURCE,
    charges,
    seconds=10.0,
)
