"""Reports of a real network: one station at one time, as its operator's systems tell it.

{"id": "m-17", "at": "2026-01-06 07:30", "station": "north",
 "stock": {"ready": 5, "not_ready": 3}, "queue": 2, "chargers": {"0": "out", "2": 0.55}}

With several battery types `stock` and `queue` are given by type, and a SoC on a charger with it.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import Field, PlainValidator, ValidationError
from pydantic_core import PydanticCustomError

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.intervention_checks import observation_problems
from voltwin.scenario.interventions import MOST_SEEN, Observation
from voltwin.scenario.messages import problems_of
from voltwin.scenario.model import Model, Name, Value, plain_number
from voltwin.scenario.moments import Moment
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario

_COUNTS = ("ready", "not_ready")
_MOST_DIGITS, _MOST_LETTERS = 100, 1000  # of what stands in a report, and so in what is told of it
_MOST_VALUES = 100_000  # in one field
_UP_TO = f"up to {MOST_SEEN:,}"
_STOCK = (
    f"must be a number of ready batteries, {_UP_TO}, counts such as {{ready: 5, not_ready: 3}}, "
)
_STOCK += "the SoC of each battery such as [0.98, 0.4], or one of these by battery type"
_QUEUE = (
    f"must be a number of waiting vehicles, 0 or more, {_UP_TO}, or such numbers by battery type"
)

_M = TypeVar("_M", bound=Model)
Stock = dict[str, int] | tuple[float, ...]  # counts, or the SoC of each battery


def _stock(value: Any) -> Stock | dict[str, Stock]:
    """Return a stock in one of its forms, or such by battery type.

    Raises:
        PydanticCustomError: it is something else.
    """
    if isinstance(value, Mapping) and value and not set(value) <= set(_COUNTS):
        return {str(name): _of_one_type(stock) for name, stock in value.items()}
    return _of_one_type(value)


def _of_one_type(value: Any) -> Stock:
    if isinstance(value, list | tuple):
        socs = tuple(plain_number(soc) for soc in value)
        if all(_is_number(soc) and 0.0 <= soc <= 1.0 for soc in socs):
            return socs
    elif not isinstance(value, Mapping):
        value = {"ready": value}
    if isinstance(value, Mapping) and value and set(value) <= set(_COUNTS):
        counts = {name: _count(count) for name, count in value.items() if count is not None}
        if counts and None not in counts.values():
            return {name: count for name, count in counts.items() if count is not None}
    raise PydanticCustomError("stock", _STOCK)


def _queue(value: Any) -> int | dict[str, int]:
    """Return a number of vehicles, or such by battery type.

    Raises:
        PydanticCustomError: it is something else.
    """
    if isinstance(value, Mapping) and value:
        by_type = {str(name): _count(count) for name, count in value.items()}
        found = {name: count for name, count in by_type.items() if count is not None}
        if len(found) == len(value):
            return found
    elif (count := _count(value)) is not None:
        return count
    raise PydanticCustomError("queue", _QUEUE)


def _count(value: Any) -> int | None:
    value = plain_number(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_SEEN
    return value if is_count else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Report(Value):
    """What was seen at a station at some time. What is not given is not known."""

    id: Name | None = Field(None, description="of the report, so that it is booked once")
    at: Moment = Field(description="[s] from the start of the run, or a local date and time")
    station: Name = Field(description="id of the station")
    stock: Annotated[Any, PlainValidator(_stock)] = Field(
        None, description="batteries that are in no vehicle and in no bay"
    )
    queue: Annotated[Any, PlainValidator(_queue)] = Field(None, description="waiting vehicles")
    chargers: dict[Any, Any] | None = Field(
        None,
        description='by number, counted from 0: "out", "idle", the SoC of the battery on it, or '
        "{soc, battery_type}",
    )


def read_report(raw: Mapping[str, Any] | Report) -> Report:
    """Return a report.

    Raises:
        ScenarioError: a field is missing, unknown, or not what it may be.
    """
    if isinstance(raw, Report):
        return raw
    if not isinstance(raw, Mapping):
        raise ScenarioError(["must be a mapping of fields (name: value)"])
    _refuse_giants("names of fields", list(raw))
    for field, value in raw.items():
        _refuse_giants(str(field), value)
    return _validated(Report, raw)


def _refuse_giants(field: str, value: Any) -> None:
    """Refuse what is too much to be read, or too long to be told of, wherever in a field it stands.

    Raises:
        ScenarioError: there is such a thing.
    """
    inside, count = [value], 0
    while inside:
        one, count = inside.pop(), count + 1
        if count > _MOST_VALUES:  # or one that holds itself
            raise ScenarioError([f"{field}: has more than {_MOST_VALUES:,} values"])
        if isinstance(one, Mapping):
            inside += [*one, *one.values()]
        elif isinstance(one, list | tuple):
            inside += one
        elif isinstance(one, int) and abs(one) >= 10**_MOST_DIGITS:
            raise ScenarioError([f"{field}: has a number of more than {_MOST_DIGITS} digits"])
        elif isinstance(one, str) and len(one) > _MOST_LETTERS:
            raise ScenarioError([f"{field}: has a text of more than {_MOST_LETTERS:,} letters"])


def observations_in(report: Report, scenario: Scenario) -> list[Observation]:
    """Return the observations that a report tells, one for each battery type that it is about.

    A charger whose battery is at `ready_soc` or above tells nothing: that is one of the stock.

    Raises:
        ScenarioError: it cannot have been seen at this station.
    """
    types = {kind.id: kind for kind in scenario.battery_types}
    fields: dict[str, dict[str, Any]] = {}
    for name, stock in _by_type("stock", report.stock, types):
        fields.setdefault(name, {}).update(_stock_fields(stock, types[name]))
    for name, queue in _by_type("queue", report.queue, types):
        fields.setdefault(name, {})["waiting"] = queue
    for name, charger, seen in _chargers(report, types, next(iter(fields), next(iter(types)))):
        fields.setdefault(name, {}).setdefault("chargers", {})[charger] = seen
    if not fields:
        raise ScenarioError(["tells nothing of stock, queue, or chargers that are not ready"])
    place = {"at": report.at, "station": report.station, "report": report.id}
    several = len(types) > 1
    found = [
        _validated(Observation, {**place, "battery_type": name if several else None, **seen})
        for name, seen in fields.items()
    ]
    for what in found:
        if problems := list(observation_problems((), what, scenario)):
            raise ScenarioError.from_problems(problems, None)
    return found


def _by_type(field: str, value: Any, types: Mapping[str, BatteryType]) -> Iterator[tuple[str, Any]]:
    """Yield (battery type, its part) of a field that may be given by type."""
    if value is None:
        return
    is_one = not isinstance(value, Mapping) or (field == "stock" and set(value) <= set(_COUNTS))
    if is_one and len(types) > 1:
        names = ", ".join(types)
        raise ScenarioError([f"{field}: must be by battery type, as there are several: {names}"])
    for name, part in [(next(iter(types)), value)] if is_one else value.items():
        yield _known(field, name, types), part


def _known(field: str, name: Any, types: Mapping[str, BatteryType]) -> str:
    if not isinstance(name, str) or name not in types:
        hint = did_you_mean(str(name), types)
        raise ScenarioError([f'{field}: "{name}" is no battery type{hint}'])
    return str(name)


def _stock_fields(stock: Stock, kind: BatteryType) -> dict[str, Any]:
    if isinstance(stock, dict):
        return dict(stock)
    low = [soc for soc in stock if soc < kind.ready_soc]
    mean = {"soc": sum(low) / len(low)} if low else {}
    return {"ready": len(stock) - len(low), "not_ready": len(low), **mean}


def _chargers(
    report: Report, types: Mapping[str, BatteryType], first: str
) -> Iterator[tuple[str, str | int, Any]]:
    """Yield (battery type, charger, how it was seen), those without a battery with the `first`."""
    _refuse_giants("chargers", report.chargers)
    for charger, told in (report.chargers or {}).items():
        seen = told
        name = first if len(types) > 1 else next(iter(types))
        if isinstance(seen, Mapping):
            if set(seen) != {"soc", "battery_type"}:
                raise ScenarioError([f"chargers: charger {charger} must have soc and battery_type"])
            name, seen = _known("chargers", seen["battery_type"], types), seen["soc"]
        elif len(types) > 1 and not isinstance(seen, str):
            text = f"chargers: charger {charger} must be like {{soc: 0.5, battery_type: {first}}}"
            raise ScenarioError([f"{text}, as there are several battery types"])
        soc = plain_number(seen)
        if _is_number(soc) and types[name].ready_soc <= soc <= 1.0:
            continue
        yield name, charger, seen


def _validated(model: type[_M], fields: Mapping[str, Any]) -> _M:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise ScenarioError.from_problems(problems_of(error, model, fields), fields) from None
