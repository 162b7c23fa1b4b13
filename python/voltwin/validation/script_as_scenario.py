"""Interventions, trucks and observations of a network as a scenario file has them."""

import math
from typing import Any

from voltwin.validation.scripting import Haul, Intervention, Observed
from voltwin_core.station.script import SEEN_IDLE, SEEN_OUT


def type_name(kind: int) -> str:
    """Return the id of a battery type."""
    return f"type {kind}"


def intervention(what: Intervention) -> dict[str, Any]:
    """Return an intervention as a scenario file has it."""
    kind = "grid_limit" if what.kind.startswith("limit") else what.kind
    item, _, _ = kind.partition("_")
    found: dict[str, Any] = {"kind": kind, "at": what.at_s}
    if item in ("charger", "bay"):
        found |= {"station": str(what.site), item: what.item}
    else:
        found |= {"stations": str(what.site)}
    if kind == "grid_limit":
        is_kw = what.kind == "limit_kw"
        found["limit_kw" if is_kw else "factor"] = (
            "unlimited" if what.value == math.inf else what.value
        )
    return found if what.for_s is None else {**found, "for": what.for_s}


def truck_or_observation(what: Haul | Observed) -> dict[str, Any]:
    """Return a truck or an observation as a scenario file has it."""
    return _truck(what) if isinstance(what, Haul) else _observation(what)


def _observation(seen: Observed) -> dict[str, Any]:
    """Return an observation as a scenario file has it."""
    no_battery = {SEEN_OUT: "out", SEEN_IDLE: "idle"}
    return {
        "kind": "observation",
        "at": seen.at_s,
        "station": str(seen.site),
        "battery_type": type_name(seen.battery_type),
        "ready": seen.ready,
        "not_ready": seen.not_ready,
        "waiting": seen.waiting,
        "chargers": {c: no_battery.get(soc, soc) for c, soc in seen.chargers} or None,
        "soc": seen.soc,
    }


def _truck(haul: Haul) -> dict[str, Any]:
    return {
        "kind": "truck",
        "at": haul.at_s,
        "from": str(haul.site),
        "to": str(haul.to),
        "battery_type": type_name(haul.battery_type),
        "batteries": haul.count,
        "travel": haul.travel_s,
    }
