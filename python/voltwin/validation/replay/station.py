"""Rows of a station as a whole: its limit, hours and prices, and what is out of order."""

from collections.abc import Mapping

from voltwin.validation.replay.rule import Rule
from voltwin.validation.replay.told import Row, Station, Told


def _limit(told: Told, s: Station, row: Row) -> str:
    same, s.limit_kw = row["power_kw"] == s.limit_kw, row["power_kw"]
    return "the limit has not changed" if same else ""


def _hours(told: Told, s: Station, row: Row) -> str:
    opens = row["kind"] == "opened"
    same, s.is_open = s.is_open == opens, opens
    return "the station was so before" if same else ""


def _price(told: Told, s: Station, row: Row) -> str:
    was, s.cheap = s.cheap, row["kind"] == "price_low"
    return "the price was there already" if was == s.cheap else ""


def _bay_out(told: Told, s: Station, row: Row) -> str:
    after_a_swap = s.at_once["swap_end"] > 0
    return s.out.bay_out(row, row["bay"] in s.bays, after_a_swap, told.features)


def _back(told: Told, s: Station, row: Row) -> str:
    if s.seeing:
        told.features["charger in by an observation"] += 1
    return s.out.back(row)


RULES: Mapping[str, Rule] = {
    "limit": _limit,
    "opened": _hours,
    "closed": _hours,
    "price_low": _price,
    "price_high": _price,
    "bay_out": _bay_out,
    "bay_in": _back,
    "charger_in": _back,
}
