"""A network as a scenario, so that random networks also walk the way from scenario to tables.

The scenario says the same wherever a scenario can say it; where it cannot (laws that a scenario
cuts off, one ring for all types, one day factor for all stations), it says something close. What
vehicles that drive need is in `city_as_scenario.py`, the script in `script_as_scenario.py`.
"""

import math
from datetime import datetime, timedelta
from typing import Any

from voltwin.scenario.ageing import Lfp250Ah, Schmalstieg2014
from voltwin.scenario.opening_hours import hours_of_steps
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.week import DAY_S, DAYS, format_clock
from voltwin.validation import city_as_scenario as city_fields
from voltwin.validation.laws import Law
from voltwin.validation.network import QUARTER_S, Network, Site, Steps, Type
from voltwin.validation.script_as_scenario import intervention, truck_or_observation, type_name
from voltwin.validation.scripting import in_turn
from voltwin_core.ageing import LFP_250AH
from voltwin_core.calendar import HOUR_S
from voltwin_core.distributions import (
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    LOGNORMAL,
    NORMAL,
    TRIANGULAR,
    UNIFORM,
)
from voltwin_core.station.parameters import (
    DIVERT,
    FIFO,
    LOSE,
    LOWEST_SOC,
    NO_RESERVE,
    SHARE,
    UNLIMITED_PLACES,
    WAIT,
)

_POLICIES = {LOSE: "lose", WAIT: "wait", DIVERT: "divert"}


def as_scenario(network: Network) -> Scenario:
    """Return a network as a valid scenario; its stations are called by their numbers."""
    since_1970 = timedelta(hours=network.first_hour, seconds=network.phase_s)
    warm_up_s = max(0.0, HOUR_S * network.warm_up_hours - network.phase_s)
    return Scenario.model_validate(
        {
            "start": (datetime(1970, 1, 1) + since_1970).isoformat() + "+08:00",
            "horizon": network.horizon_s,
            "warm_up": warm_up_s if warm_up_s < network.horizon_s else 0.0,
            "target_wait": network.target_wait_s,
            "battery_types": [_type(type_name(i), kind) for i, kind in enumerate(network.types)],
            "stations": [_station(i, site, network) for i, site in enumerate(network.sites)],
            "demand": _demand(network),
            "economics": _economics(network, since_1970),
            "interventions": [
                *_surges(network, 1),
                *map(intervention, network.interventions),
                *map(truck_or_observation, in_turn(network.observations, network.hauls)),
            ],
            **_city(network),
        }
    )


def _city(network: Network) -> dict[str, Any]:
    if network.city is None:
        return {}
    travel = {"travel": city_fields.travel(network.city)}
    if not network.city.zones:
        return travel
    names = [type_name(i) for i in range(len(network.types))]
    return {**travel, "fleet": city_fields.fleet(network.city, names, _law)}


def _economics(network: Network, start: timedelta) -> dict[str, Any] | None:
    if not network.prices:
        return None
    begins = datetime(1970, 1, 1) + start - timedelta(seconds=network.phase_s)
    series = {"begins": begins, "step": QUARTER_S, "prices_per_kwh": network.prices}
    return {"currency": "EUR", "tariff": series}


def _type(name: str, kind: Type) -> dict[str, Any]:
    thermal = {
        "time_constant": kind.cool_tau_s,
        "start_c": kind.cool_start_c,
        "return_c": kind.return_c,
        "heating": _heating(kind),
        "derating": kind.derating or None,
    }
    law = _law(kind.arrival_soc)
    if kind.arrival_soc.kind == FIXED:
        law = min(kind.arrival_soc.a, 0.999 * kind.ready_soc)
    return {
        "id": name,
        "capacity_kwh": kind.capacity_kwh,
        "charge_curve": {"points": kind.curve},
        "ready_soc": kind.ready_soc,
        "full_soc": kind.full_soc,
        "cool_down": {
            "minimum": kind.cool_minimum_s,
            "thermal": thermal if kind.cool_tau_s else None,
        },
        "arrival_soc": law,
        "soh": kind.soh,
        "ageing": _ageing(kind.ageing),
    }


def _heating(kind: Type) -> dict[str, float] | None:
    """Return what heats as much, in a battery of 1 V and 1 MJ/K."""
    if not kind.heat_c_per_kw2:
        return None
    ohm = kind.heat_c_per_kw2 / kind.cool_tau_s
    return {"resistance_ohm": ohm, "nominal_voltage_v": 1.0, "heat_capacity_kj_per_k": 1000.0}


def _ageing(law: tuple[float, ...]) -> dict[str, Any] | None:
    """Return a law as a scenario file has it."""
    if not law:
        return None
    model = Lfp250Ah if law[0] == LFP_250AH else Schmalstieg2014
    names = [name for name in model.model_fields if name != "kind"]
    celsius = law[1] - 273.15
    return {"kind": model().kind, **dict(zip(names, (celsius, *law[2:]), strict=True))}


def _station(number: int, site: Site, network: Network) -> dict[str, Any]:
    """Return a station as a scenario file has it."""
    return {
        "id": str(number),
        "bays": site.bays,
        "queue_places": "unlimited" if site.places == UNLIMITED_PLACES else site.places,
        "chargers": [{"count": 1, "power_kw": kw, "efficiency": e} for kw, e in site.chargers],
        "batteries": {type_name(i): socs for i, socs in enumerate(site.inventory)},
        "racks": None
        if site.more_racks is None
        else sum(map(len, site.inventory)) + site.more_racks,
        "grid_limit_kw": _weekly(site.limit_kw),
        "opening_hours": hours_of_steps(site.hours),
        "ambient_c": _weekly(site.ambient_c),
        "policy": _POLICIES[site.policy],
        "most_diversions": site.most_diversions,
        "patience": "infinite" if site.patience_s is None else _law(site.patience_s),
        "swap_time": _law(site.swap_s),
        "charge_order": _order(site.charge_order),
        "charger_faults": _faults(site.charger_faults),
        "bay_faults": _faults(site.bay_faults),
        "grid_rule": "share" if site.grid_rule == SHARE else "admit",
        "charge_when": None
        if site.reserve == NO_RESERVE
        else {"reserve": site.reserve, "price_below": site.price_below},
        **(city_fields.place(network.city.stations[number]) if network.city else {}),
        **(_arrivals(site, network) if not _has_fleet(network) else {}),
    }


def _has_fleet(network: Network) -> bool:
    return bool(network.city and network.city.zones)


def _arrivals(site: Site, network: Network) -> dict[str, Any]:
    """Return what a station has where vehicles come from outside."""
    return {
        "battery_mix": {type_name(i): share for i, share in enumerate(site.shares) if share},
        "ring": max(site.ring),
        **_stream(site, network),
    }


def _faults(works_and_fails: tuple[Law, Law] | None) -> dict[str, Any] | None:
    if works_and_fails is None:
        return None
    mtbf, mttr = (
        {"kind": "fixed", "value": law.a} if law.kind == FIXED else _law(law)
        for law in works_and_fails
    )
    return {"mtbf": mtbf, "mttr": mttr}


def _order(order: int) -> str:
    if order == FIFO:
        return "fifo"
    return "lowest_soc" if order == LOWEST_SOC else "highest_soc"


def _stream(site: Site, network: Network) -> dict[str, Any]:
    stream = site.arrivals
    if stream.times is not None:
        return {"trace": [time for time in stream.times if time < network.horizon_s]}
    if stream.gap is not None:
        return {"gap": _law(stream.gap)}
    return {"rate_per_hour": 3600.0 * stream.per_s, "profile": stream.profile}


def _demand(network: Network) -> dict[str, Any]:
    """Return the demand that stations share."""
    if _has_fleet(network):
        return {}
    streams = [site.arrivals for site in network.sites]
    by_day = any(stream.day_factor for stream in streams)
    by_hour = any(stream.hour_jitter for stream in streams)
    return {
        "surges": _surges(network, 0),
        "day_factor": {"variance": 0.3} if by_day else None,
        "hour_jitter": {"variance": 1.0} if by_hour else None,
        "diversion": city_fields.diversion(network.city) if network.city else None,
    }


def _surges(network: Network, odd: int) -> list[dict[str, Any]]:
    """Return the surges: those of even sites as parts of the demand, of odd ones interventions."""
    found = []
    for number, site in enumerate(network.sites):
        steps = site.arrivals.surges
        for (start, factor), (end, _) in zip(steps[::2], steps[1::2], strict=True):
            what: dict[str, Any] = {"factor": factor, "stations": [str(number)]}
            if odd == number % 2 and start < end:
                time = {"kind": "surge", "at": start, "for": end - start}
                found.append(what | (time if odd else {"from": start, "to": end}))
    return found


def _law(law: Law) -> Any:
    """Return a law as a scenario file has it."""
    moved = {"shift": law.shift, "scale": law.scale}
    if law.kind == FIXED:
        return "infinite" if law.a == math.inf else law.a
    if law.kind == UNIFORM:
        return {"kind": "uniform", "low": law.a, "high": law.b, **moved}
    if law.kind == EXPONENTIAL:
        return {"kind": "exponential", "mean": law.a, **moved}
    if law.kind == NORMAL:
        cut = {"min": law.a - law.b, "max": law.a + 2.0 * law.b} if law.low else {}
        return {"kind": "normal", "mean": law.a, "sd": law.b, **moved, **cut}
    if law.kind == LOGNORMAL:
        return {"kind": "lognormal", "median": math.exp(law.a), "sigma": law.b, **moved}
    if law.kind == TRIANGULAR:
        return {"kind": "triangular", "low": law.a, "mode": law.b, "high": law.c, **moved}
    if law.kind == EMPIRICAL:
        return {"kind": "empirical", "values": law.numbers, **moved}
    return {"kind": "beta", "mean": 0.2, "concentration": 10.0}  # a law by its table


# --- the week -----------------------------------------------------------------------------------


def _weekly(steps: Steps) -> Any:
    """Return a schedule: one value, or its steps."""
    values = ["unlimited" if value == math.inf else value for _, value in steps]
    if len(steps) == 1:
        return values[0]
    return [
        {"from": f"{DAYS[int(at // DAY_S)]} {format_clock(at % DAY_S)}", "value": value}
        for (at, _), value in zip(steps, values, strict=True)
    ]
