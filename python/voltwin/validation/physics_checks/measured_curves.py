"""Charge curves that were measured: they load by the library's own reader, and charge in a run for
as long as the integral over their table says."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from voltwin.scenario import Scenario, parameters
from voltwin.scenario.files import scenario_of
from voltwin.scenario.references import resolve
from voltwin.validation.network import Curve
from voltwin.validation.physics_checks.charging_run import rows_of
from voltwin.validation.physics_checks.deviations import apart, largest
from voltwin.validation.physics_checks.slow_charging import seconds_between
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact, skipped
from voltwin.validation.trust.shared_data import how_to_get, shared_file
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin.validation.trust.worst import worst

LEAF = "data/leaf_dc_charge_curve_nrel_hive.csv"
CARS = "data/dc_charging_curves_open_ev_data.csv"
REFERENCE = "validation/reference_values.json"
_LEAF_KWH = 24.0, 40.0
_CAR = "brand", "model", "variant", "year"
_CLOSED = 1e-9  # relative
_SOURCE_OF_CARS = "Open EV Data (KilowattApp/open-ev-data), MIT"
_SOURCE_OF_LEAF = "NREL/hive, BSD-3"

Source = dict[str, Any]  # of a curve, as a scenario file has it


def leaf(_effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on the measured curve of a Nissan Leaf."""
    file = shared_file(LEAF)
    if file is None:
        yield skipped("measured curve of a Nissan Leaf", how_to_get(LEAF))
        return
    curve = table_of(file, "soc", "kw")
    source = {"file": file.name, "soc": "soc", "power": "kw"}
    for kwh in _LEAF_KWH:
        got = _minutes(_scenario({"leaf": (source, kwh)}, file.parent, 0.2, 0.8))["leaf"]
        expected = seconds_between(curve, kwh, 1e9, 0.2, 0.8) / 60.0
        case = f"Nissan Leaf, {kwh:g} kWh"
        yield exact("time 20 to 80 %", expected, got, _CLOSED * expected, case=case, unit="min")
    yield from _leaf_by_others(source, file.parent)


def _leaf_by_others(source: Source, folder: Path) -> Iterator[Verdict]:
    file = shared_file(REFERENCE)
    if file is None:
        yield skipped("times worked out by others", how_to_get(REFERENCE))
        return
    cases = json.loads(file.read_text(encoding="utf-8"))["leaf_curve_minutes"]
    off = []
    for case in cases:
        kind = {"leaf": (source, case["E_kwh"])}
        got = _minutes(_scenario(kind, folder, case["s0"], case["s1"]))["leaf"]
        off.append(apart(got, case["minutes_exact"]))
    sample = Sample(sizes=f"{len(off)} charges")
    yield largest("times worked out by others", off, _CLOSED, sample, source=REFERENCE)


def cars(_effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on the open curves of cars."""
    file = shared_file(CARS)
    if file is None:
        yield skipped("open curves of cars", how_to_get(CARS))
        return
    kinds = cars_in(file)
    scenario = _scenario(kinds, file.parent, 0.1, 0.8)
    sample = Sample(sizes=f"{len(kinds)} cars")
    off = (
        knots_off(scenario, name, table_of(file, "soc_pct", "power_kw", source["where"]))
        for name, (source, _) in kinds.items()
    )
    yield largest("powers as in the table", off, 0.0, sample, unit="kW")
    minutes = _minutes(scenario)
    yield exact("cars that charge", len(kinds), len(minutes), 0.0)
    off = (
        apart(minutes.get(name, 0.0), _expected_minutes(file, source, kwh))
        for name, (source, kwh) in kinds.items()
    )
    yield largest("time 10 to 80 %", off, _CLOSED, sample)


def cars_in(file: Path) -> dict[str, tuple[Source, float]]:
    """Return for each car of the table where its curve is, and its capacity [kWh]."""
    kinds: dict[str, tuple[Source, float]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            where = {name: row[name] for name in _CAR}
            columns = {"file": file.name, "soc": "soc_pct", "power": "power_kw"}
            source = {**columns, "where": where}
            kinds[" ".join(where.values())] = source, float(row["usable_kwh"])
    return kinds


def table_of(file: Path, soc: str, kw: str, where: Mapping[str, str] | None = None) -> Curve:
    """Return a curve as the plainest reader has it."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            (float(row[soc]) / 100.0, float(row[kw]))
            for row in csv.DictReader(lines)
            if all(row[name] == value for name, value in (where or {}).items())
        )


def knots_off(scenario: Scenario, name: str, table: Curve) -> float:
    """Return by how much the powers of a curve differ from those of its table [kW]; infinity if
    other states of charge belong to them."""
    kind = next(kind for kind in scenario.battery_types if kind.id == name)
    knots = kind.charge_curve.knots()
    if [soc for soc, _ in knots] != [soc for soc, _ in table]:
        return float("inf")
    return worst(abs(a - b) for (_, a), (_, b) in zip(knots, table, strict=True))


def _expected_minutes(file: Path, source: Source, kwh: float) -> float:
    curve = table_of(file, source["soc"], source["power"], source["where"])
    return seconds_between(curve, kwh, 1e9, 0.1, 0.8) / 60.0


def _scenario(
    kinds: Mapping[str, tuple[Source, float]], folder: Path, soc: float, target: float
) -> Scenario:
    """Return stations that charge a battery each, of a type each."""
    types = [
        {
            "id": name,
            "capacity_kwh": kwh,
            "charge_curve": source,
            "ready_soc": target,
            "full_soc": target,
            "cool_down": {"minimum": 0},
        }
        for name, (source, kwh) in kinds.items()
    ]
    stations = [
        {
            "id": name,
            "chargers": {"count": 1, "power_kw": 1000, "efficiency": 1},
            "batteries": {name: {"count": 1, "soc": soc}},
            "trace": [],
        }
        for name in kinds
    ]
    fields = {"horizon": "1d", "battery_types": types, "stations": stations}
    return scenario_of(resolve(fields, folder))


def _minutes(scenario: Scenario) -> dict[str, float]:
    """Return how long the battery of each station takes [min]."""
    names = [station.id for station in scenario.stations]
    rows = rows_of(parameters(scenario))
    return {names[row["station"]]: row["time"] / 60.0 for row in rows if row["kind"] == "ready"}


CHECK = Check(
    "leaf-curve",
    "physics",
    "charging by the measured curve of a Nissan Leaf",
    _SOURCE_OF_LEAF,
    leaf,
)
CHECK_OF_CARS = Check(
    "car-curves",
    "physics",
    "curves of cars load from their table, and charge",
    _SOURCE_OF_CARS,
    cars,
)
