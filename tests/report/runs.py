"""Runs for tests of reports: small, and odd in one way each."""

from functools import cache
from typing import Any

from tests.scenario.fleet.towns import town

import voltwin
from voltwin.results import Run
from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario

HOSTILE = "<b>Ü & \"quotes\" 'x' $a_b$ {{x}}</b>"
NAMES = (HOSTILE, "محطة الشمال", "תחנה צפון", "東京駅前電池交換ステーション", "🔋 1", "สถานี")
TYPE = {"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}
ECONOMICS = {
    "currency": "EUR",
    "price_per_swap": 9,
    "tariff": 0.2,
    "charger": {"cost": 30000, "life_years": 10},
}
INTERVENTIONS = [
    {"kind": "grid_limit", "at": "2h", "limit_kw": 50, "regions": "R1", "for": "2h"},
    {"kind": "charger_out", "at": "1h", "station": "s0", "charger": [0, 2], "for": "90min"},
    {"kind": "close", "at": "2026-01-05 15:00", "stations": ["s1", "s2"]},
    {"kind": "surge", "at": "2h", "factor": 2.5},
    {
        "kind": "observation",
        "at": "4h",
        "station": "s0",
        "ready": 2,
        "chargers": {1: 0.45, 0: "idle"},
    },
    {"kind": "open", "at": "7h 30min"},
]


def station(number: int, **changes: Any) -> dict[str, Any]:
    """Return a station that loses some of its vehicles in the rush hours."""
    fields = {
        "id": f"s{number}",
        "name": f"Station {number}",
        "region": f"R{number % 2}",
        "lon": 10.0 + 0.01 * number,
        "lat": 50.0 + 0.007 * (number * number % 11),
        "chargers": {"count": 4, "power_kw": 80},
        "batteries": 8,
        "swaps_per_day": 150 + 10 * number,
        "policy": "wait",
        "patience": "10min",
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def scenario(stations: list[dict[str, Any]], **changes: Any) -> Scenario:
    """Return a network of these stations, for two days unless said otherwise."""
    fields = {
        "name": "odd",
        "horizon": "2d",
        "battery_types": [TYPE],
        "demand": {"profile": "commuter"},
        "stations": stations,
    }
    return scenario_of(fields | changes)


def network(stations: int, horizon: str = "2d", **changes: Any) -> Scenario:
    """Return equal stations, all changed in the same way."""
    return scenario([station(i, **changes) for i in range(stations)], horizon=horizon)


ODD: dict[str, tuple[Any, dict[str, Any]]] = {
    "one station for an hour": (lambda: network(1, "1h"), {}),
    "three from half past": (
        lambda: scenario(
            [station(i) for i in range(3)], horizon="5h", start="2026-01-05T10:30:00+05:30"
        ),
        {},
    ),
    "no coordinates": (lambda: network(3, lon=None, lat=None), {}),
    "some coordinates": (
        lambda: scenario([station(0), station(1, lon=None, lat=None), station(2)]),
        {},
    ),
    "one place": (lambda: network(12, "1d", lon=5, lat=5), {}),
    "both sides of the date line": (
        lambda: scenario([station(0, lon=179.9), station(1, lon=-179.8)]),
        {},
    ),
    "no arrivals": (lambda: network(3, swaps_per_day=0), {}),
    "nobody lost": (lambda: network(3, swaps_per_day=20, batteries=30), {}),
    "nobody served": (lambda: network(2, batteries=0, chargers=0, policy="lose"), {}),
    "warm-up": (lambda: scenario([station(i) for i in range(3)], warm_up="1d"), {}),
    "nothing observed": (
        lambda: scenario([station(i) for i in range(3)], warm_up="1d"),
        {"until": "12h"},
    ),
    "names": (
        lambda: scenario(
            [station(i, name=name, region=name) for i, name in enumerate(NAMES)],
            name=" ".join(NAMES),
        ),
        {},
    ),
    "some limits": (
        lambda: scenario([station(i, grid_limit_kw=180 if i else "unlimited") for i in range(3)]),
        {},
    ),
    "all limited": (lambda: network(3, grid_limit_kw=170), {}),
    "limits for a part of the day": (
        lambda: network(2, grid_limit_kw=["unlimited"] * 12 + [160] * 12),
        {},
    ),
    "money": (lambda: scenario([station(i) for i in range(3)], economics=ECONOMICS), {}),
    "negative prices": (
        lambda: scenario(
            [station(0)],
            economics={
                "currency": "EUR",
                "tariff": {"seasons": [{"name": "all", "price_per_kwh": -0.1}]},
            },
            horizon="2h",
        ),
        {},
    ),
    "a month": (lambda: network(2, "31d", swaps_per_day=60), {}),
    "a year": (lambda: network(2, "365d", swaps_per_day=40), {}),
    "ten years": (lambda: network(1, "3650d", swaps_per_day=12), {}),
    "a fleet": (lambda: town(), {"until": "12h"}),
    "a fleet that strands": (
        lambda: town(fleet__classes__0__initial_soc=0.12, fleet__classes__0__tow="30min"),
        {"until": "6h"},
    ),
    "a fleet with money": (
        lambda: town(
            fleet__classes__0__count=40,
            fleet__classes__0__trips_per_day=60,
            battery_types__0__capacity_kwh=12,
            battery_types__0__charge_curve={"power_kw": 3},
            economics=ECONOMICS,
        ),
        {"until": "12h"},
    ),
    "a fleet that never drives": (lambda: town(fleet__multiplier=0), {"until": "2h"}),
    "interventions": (
        lambda: scenario(
            [station(i) for i in range(3)],
            horizon="8h",
            start="2026-01-05T10:30:00+05:30",
            interventions=INTERVENTIONS,
        ),
        {"until": "7h"},
    ),
    "diverting": (
        lambda: network(2, "6h", policy="divert", patience=None, batteries=3),
        {},
    ),
    "another replication": (lambda: network(2), {"replication": 3, "until": "7h"}),
    "the reference": (lambda: network(2, "6h"), {"engine": "reference"}),
}


@cache
def run_of(name: str) -> Run:
    """Return one of the odd runs."""
    make, how = ODD[name]
    return voltwin.run(make(), **how)


@cache
def city() -> Run:
    """Return twelve stations for two days, some of them with a grid limit."""
    limits = [{"grid_limit_kw": 200} if number % 3 == 0 else {} for number in range(12)]
    return voltwin.run(scenario([station(i, **limit) for i, limit in enumerate(limits)]))
