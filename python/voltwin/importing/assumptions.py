"""Everything that a scenario holds and no table told: its value, its unit, and why it is so."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from voltwin.importing.columns import DEMAND, Use
from voltwin.importing.drafts import Draft
from voltwin.importing.equipment import (
    SIZED,
    hours_of_charge,
    mean_swap_s,
    peak_factor,
)
from voltwin.importing.options import BATTERY_KWH, CHARGER_KW, PROFILE, Options
from voltwin.importing.plain import plain
from voltwin.scenario.battery_type import BatteryType, CcCv
from voltwin.scenario.files import in_line
from voltwin.scenario.model import source_of
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Chargers, Station

_UNIT = re.compile(r"^\[([^\]]*)\]\s*")
_STATION = (
    "queue_places", "swap_time", "policy", "patience", "opening_hours", "grid_limit_kw",
    "charge_order", "ambient_c",
)  # fmt: skip
_BATTERY = ("ready_soc", "full_soc", "cool_down", "arrival_soc")
_RUN = ("horizon", "warm_up", "target_wait")
_OPERATORS = "of the order that operators of car-swapping stations publish"


class Assumption(NamedTuple):
    """One thing that was not told."""

    group: str  # demand, size, battery type, stations, run
    field: str
    value: str
    unit: str
    reason: str


def assumptions(
    scenario: Scenario,
    made: Sequence[Draft],
    uses: Sequence[Use],
    sizes: Sequence[frozenset[str]],
    options: Options,
) -> list[Assumption]:
    """Return what was assumed.

    Args:
        scenario: that came of it.
        made: its stations' drafts.
        uses: of the columns.
        sizes: names of what was sized, for each station.
        options: of the import.
    """
    kind = scenario.battery_types[0]
    return [
        *_demand(made, uses, options),
        *_sizes(scenario, sizes, kind, options),
        *_chargers(made, options),
        *_battery_type(kind, options),
        *_stations(scenario.stations[0], made),
        *(_default("run", Scenario, name, scenario) for name in _RUN),
    ]


def _demand(made: Sequence[Draft], uses: Sequence[Use], options: Options) -> list[Assumption]:
    found = []
    use = next((use for use in uses if use.field == DEMAND), None)
    if use and not use.unit.is_told:
        reason = f'the name of the column "{use.column}" tells no period'
        found.append(Assumption("demand", DEMAND, "per day", "", reason))
    filled = sum(DEMAND not in draft.texts for draft in made)
    if filled:
        of = "all stations" if filled == len(made) else f"{filled:,} stations without a value"
        value = f"{options.swaps_per_day:g}"
        found.append(Assumption("demand", DEMAND, value, "1/day", f"for {of}, as told"))
    missing = sum("profile" not in draft.values for draft in made)
    if missing:
        peak = peak_factor(options.profile)
        reason = f"shape over the week, invented like urban traffic counts; peak {peak:.2f} x mean"
        if options.profile != PROFILE:
            reason += ", as told"
        reason += _some(missing, made)
        found.append(Assumption("demand", "profile", options.profile, "", reason))
    return found


def _sizes(
    scenario: Scenario, sizes: Sequence[frozenset[str]], kind: BatteryType, options: Options
) -> list[Assumption]:
    one = Chargers(count=1, power_kw=options.charger_kw)
    hours = hours_of_charge(kind, one)
    why = {
        "bays": f"peak hour's swaps x {mean_swap_s():g} s / 75 % use",
        "chargers": f"peak hour's swaps x {hours:.2f} h of charge + 0.8 x square root of them",
        "batteries": "one for each charger and 25 % more, at least 3",
    }
    counts: dict[str, list[Any]] = {
        "bays": [station.bays for station in scenario.stations],
        "chargers": [sum(group.count for group in s.chargers) for s in scenario.stations],
        "batteries": [station.batteries for station in scenario.stations],
    }
    found = []
    for name in SIZED:
        those = [count for count, size in zip(counts[name], sizes, strict=True) if name in size]
        if those:
            low, high = min(those), max(those)
            value = f"{low}" if low == high else f"{low} to {high}"
            found.append(Assumption("size", name, value, "", why[name]))
    return found


def _chargers(made: Sequence[Draft], options: Options) -> list[Assumption]:
    found = []
    missing = sum("charger_kw" not in draft.values for draft in made)
    if missing:
        why = "as told" if options.charger_kw != CHARGER_KW else _OPERATORS
        value = f"{options.charger_kw:g}"
        found.append(Assumption("size", "charger power", value, "kW", why + _some(missing, made)))
    efficiency = Chargers.model_fields["efficiency"]
    return [*found, _assumed("size", "charger efficiency", efficiency, efficiency.default)]


def _battery_type(kind: BatteryType, options: Options) -> list[Assumption]:
    assert isinstance(kind.charge_curve, CcCv)
    curve = kind.charge_curve
    kwh = "as told" if options.battery_kwh != BATTERY_KWH else _OPERATORS
    shape = (
        f"what the strongest charger gives, up to a SoC of {curve.knee_soc:g}; then linearly "
        "down to 0 at 1: usual for lithium-ion"
    )
    return [
        Assumption("battery type", "capacity_kwh", f"{kind.capacity_kwh:g}", "kWh", kwh),
        Assumption("battery type", "charge_curve", f"{curve.power_kw:g}", "kW", shape),
        *(_default("battery type", BatteryType, name, kind) for name in _BATTERY),
    ]


def _stations(station: Station, made: Sequence[Draft]) -> list[Assumption]:
    """Return what stations have whose column does not tell, or that have no such column."""
    plain_station = station.model_copy(update={name: _usual(name) for name in _STATION})
    found = []
    for name in _STATION:
        missing = sum(name not in draft.values for draft in made)
        if missing:
            usual = _default("stations", Station, name, plain_station)
            found.append(usual._replace(reason=usual.reason + _some(missing, made)))
    return found


def _usual(name: str) -> Any:
    return Station.model_fields[name].get_default()


def _some(missing: int, made: Sequence[Draft]) -> str:
    """Return of how many stations, if not of all."""
    return "" if missing == len(made) else f"; for {missing:,} without a value"


def _default(group: str, model: type[BaseModel], name: str, item: BaseModel) -> Assumption:
    """Return a default of a field, with what its model says of it."""
    value = item.model_dump(mode="json", by_alias=True, include={name})[name]
    return _assumed(group, name, model.model_fields[name], value)


def _assumed(group: str, name: str, field: Any, value: Any) -> Assumption:
    meaning = field.description or ""
    match = _UNIT.match(meaning)
    unit = match[1] if match and isinstance(value, int | float) else ""  # 1w has its unit with it
    reason = "; ".join(filter(None, [_UNIT.sub("", meaning), source_of(field)]))
    return Assumption(group, name, in_line(plain(value)), unit, reason)
