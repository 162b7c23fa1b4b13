"""What a user tells about a table, beside the table itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voltwin.importing.fields import FIELDS
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.messages import shown
from voltwin.scenario.model import MOST_KW, plain_number
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.profiles import NAMES

# Of the order that operators of car-swapping stations publish, as in the demo city.
BATTERY_KWH = 40.0
CHARGER_KW = 80.0
PROFILE = "commuter"


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to read a table of stations.

    Attributes:
        columns: of fields, where their names do not tell; None for a field that is in no column.
        where: values of columns; rows with others are left out.
        swaps_per_day: mean of each station without a value in the table [1/day].
        start: of the run, local date and time, with its UTC offset or without.
        utc_offset: of the local time, such as "+08:00".
        profile: of demand over the week, by name.
        battery_kwh: capacity of a battery [kWh].
        charger_kw: power of a charger, where no column tells [kW].
        skip_bad_rows: leave out rows that cannot be read, instead of refusing the table.

    Raises:
        ScenarioError: one of them is not allowed; one line each.
    """

    columns: Mapping[str, str | None] = field(default_factory=dict)
    where: Mapping[str, Any] = field(default_factory=dict)
    swaps_per_day: float | None = None
    start: str | None = None
    utc_offset: str | None = None
    profile: str = PROFILE
    battery_kwh: float = BATTERY_KWH
    charger_kw: float = CHARGER_KW
    skip_bad_rows: bool = False

    def __post_init__(self) -> None:
        wrong = [
            *_unknown_fields(self.columns),
            *_named_twice(self.columns),
            *_out_of_range("swaps_per_day", self.swaps_per_day, 0.0, 1e6),
            *_out_of_range("battery_kwh", self.battery_kwh, 0.0, 1e6, above=True),
            *_out_of_range("charger_kw", self.charger_kw, 0.0, MOST_KW, above=True),
        ]
        if self.profile not in NAMES:
            wrong.append(f'profile: "{self.profile}" is none{did_you_mean(self.profile, NAMES)}')
        if wrong:
            raise ScenarioError(wrong)


def _unknown_fields(columns: Mapping[str, str | None]) -> list[str]:
    return [
        f"column {name}: is no field that a table can give{did_you_mean(str(name), FIELDS)}"
        for name in columns
        if name not in FIELDS
    ]


def _named_twice(columns: Mapping[str, str | None]) -> list[str]:
    fields: dict[str, list[str]] = {}
    for name, column in columns.items():
        if column:
            fields.setdefault(column, []).append(name)
    return [
        f'column "{column}": is named for {" and ".join(names)}; a column is one field'
        for column, names in fields.items()
        if len(names) > 1
    ]


def _out_of_range(
    name: str, value: float | None, low: float, high: float, *, above: bool = False
) -> list[str]:
    if value is None:
        return []
    number = plain_number(value)
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    if is_number and low <= number <= high and not (above and number == low):
        return []
    least = f"above {low:g}" if above else f"from {low:g}"
    return [f"{name}: given {shown(value)}, must be a number {least} to {high:g}"]
