"""Values that change by the time of the week, and their steps.

Written as one value; as 24 values (each day) or 168 (Monday 00:00 first); by days, as in
`{weekday: [24 values], sat: 40, sun: 30}`; or as steps, as in
`[{from: "06:00", value: 200}, {from: "sat-sun 22:00", value: 80}]`.
"""

import math
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Annotated, Any, Literal, TypeAlias, cast

from pydantic import PlainSerializer, PlainValidator

from voltwin.scenario.model import MOST_KW, plain_number
from voltwin.scenario.week import DAY_S, each_day_once, parse_clock, parse_days

Steps: TypeAlias = tuple[tuple[float, float], ...]  # (seconds since Monday 00:00, value from then)
Values: TypeAlias = tuple[float, ...]
# One value, 24 or 168, ((days, value or 24 values), ...), or (("from", value), ...) as steps.
ByDays: TypeAlias = dict[str, float | Values]
StepList: TypeAlias = tuple[dict[str, str | float], ...]
Weekly: TypeAlias = float | Values | ByDays | StepList

UNLIMITED = "unlimited"
_WORDS_FOR_UNLIMITED = (None, "none", UNLIMITED)
_HOURLY = "one value, 24 or 168 hourly values"
_BY_DAYS = "{weekday: ..., weekend: ...}"
_STEPS = "[{from: ..., value: ...}]"


def parse_weekly(value: Any, *, low: float, high: float, unlimited: bool, steps: bool) -> Weekly:
    """Return a weekly schedule in the form in which it is given, every number checked.

    Args:
        value: what the file holds.
        low, high: each number must lie between them.
        unlimited: `none` or `unlimited` may stand for a number.
        steps: the form with `from` is allowed.

    Raises:
        ValueError: it is no such schedule.
    """
    number = partial(_number, low=low, high=high, unlimited=unlimited)
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        each_day_once(list(value))
        return {str(key): _day_values(key, item, number) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if steps and value and all(isinstance(item, Mapping) for item in value):
            return _parse_steps(value, number)
        if len(value) in (24, 168):
            return tuple(number(item) for item in value)
        if not steps and any(isinstance(item, Mapping) for item in value):
            raise ValueError(f"cannot be steps; must be {_HOURLY}, or {_BY_DAYS}")
        also = f"{_BY_DAYS}, or {_STEPS}" if steps else f"or {_BY_DAYS}"
        raise ValueError(f"has {len(value)} values; must be {_HOURLY}, {also}")
    return number(value)


def _number(value: Any, *, low: float, high: float, unlimited: bool) -> float:
    value = plain_number(value)
    if unlimited and (value in _WORDS_FOR_UNLIMITED or value == math.inf):
        return math.inf
    also = f' or "{UNLIMITED}"' if unlimited else ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{_shown(value)} must be a number from {low:g} to {high:g}{also}")
    return float(value)


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _day_values(key: object, value: Any, number: Callable[[Any], float]) -> float | Values:
    if isinstance(value, list | tuple):
        if len(value) != 24:
            raise ValueError(f"{key} has {len(value)} values; must be one, or 24")
        return tuple(number(item) for item in value)
    return number(value)


def _parse_steps(items: Any, number: Callable[[Any], float]) -> StepList:
    steps: list[dict[str, str | float]] = []
    seen: set[int] = set()
    for item in items:
        if set(item) != {"from", "value"}:
            raise ValueError("each step must be {from: ..., value: ...}")
        times = _times(item["from"])
        if seen.intersection(times):
            raise ValueError(f'two steps at "{item["from"]}"')
        seen.update(times)
        steps.append({"from": str(item["from"]), "value": number(item["value"])})
    return tuple(steps)


def _times(text: object) -> list[int]:
    """Return the seconds of the week that `06:00` (daily) or `mon-fri 06:00` names."""
    days, space, clock = str(text).strip().rpartition(" ")
    seconds = parse_clock(clock)
    if seconds == DAY_S:
        raise ValueError('"24:00" is the next day\'s 00:00')
    return [day * DAY_S + seconds for day in (parse_days(days) if space else range(7))]


def weekly_steps(schedule: Weekly) -> Steps:
    """Return the steps of a weekly schedule, rising in time, without steps that change nothing.

    The week is a circle: the last value of Sunday holds until the first step of Monday. A constant
    is one step at 0.
    """
    if isinstance(schedule, float):
        return ((0.0, schedule),)
    if isinstance(schedule, tuple) and schedule and isinstance(schedule[0], dict):
        return fold(
            (at, float(step["value"]))
            for step in schedule
            if isinstance(step, dict)  # type: ignore[redundant-expr]
            for at in _times(step["from"])
        )
    return _steps_of_hours(hourly_values(schedule))


@lru_cache(maxsize=256)  # stations of a city have the same weather, season or tariff
def _steps_of_hours(values: Values) -> Steps:
    return fold((3600 * hour, value) for hour, value in enumerate(values))


def hourly_values(schedule: Weekly) -> Values:
    """Return the 168 values of a weekly schedule that is not written as steps."""
    if isinstance(schedule, float):
        return (schedule,) * 168
    if isinstance(schedule, dict):
        days: list[Values] = [()] * 7
        for key, named in each_day_once(list(schedule)).items():
            value = schedule[str(key)]
            for day in named:
                days[day] = value if isinstance(value, tuple) else (value,) * 24
        return tuple(value for day in days for value in day)
    values = tuple(value for value in schedule if isinstance(value, float))
    return values * (168 // len(values))


def changed(schedule: Weekly, change: Callable[[float], float]) -> Weekly:
    """Return a schedule in the same form, each of its values changed."""
    if isinstance(schedule, dict):
        return {days: _changed_values(value, change) for days, value in schedule.items()}
    if isinstance(schedule, tuple) and schedule and isinstance(schedule[0], dict):
        return tuple(
            {**step, "value": change(float(step["value"]))}
            for step in schedule
            if isinstance(step, dict)  # type: ignore[redundant-expr]
        )
    return _changed_values(cast("float | Values", schedule), change)


def _changed_values(value: float | Values, change: Callable[[float], float]) -> float | Values:
    return tuple(change(item) for item in value) if isinstance(value, tuple) else change(value)


def fold(steps: Any) -> Steps:
    """Return steps in order, without those that repeat the value before them on the circle."""
    ordered = sorted(steps)
    kept = [
        (float(at), value) for i, (at, value) in enumerate(ordered) if value != ordered[i - 1][1]
    ]
    return tuple(kept) or ((0.0, ordered[0][1]),)


def _writable(schedule: Any) -> Any:
    """Return a schedule for a file, with `unlimited` in place of infinity."""
    if isinstance(schedule, dict):
        return {key: _writable(value) for key, value in schedule.items()}
    if isinstance(schedule, tuple):
        return [_writable(value) for value in schedule]
    return UNLIMITED if schedule == math.inf else schedule


def parse_limit(value: Any) -> float:
    """Return a grid limit [kW]; infinite for "unlimited".

    Raises:
        ValueError: it is none.
    """
    return _number(value, low=0.0, high=MOST_KW, unlimited=True)


def writable_limit(limit_kw: float | None) -> float | str | None:
    """Return a grid limit for a file."""
    return UNLIMITED if limit_kw == math.inf else limit_kw


# What a schema of scenario files says of them; a mapping in a list is a step.
_Given: TypeAlias = float | Literal["unlimited", "none"] | None
Given: TypeAlias = (
    _Given | list[_Given | dict[str, str | _Given]] | dict[str, _Given | list[_Given]]
)

WeeklyLimit = Annotated[
    Weekly,
    PlainValidator(
        partial(parse_weekly, low=0.0, high=MOST_KW, unlimited=True, steps=True),
        json_schema_input_type=Given,
    ),
    PlainSerializer(_writable, when_used="json"),
]
WeeklyCelsius = Annotated[
    Weekly,
    PlainValidator(
        partial(parse_weekly, low=-60.0, high=60.0, unlimited=False, steps=True),
        json_schema_input_type=Given,
    ),
    PlainSerializer(_writable, when_used="json"),
]
HourlyFactors = Annotated[
    Weekly,
    PlainValidator(
        partial(parse_weekly, low=0.0, high=1e6, unlimited=False, steps=False),
        json_schema_input_type=Given,
    ),
    PlainSerializer(_writable, when_used="json"),
]
