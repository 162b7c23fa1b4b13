"""Rows of vehicles at a station."""

from collections.abc import Mapping

from voltwin.validation.replay.observations import wait_when_observed
from voltwin.validation.replay.rule import Rule
from voltwin.validation.replay.told import HAND, QUEUE, RACK, VEHICLE, Row, Station, Told


def _arrival(told: Told, s: Station, row: Row) -> str:
    battery = row["battery"]
    if told.place[battery] != VEHICLE or told.carried[row["vehicle"]] != battery:
        return "the battery is not in the vehicle"
    if told.is_fleet:
        return "" if row["soc"] == told.soc[battery] else "not the SoC of its drive"
    below_ready = row["soc"] < told.kind_of(battery)["ready_soc"]
    in_range = 0.0 <= row["soc"] <= told.soc[battery] and below_ready
    return "" if in_range else "SoC on arrival out of range"


def _lost_closed(told: Told, s: Station, row: Row) -> str:
    return "the station is open" if s.is_open else ""


def _lost_open(told: Told, s: Station, row: Row) -> str:
    return "" if s.is_open else "the station is closed"


def _wait(told: Told, s: Station, row: Row) -> str:
    if s.seeing:
        return wait_when_observed(told, s, row)
    s.waiting[row["vehicle"]] = row["kind"] == "wait_bay"
    return "" if s.is_open else "the station is closed"


def _claimed(told: Told, s: Station, row: Row) -> str:
    if s.waiting.get(row["vehicle"]) is not False:
        return "the vehicle does not wait for a claim"
    del s.waiting[row["vehicle"]]  # it joins the other line, at its end
    s.waiting[row["vehicle"]] = True
    return ""


def _reneged(told: Told, s: Station, row: Row) -> str:
    if row["vehicle"] not in s.waiting:
        return "the vehicle does not wait"
    claimed = s.waiting.pop(row["vehicle"])
    told.leaves(s, row["vehicle"])
    told.features["reneged with claim" if claimed else "reneged without claim"] += 1
    return ""


def _swap_begin(told: Told, s: Station, row: Row) -> str:
    if row["bay"] in s.bays or row["bay"] in s.out.bays:
        return "the bay is not free"
    s.bays[row["bay"]] = row["vehicle"], s.now, row["battery"]
    if s.waiting.pop(row["vehicle"], True) is False:
        return "the vehicle has no claim"
    battery = row["battery"]
    if row["soc"] < told.kind_of(battery)["ready_soc"]:
        return "the battery is not ready"
    if row["soc"] != told.soc[battery]:
        return f"the SoC was {told.soc[battery]!r}"
    s.racked -= told.place[battery] == RACK
    return told.move(s, battery, (RACK, HAND), VEHICLE)


def _swap_end(told: Told, s: Station, row: Row) -> str:
    vehicle, since, taken = s.bays.pop(row["bay"], (-1, 0.0, -1))
    if vehicle != row["vehicle"]:
        return "the vehicle is not in the bay"
    told.carried[vehicle] = taken
    told.leaves(s, vehicle)
    told.features["swap in no time"] += since == s.now
    s.queued += 1
    told.soc[row["battery"]] = row["soc"]
    return told.move(s, row["battery"], (VEHICLE,), QUEUE)


RULES: Mapping[str, Rule] = {
    "arrival": _arrival,
    "lost_closed": _lost_closed,
    "lost_stockout": _lost_open,
    "lost_queue_full": _lost_open,
    "wait_battery": _wait,
    "wait_bay": _wait,
    "claimed": _claimed,
    "reneged": _reneged,
    "swap_begin": _swap_begin,
    "swap_end": _swap_end,
}
