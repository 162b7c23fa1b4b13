"""Rows of observations, which set a station to what was seen there.

Once its own changes are made, all that an observation names is as it was seen, or as near to it as
the unobserved pool and the racks allow.
"""

import math
from collections.abc import Iterator, Mapping

from voltwin.validation.replay.charges import ends
from voltwin.validation.replay.rule import Rule
from voltwin.validation.replay.seeing import Seeing
from voltwin.validation.replay.told import (
    CHARGER,
    HAND,
    QUEUE,
    RACK,
    UNOBSERVED,
    VEHICLE,
    Row,
    Station,
    Told,
)
from voltwin_core.station.script import SEEN_IDLE, SEEN_OUT

_ROUNDING = 1e-12  # of a SoC that is read again in the same instant

# Rows that change what was counted, and belong to what follows from an observation, or to others.
ENDS_IT = (
    *("observed", "arrival", "reneged", "swap_begin", "swap_end"),
    *("ready", "loaded", "unloaded"),
)


def end_of_observation(told: Told, s: Station) -> Iterator[str]:
    """Yield in what a station is not as it was seen, if it was, after an observation's changes."""
    seeing, s.seeing = s.seeing, None
    if seeing is None:
        return
    may_come = _racked(s) < seeing.racks and bool(told.batteries[s.number, seeing.battery_type])
    kind = seeing.battery_type
    counts = zip(("ready", "not ready"), _counted(told, s, kind), seeing.wanted or (), strict=False)
    for name, found, seen in counts:
        if found > seen or (found < seen and may_come):
            yield f"{found} batteries are {name}, {seen} were to be"
    waiting, seen_waiting = len(_waiting(told, s, kind)), seeing.waiting
    if seen_waiting is not None:
        may_come = bool(told.vehicles[s.number, kind])
        if waiting > seen_waiting or (waiting < seen_waiting and may_come):
            yield f"{waiting} vehicles wait, {seen_waiting} were seen"
    for charger, sight in seeing.chargers.items():
        if (charger in s.out.chargers) != (sight == SEEN_OUT):
            yield f"charger {charger} is out, or not, as it was not seen"
        charge = s.charges.get(charger)
        if charge is None or charge.placed_s == s.now:  # by what follows from the observation
            continue
        if not math.isclose(charge.soc, sight, rel_tol=_ROUNDING, abs_tol=_ROUNDING):
            yield f"charger {charger} is not as it was seen"


def _racked(s: Station) -> int:
    """Return how many batteries are at a station but in no bay."""
    return s.stock - len(s.bays)


def wait_when_observed(told: Told, s: Station, row: Row) -> str:
    """Return what is wrong with a vehicle that has come and waits, or has lost its claim."""
    vehicle, seeing = row["vehicle"], s.seeing
    if vehicle == s.just_come:
        s.just_come, s.waiting[vehicle] = -1, False
        s.most_waiting = max(s.most_waiting, len(s.waiting))
        return ""
    kind = told.type_of[told.carried[vehicle]]
    claims = [v for v in _waiting(told, s, kind) if s.waiting[v]]
    if not claims or claims[-1] != vehicle:
        return "not the last who has a claim"
    most, _ = _counted(told, s, kind)
    if seeing and seeing.wanted and kind == seeing.battery_type:
        most = min(most, seeing.wanted[0])
    del s.waiting[vehicle]  # it joins the other line, at its end
    s.waiting[vehicle] = False
    told.features["claim lost"] += 1
    return "" if len(claims) > most else "a ready battery stands behind its claim"


def _observed(told: Told, s: Station, row: Row) -> str:
    if not s.to_see or s.to_see[0].at_s != s.now:
        return "nothing is to be observed now"
    s.seeing = seeing = s.to_see.pop(0)
    seeing.batteries = sum(_counted(told, s, seeing.battery_type))
    return ""


def _battery_seen(told: Told, s: Station, row: Row) -> str:
    seeing, b, charger = s.seeing, row["battery"], row["charger"]
    if seeing is None or told.type_of[b] != seeing.battery_type:
        return "not of the type that is observed"
    pool = told.batteries[s.number, seeing.battery_type]
    if b != min(pool, default=-1):
        return "not the first of the unobserved pool"
    if _racked(s) >= seeing.racks:
        return f"{_racked(s)} batteries in {seeing.racks} places already"
    pool.remove(b)
    told.soc[b] = row["soc"]
    s.stock += 1
    ready = row["soc"] >= told.kind_of(b)["ready_soc"]
    s.racked += ready
    s.queued += not ready
    as_seen = told.kind_of(b)["full_soc"] if ready else seeing.soc
    if charger >= 0:
        as_seen = seeing.chargers.get(charger, -1.0)
        s.out.first_in_queue.append(b)  # unless it is placed at once
        s.seen_on = charger, b, s.at_once.total()
    wrong = told.move(s, b, (UNOBSERVED,), RACK if ready else QUEUE)
    return wrong or ("" if row["soc"] == as_seen else "not the SoC that was seen")


def _battery_unseen(told: Told, s: Station, row: Row) -> str:
    seeing, b = s.seeing, row["battery"]
    if seeing is None:
        return "nothing is observed"
    told.batteries[s.number, told.type_of[b]].add(b)
    s.stock -= 1
    if row["charger"] >= 0:
        return _unseen_on_charger(told, s, seeing, row)
    s.racked -= told.place[b] == RACK
    s.queued -= told.place[b] == QUEUE
    if b in s.out.first_in_queue:
        s.out.first_in_queue.remove(b)
    if row["soc"] != told.soc[b] or told.type_of[b] != seeing.battery_type:
        return "its SoC has changed, or it is of another type"
    return told.move(s, b, (RACK, QUEUE, HAND), UNOBSERVED)


def _unseen_on_charger(told: Told, s: Station, seeing: Seeing, row: Row) -> str:
    charge = s.charges.get(row["charger"])
    if charge is None:
        return "no battery is on the charger"
    s.at_once["cut off"] += 1
    observed = told.type_of[charge.battery] == seeing.battery_type
    sight = seeing.chargers.get(row["charger"], SEEN_OUT)
    if sight == SEEN_IDLE or (sight >= 0.0 and not observed):  # the charger was seen without it
        seeing.batteries -= observed
        return ends(told, s, charge, row, UNOBSERVED)
    kind = seeing.battery_type
    not_ready = [
        x.battery
        for c, x in s.charges.items()
        if not x.ready and told.type_of[x.battery] == kind and seeing.chargers.get(c, -1.0) < 0.0
    ]
    queued = any(told.place[b] == QUEUE for b in _here(told, s, kind))
    last = not_ready[-1] if not_ready else -1  # they stand in the order in which they were placed
    wrong = ends(told, s, charge, row, UNOBSERVED)
    return "another one goes first" if queued or last != row["battery"] else wrong


def _vehicle_seen(told: Told, s: Station, row: Row) -> str:
    seeing, vehicle, b = s.seeing, row["vehicle"], row["battery"]
    if seeing is None or seeing.waiting is None:
        return "no vehicles are observed"
    pool = told.vehicles[s.number, seeing.battery_type]
    if vehicle != min(pool, default=-1):
        return "not the first of the unobserved pool"
    pool.remove(vehicle)
    s.just_come, told.soc[b] = vehicle, row["soc"]
    if len(_waiting(told, s, seeing.battery_type)) >= seeing.waiting:
        return "as many as were seen wait already"
    as_seen = row["soc"] == seeing.soc and b == told.carried[vehicle]
    return "" if as_seen and told.place[b] == VEHICLE else "not its battery, or not the SoC seen"


def _vehicle_unseen(told: Told, s: Station, row: Row) -> str:
    seeing = s.seeing
    if seeing is None or seeing.waiting is None:
        return "no vehicles are observed"
    waiting = _waiting(told, s, seeing.battery_type)
    without_claim = [v for v in waiting if not s.waiting[v]]
    if len(waiting) <= seeing.waiting:
        return "no more than were seen wait"
    if row["vehicle"] != (without_claim or waiting)[-1]:
        return "another one leaves first"
    del s.waiting[row["vehicle"]]
    told.leaves(s, row["vehicle"])
    return ""


def _waiting(told: Told, s: Station, kind: int) -> list[int]:
    """Return the vehicles that wait for a battery of a type, each line in the order of joining."""
    return [v for v in s.waiting if told.type_of[told.carried[v]] == kind]


def _counted(told: Told, s: Station, kind: int) -> tuple[int, int]:
    """Return how many batteries of a type are ready, and how many are not, those in bays apart."""
    charged = {charge.battery for charge in s.charges.values() if charge.ready}
    here = _here(told, s, kind)
    ready = sum(told.place[b] in (RACK, HAND) or b in charged for b in here)
    return ready, sum(told.place[b] in (RACK, HAND, QUEUE, CHARGER) for b in here) - ready


def _here(told: Told, s: Station, kind: int) -> list[int]:
    """Return the batteries of a type that are at a station, or were last."""
    return [b for b, at in enumerate(told.at) if at == s.number and told.type_of[b] == kind]


RULES: Mapping[str, Rule] = {
    "observed": _observed,
    "battery_seen": _battery_seen,
    "battery_unseen": _battery_unseen,
    "vehicle_seen": _vehicle_seen,
    "vehicle_unseen": _vehicle_unseen,
}
