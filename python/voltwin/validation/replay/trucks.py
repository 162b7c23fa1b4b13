"""Rows of trucks, which bring ready batteries from one station to another."""

from collections.abc import Mapping

from voltwin.validation.replay.rule import Rule
from voltwin.validation.replay.told import HAND, RACK, TRUCK, Row, Station, Told


def _comes_or_goes(told: Told, s: Station, row: Row) -> str:
    return ""


def _loaded(told: Told, s: Station, row: Row) -> str:
    s.racked -= told.place[row["battery"]] == RACK
    s.stock -= 1
    return told.move(s, row["battery"], (RACK, HAND), TRUCK) or _as_it_was(told, row)


def _unloaded(told: Told, s: Station, row: Row) -> str:
    s.racked += 1
    s.stock += 1
    if s.stock > s.racks:
        return f"{s.stock} batteries in {s.racks} places"
    return told.move(s, row["battery"], (TRUCK,), RACK) or _as_it_was(told, row)


def _as_it_was(told: Told, row: Row) -> str:
    return "" if row["soc"] == told.soc[row["battery"]] else "its SoC has changed"


RULES: Mapping[str, Rule] = {
    "truck_leaves": _comes_or_goes,
    "truck_arrives": _comes_or_goes,
    "loaded": _loaded,
    "unloaded": _unloaded,
}
