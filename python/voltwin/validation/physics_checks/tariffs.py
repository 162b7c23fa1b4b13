"""What energy costs, in whole runs: a published schedule worked out by hand, and random schedules
and price series against a plain calendar.

The published schedule is worked out for 100 kW throughout a day, and for 100 kW while it is on-peak
alone. All others have two stations whose loads change by the quarter of an hour (`changing_load`).
"""

import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np

from voltwin.validation.physics_checks.changing_load import (
    DAY,
    Out,
    Site,
    bill_of,
    random_sites,
)
from voltwin.validation.physics_checks.deviations import apart, cases, largest
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact, skipped
from voltwin.validation.trust.shared_data import how_to_get, shared_file
from voltwin.validation.trust.verdict import Sample, Verdict

SCHEDULE = "data/tariffs/sce_tou_ev_4_march_2019.json"
REFERENCE = "validation/reference_values.json"
ON_PEAK = 0.26668  # USD/kWh, printed in the schedule: summer weekdays from 12 to 18
FLAT = Site((100.0,))
ON_PEAK_ALONE = Site((100.0,), (Out(0, 0, 12 * 4), Out(0, 18 * 4, DAY)))
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
    tariff = {"file": schedule.name}
    flat = bill_of((FLAT,), start, 1, tariff, schedule.parent)
    on_peak = bill_of((ON_PEAK_ALONE,), start, 1, tariff, schedule.parent)
    for what, bill, column, value in (
        ("energy cost", flat, "energy_cost", by_hand["energy_cost"]),
        ("charge of a month", flat, "demand_charge_month", by_hand["monthly_demand_charge"]),
        ("energy cost, on-peak alone", on_peak, "energy_cost", 600.0 * ON_PEAK),
    ):
        got, tolerance = float(bill[column]), 1e-12 * value
        yield exact(what, value, got, tolerance, case=_WORKED, unit="USD", source=_SOURCE)


def off_by_schedule(seed: int) -> tuple[float, float]:
    """Return by what share cost and demand charge of a random schedule are off."""
    of = np.random.default_rng(seed)
    start, days, plan = random_start(of), int(of.integers(1, 12)), random_plan(of)
    sites = random_sites(of, days)
    bill = bill_of(sites, start, days, {"seasons": plan["seasons"]})
    cost = sum(
        0.25 * site.kw(n) * price_at(plan, now)
        for n, now in enumerate(quarters(start, days))
        for site in sites
    )
    charge = sum(charge_of(plan, site, start, days) for site in sites)
    return apart(bill["energy_cost"], cost), apart(bill["demand_charge"], charge)


def charge_of(plan: Plan, site: Site, start: datetime, days: int) -> float:
    """Return the demand charge of a station: of each month that a run touches the largest load,
    times the rate of the month, times how much of it the run has seen."""
    peaks, seen = defaultdict[datetime, float](float), defaultdict[datetime, float](float)
    for n, now in enumerate(quarters(start, days)):
        month = now.replace(day=1, hour=0, minute=0)
        peaks[month] = max(peaks[month], site.kw(n))
        seen[month] += 1.0 / (DAY * monthrange(now.year, now.month)[1])
    return sum(rate_of(plan, month) * peak * seen[month] for month, peak in peaks.items())


def rate_of(plan: Plan, month: datetime) -> float:
    """Return the demand rate of a month: the mean of those of its days."""
    days = range(1, monthrange(month.year, month.month)[1] + 1)
    rates = [season_at(plan, month.replace(day=day))["demand_charge_per_kw"] for day in days]
    return float(np.mean(rates))


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
    sites = random_sites(of, days)
    bill = bill_of(sites, start, days, tariff)
    parts = [
        0.25
        * sum(site.kw(n) for site in sites)
        * (prices[int((now - begins).total_seconds()) // step_s] + surcharge)
        for n, now in enumerate(quarters(start, days))
    ]  # some of which are negative
    return float(abs(bill["energy_cost"] - sum(parts)) / np.abs(parts).sum())


def quarters(start: datetime, days: int) -> Iterator[datetime]:
    """Yield when each quarter of an hour of a run begins."""
    for n in range(DAY * days):
        yield start + n * QUARTER


def random_start(of: np.random.Generator) -> datetime:
    """Return a quarter of an hour of 2024 to 2026, at an offset of whole hours."""
    zone = timezone(timedelta(hours=int(of.integers(-8, 9))))
    return datetime(2024, 1, 1, tzinfo=zone) + int(of.integers(0, 3 * 365 * DAY)) * QUARTER


def random_plan(of: np.random.Generator) -> Plan:
    """Return a schedule of two seasons, weekdays and weekends apart, prices that change at quarters
    of an hour, and a demand charge of each."""
    first, last = sorted(of.choice(np.arange(2, 364), 2, replace=False).tolist())
    days = [f"{datetime(2024, 1, 1) + timedelta(days=n):%m-%d}" for n in range(366)]
    spans = (days[first], days[last]), (days[last + 1], days[first - 1])
    seasons = []
    for begins, ends in spans:
        for on in ("weekday", "weekend"):
            at = [0, *np.sort(of.choice(np.arange(1, 96), int(of.integers(0, 6)), replace=False))]
            steps = [
                {"from": f"{n // 4:02d}:{15 * (n % 4):02d}", "value": of.uniform(0.02, 0.6)}
                for n in map(int, at)
            ]
            season = {"from": begins, "to": ends, "days": on, "price_per_kwh": steps}
            seasons.append({**season, "demand_charge_per_kw": of.uniform(1.0, 20.0)})
    return {"seasons": seasons, "summer": spans[0]}


def price_at(plan: Plan, now: datetime) -> float:
    """Return the price of a schedule at a local time, by the calendar."""
    steps = season_at(plan, now)["price_per_kwh"]
    return float([s["value"] for s in steps if s["from"] <= f"{now:%H:%M}"][-1])


def season_at(plan: Plan, now: datetime) -> dict[str, Any]:
    """Return which part of a schedule is in force, by the calendar."""
    begins, ends = plan["summer"]
    winter, weekend = not begins <= f"{now:%m-%d}" <= ends, now.weekday() >= 5
    season: dict[str, Any] = plan["seasons"][2 * winter + weekend]
    return season


CHECK = Check(
    "tariff",
    "physics",
    "energy cost and demand charge, in whole runs",
    "published schedule worked out by hand; a plain calendar",
    tariffs,
    seconds=15.0,
)
