"""What energy costs, in whole runs: a published schedule worked out by hand, and random schedules
and price series against a plain calendar.

The load is 100 kW throughout, so that each quarter of an hour takes 25 kWh.
"""

import json
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np

from voltwin.scenario.files import scenario_of
from voltwin.scenario.references import resolve
from voltwin.simulation import Simulation
from voltwin.validation.physics_checks.deviations import apart, cases, largest
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact, skipped
from voltwin.validation.trust.shared_data import how_to_get, shared_file
from voltwin.validation.trust.verdict import Sample, Verdict

SCHEDULE = "data/tariffs/sce_tou_ev_4_march_2019.json"
REFERENCE = "validation/reference_values.json"
LOAD_KW = 100.0
QUARTER = timedelta(minutes=15)
_SEED = 361
_ROUNDING = 1e-11  # relative
_SOURCE = "Southern California Edison, TOU-EV-4, March 2019"
_WORKED = "a summer weekday of a published tariff"

Plan = dict[str, Any]


def tariffs(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on energy cost and demand charge."""
    yield from worked_example()
    many = cases(effort, 300, quick=15)
    bills = [off_by_schedule(seed) for seed in range(_SEED, _SEED + many)]
    sample = Sample(_SEED, f"{many} schedules: seasons, days, quarters")
    yield largest("energy cost", (cost for cost, _ in bills), _ROUNDING, sample)
    yield largest("demand charge", (charge for _, charge in bills), _ROUNDING, sample)
    series = (off_by_series(seed) for seed in range(_SEED, _SEED + many))
    sample = Sample(_SEED, f"{many} price series, some negative")
    yield largest("energy cost, market", series, _ROUNDING, sample)


def worked_example() -> Iterator[Verdict]:
    """Yield the verdicts on 24 hours of a published tariff: off-peak from 23 to 8, on-peak from 12
    to 18, mid-peak between; where the files are at hand."""
    schedule, reference = shared_file(SCHEDULE), shared_file(REFERENCE)
    if schedule is None or reference is None:
        missing = SCHEDULE if schedule is None else REFERENCE
        yield skipped(_WORKED, how_to_get(missing), source=_SOURCE)
        return
    by_hand = json.loads(reference.read_text(encoding="utf-8"))["tariff_check"]
    start = datetime.fromisoformat("2019-07-01T00:00:00-08:00")
    bill = bill_of(start, 1, {"file": schedule.name}, schedule.parent)
    for what, column, value in (
        ("energy cost", "energy_cost", by_hand["energy_cost"]),
        ("charge of a month", "demand_charge_month", by_hand["monthly_demand_charge"]),
    ):
        got, tolerance = float(bill[column]), 1e-12 * value
        yield exact(what, value, got, tolerance, case=_WORKED, unit="USD", source=_SOURCE)


def bill_of(
    start: datetime, days: int, tariff: Mapping[str, Any], folder: Path | None = None
) -> dict[str, Any]:
    """Return the totals of a run at a load of 100 kW: one battery so large that it never fills."""
    kind = {
        "id": "large",
        "capacity_kwh": 1e6,
        "charge_curve": {"points": [[0, LOAD_KW], [1, LOAD_KW]]},
        "cool_down": {"minimum": 0},
    }
    station = {
        "id": "north",
        "chargers": {"count": 1, "power_kw": LOAD_KW, "efficiency": 1},
        "batteries": {"large": {"count": 1, "soc": 0}},
        "trace": [],
    }
    fields = {
        "start": start.isoformat(),
        "horizon": f"{days}d",
        "battery_types": [kind],
        "economics": {"currency": "USD", "tariff": dict(tariff)},
        "stations": [station],
    }
    scenario = scenario_of(resolve(fields, folder or Path()))
    row: dict[str, Any] = Simulation(scenario, log=False).run().total.to_pylist()[0]
    return row


def off_by_schedule(seed: int) -> tuple[float, float]:
    """Return by what share cost and demand charge of a random schedule are off."""
    of = np.random.default_rng(seed)
    start, days, plan = random_start(of), int(of.integers(1, 12)), random_plan(of)
    bill = bill_of(start, days, {"seasons": plan["seasons"]})
    cost = sum(0.25 * LOAD_KW * price_at(plan, now) for now in quarters(start, days))
    charge = sum(
        LOAD_KW * plan["per_kw"] / (96 * monthrange(now.year, now.month)[1])
        for now in quarters(start, days)
    )
    return apart(bill["energy_cost"], cost), apart(bill["demand_charge"], charge)


def off_by_series(seed: int) -> float:
    """Return by what share the cost of a random price series is off."""
    of = np.random.default_rng(seed)
    start, days = random_start(of), int(of.integers(1, 12))
    step_s = int(of.choice((900, 1800, 3600)))
    begins = start.replace(minute=0) - timedelta(hours=int(of.integers(0, 30)))
    prices = of.uniform(-0.1, 0.5, (days + 3) * 86400 // step_s)
    surcharge = of.uniform(0.0, 0.2)
    tariff = {
        "begins": begins.isoformat(),
        "step": step_s,
        "prices_per_kwh": prices.tolist(),
        "surcharge_per_kwh": surcharge,
    }
    bill = bill_of(start, days, tariff)
    cost = sum(
        0.25 * LOAD_KW * (prices[int((now - begins).total_seconds()) // step_s] + surcharge)
        for now in quarters(start, days)
    )
    return apart(bill["energy_cost"], float(cost))


def quarters(start: datetime, days: int) -> Iterator[datetime]:
    """Yield when each quarter of an hour of a run begins."""
    for n in range(96 * days):
        yield start + n * QUARTER


def random_start(of: np.random.Generator) -> datetime:
    """Return a quarter of an hour of 2024 to 2026, at an offset of whole hours."""
    zone = timezone(timedelta(hours=int(of.integers(-8, 9))))
    return datetime(2024, 1, 1, tzinfo=zone) + int(of.integers(0, 3 * 365 * 96)) * QUARTER


def random_plan(of: np.random.Generator) -> Plan:
    """Return a schedule of two seasons, weekdays and weekends apart, prices that change at quarters
    of an hour, and a demand charge."""
    first, last = sorted(of.choice(np.arange(2, 364), 2, replace=False).tolist())
    days = [f"{datetime(2024, 1, 1) + timedelta(days=n):%m-%d}" for n in range(366)]
    spans = (days[first], days[last]), (days[last + 1], days[first - 1])
    per_kw, seasons = of.uniform(1.0, 20.0), []
    for begins, ends in spans:
        for on in ("weekday", "weekend"):
            at = [0, *np.sort(of.choice(np.arange(1, 96), int(of.integers(0, 6)), replace=False))]
            steps = [
                {"from": f"{n // 4:02d}:{15 * (n % 4):02d}", "value": of.uniform(0.02, 0.6)}
                for n in map(int, at)
            ]
            season = {"from": begins, "to": ends, "days": on, "price_per_kwh": steps}
            seasons.append({**season, "demand_charge_per_kw": per_kw})
    return {"seasons": seasons, "per_kw": per_kw, "summer": spans[0]}


def price_at(plan: Plan, now: datetime) -> float:
    """Return the price of a schedule at a local time, by the calendar."""
    begins, ends = plan["summer"]
    winter, weekend = not begins <= f"{now:%m-%d}" <= ends, now.weekday() >= 5
    steps = plan["seasons"][2 * winter + weekend]["price_per_kwh"]
    return float([s["value"] for s in steps if s["from"] <= f"{now:%H:%M}"][-1])


CHECK = Check(
    "tariff",
    "physics",
    "energy cost and demand charge, in whole runs",
    "published schedule worked out by hand; a plain calendar",
    tariffs,
    seconds=15.0,
)
