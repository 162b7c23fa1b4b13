"""Rows of batteries on chargers."""

import math
from collections.abc import Callable, Mapping

from voltwin.validation.replay.charge import Charge
from voltwin.validation.replay.rule import Rule
from voltwin.validation.replay.told import CHARGER, HAND, QUEUE, RACK, Row, Station, Told
from voltwin_core.ageing import LEAST_SOH

_ChargeRule = Callable[[Told, Station, Charge, Row], str]


def _of_charge(rule: _ChargeRule) -> Rule:
    """Return the rule of a row about a charge, for which a battery must be on the charger."""

    def of_row(told: Told, s: Station, row: Row) -> str:
        charge = s.charges.get(row["charger"])
        return "no battery is on the charger" if charge is None else rule(told, s, charge, row)

    return of_row


def _placed(told: Told, s: Station, row: Row) -> str:
    if row["charger"] in s.charges:
        return "the charger is not idle"
    if s.seen_on == (row["charger"], row["battery"], s.at_once.total() - 1):
        s.out.first_in_queue.remove(row["battery"])  # it has been seen here, not in the queue
        problem = s.out.placed(row, from_queue=False)
    elif not s.may_start:
        return "the price does not let it start"
    else:
        problem = s.out.placed(row)
    if problem:
        return problem
    s.charges[row["charger"]] = Charge(row["battery"], row["soc"], False, s.now)
    s.queued -= 1
    if row["soc"] != told.soc[row["battery"]]:
        return "the SoC has changed in the queue"
    return told.move(s, row["battery"], (QUEUE,), CHARGER)


def _aged(told: Told, s: Station, charge: Charge, row: Row) -> str:
    b, soh = row["battery"], row["soc"]
    before, told.soh[b] = told.soh[b], soh
    just_placed = charge.placed_s == s.now
    return "" if just_placed and LEAST_SOH <= soh < before else f"its health was {before!r}"


def _derated(told: Told, s: Station, charge: Charge, row: Row) -> str:
    charge.derating = row["soc"]
    return "" if charge.placed_s == s.now and 0.0 < charge.derating < 1.0 else "no derating"


def _cooled(told: Told, s: Station, charge: Charge, row: Row) -> str:
    if charge.cooled:
        return "cooled before"
    charge.cooled = True
    if s.shares:
        charge.set_point_kw = 0.0
    earliest = charge.placed_s + told.kind_of(row["battery"])["cool_minimum_s"]
    told.features["cool-down by temperature"] += s.now > earliest
    if s.now < earliest:
        return "before the least time of cool-down"
    return _goes_on(told, s, charge, row)


def _ready(told: Told, s: Station, charge: Charge, row: Row) -> str:
    if charge.ready or charge.suspended or not charge.cooled:
        return "not in a state to become ready"
    charge.ready = True
    if row["soc"] != max(told.kind_of(row["battery"])["ready_soc"], charge.soc):
        return "not the ready SoC"
    return _goes_on(told, s, charge, row)


def _suspended(told: Told, s: Station, charge: Charge, row: Row) -> str:
    if charge.suspended:
        return "suspended before"
    charge.suspended, charge.held_back = True, False
    told.features["suspended while cooling"] += not charge.cooled
    told.features["suspended when ready"] += charge.ready
    return _goes_on(told, s, charge, row)


def _resumed(told: Told, s: Station, charge: Charge, row: Row) -> str:
    if not charge.suspended:
        return "not suspended before"
    charge.suspended = False
    return _goes_on(told, s, charge, row)


def _set_point(told: Told, s: Station, charge: Charge, row: Row) -> str:
    set_point = row["power_kw"]
    if not s.shares or not charge.cooled:
        return "its power is not shared"
    if set_point == charge.set_point_kw:
        return "the set-point has not changed"
    charge.set_point_kw = set_point
    return _goes_on(told, s, charge, {**row, "power_kw": draws(told, charge, row)})


def _full(told: Told, s: Station, charge: Charge, row: Row) -> str:
    if not charge.ready or charge.suspended:
        return "not in a state to become full"
    if row["soc"] != told.kind_of(row["battery"])["full_soc"]:
        return "not the full SoC"
    s.racked += 1
    return ends(told, s, charge, row, RACK)


def _unplugged(told: Told, s: Station, charge: Charge, row: Row) -> str:
    return "" if charge.ready and not ends(told, s, charge, row, HAND) else "wrong"


def _charger_out(told: Told, s: Station, row: Row) -> str:
    charge = s.charges.get(row["charger"])
    problem = s.out.charger_out(row, charge, told.features)
    if problem or charge is None:
        return problem
    s.at_once["cut off"] += 1
    s.racked += charge.ready
    s.queued += not charge.ready
    return ends(told, s, charge, row, RACK if charge.ready else QUEUE)


def ends(told: Told, s: Station, charge: Charge, row: Row, place: str) -> str:
    """Take a battery from its charger."""
    del s.charges[row["charger"]]
    if charge.battery != row["battery"] or row["soc"] < charge.soc or row["power_kw"] != 0.0:
        return "not the battery, its SoC fell, or power is drawn"
    told.soc[row["battery"]] = row["soc"]
    return told.move(s, row["battery"], (CHARGER,), place)


def _soc_simulated(told: Told, s: Station, charge: Charge, row: Row) -> str:
    if s.seeing is None or s.seeing.chargers.get(row["charger"], -1.0) < 0.0:
        return "no battery has been seen on the charger"
    fell, charge.simulated, charge.ready = row["soc"] < charge.soc, True, False
    return "its SoC fell" if fell or charge.battery != row["battery"] else ""


def _soc_seen(told: Told, s: Station, charge: Charge, row: Row) -> str:
    if not charge.simulated or s.seeing is None:
        return "the SoC simulated has not been told"
    charge.simulated = False
    told.features["SoC seen"] += 1
    charge.soc = row["soc"]
    if row["soc"] != s.seeing.chargers[row["charger"]]:
        return "not the SoC that was seen"
    if row["power_kw"] == 0.0 and draws(told, charge, row) > 0.0 and not s.shares:
        charge.held_back = True
        charge.power_kw, charge.since_s = 0.0, s.now
        return ""
    return _goes_on(told, s, charge, row)


def _goes_on(told: Told, s: Station, charge: Charge, row: Row) -> str:
    """Note SoC and power of a charge that goes on."""
    fell = row["soc"] < charge.soc
    charge.soc, charge.power_kw, charge.since_s = row["soc"], row["power_kw"], s.now
    power = draws(told, charge, row)
    if charge.battery != row["battery"] or fell:
        return "not the battery, or its SoC fell"
    near = math.isclose(power, charge.power_kw, rel_tol=1e-12, abs_tol=0.0)
    return "" if near else f"the power at this SoC is {power!r} kW"


def draws(told: Told, charge: Charge, row: Row) -> float:
    """Return what a charge draws at the SoC of a row [kW]."""
    if not charge.cooled or charge.suspended:
        return 0.0
    at_soc = told.curve_of(charge.battery).power_kw(row["soc"])
    alone = min(told.charger_kw[row["charger"]], at_soc)
    return float(min(alone * charge.derating, charge.set_point_kw))


RULES: Mapping[str, Rule] = {
    "placed": _placed,
    "aged": _of_charge(_aged),
    "derated": _of_charge(_derated),
    "cooled": _of_charge(_cooled),
    "ready": _of_charge(_ready),
    "suspended": _of_charge(_suspended),
    "resumed": _of_charge(_resumed),
    "set_point": _of_charge(_set_point),
    "soc_simulated": _of_charge(_soc_simulated),
    "soc_seen": _of_charge(_soc_seen),
    "full": _of_charge(_full),
    "unplugged": _of_charge(_unplugged),
    "charger_out": _charger_out,
}
