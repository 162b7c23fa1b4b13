"""What stands at a place after an operation: numbers, values by the week, distributions, lists."""

import math
from collections.abc import Callable
from typing import Any, TypeAlias, cast

from voltwin.scenario.changes.change import Operation
from voltwin.scenario.changes.hints import is_in_seconds, is_weekly
from voltwin.scenario.changes.places import ABSENT, Place
from voltwin.scenario.distributions import AnyLaw, Fixed, Law
from voltwin.scenario.durations import parse_duration
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.messages import shown
from voltwin.scenario.tariff import Flat
from voltwin.scenario.weekly import Weekly, weekly_steps
from voltwin.scenario.weekly import changed as weekly_changed

Number: TypeAlias = int | float

_MOST = 1e100  # times any number of a scenario is still a number


def after(place: Place, operation: Operation, operand: Any) -> Any:
    """Return what stands at a place after an operation; whether it may is not looked at.

    Raises:
        ScenarioError: the operation is not for what stands there.
    """
    if operation == "=":
        return operand
    value = place.value
    if value is ABSENT or value is None:
        raise _refused(place, f"has no value yet to which {operation} could apply; set one with =")
    if isinstance(value, list | tuple) and not is_weekly(place.hint):
        return _list_after(place, operation, operand)
    number = _operand(place, operation, operand)
    if is_weekly(place.hint) and not isinstance(value, str):
        return _week_after(value, operation, number)
    if isinstance(value, Law):
        return _law_after(cast(AnyLaw, value), operation, number)
    if isinstance(value, Flat):
        return number_after(value.price_per_kwh, operation, number)
    if not is_number(value):
        raise _refused(place, f"is no number, so {operation} does not apply: set it with =")
    return number_after(value, operation, number)


def is_unlimited(place: Place) -> bool:
    """Return whether no operation but = changes what stands at a place: a limit that is none."""
    if place.value is None or place.value is ABSENT or isinstance(place.value, str):
        return False
    if not is_weekly(place.hint):
        return bool(place.value == math.inf)
    return all(value == math.inf for _, value in weekly_steps(place.value))


def number_after(value: Number, operation: Operation, operand: Number) -> Number:
    """Return a number after an operation; a whole one times a factor is rounded to a whole one, and
    what is unlimited stays so."""
    if value == math.inf:
        return value
    if operation == "+=":
        return value + operand
    if operation == "-=":
        return value - operand
    product = value * operand
    is_count = isinstance(value, int) and math.isfinite(product)
    return math.floor(product + 0.5) if is_count else product


def number_in(place: Place, operation: Operation, operand: Any) -> Number:
    """Return a value that has to be a number.

    Raises:
        ScenarioError: it is none, or beyond all that a scenario could hold.
    """
    if not is_number(operand):
        raise _refused(place, f"given {shown(operand)} after {operation}, must be a number")
    if not abs(operand) <= _MOST:
        text = f"given {shown(operand)} after {operation}, must be from -{_MOST:g} to {_MOST:g}"
        raise _refused(place, text)
    return cast(Number, operand)


def is_number(value: Any) -> bool:
    """Return whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _operand(place: Place, operation: Operation, operand: Any) -> Number:
    """Return what an operation adds, takes or multiplies by; durations may carry their unit."""
    if isinstance(operand, str) and operation != "*=" and is_in_seconds(place.hint):
        try:
            return parse_duration(operand)
        except ValueError as error:
            raise _refused(place, f"given {shown(operand)}, {error}") from None
    return number_in(place, operation, operand)


def _list_after(place: Place, operation: Operation, operand: Any) -> list[Any]:
    """Return a list with one item more, or of numbers each times a factor."""
    if operation == "+=":
        return [*place.value, operand]
    numbers = place.value
    if operation == "*=" and all(map(is_number, numbers)):
        factor = number_in(place, operation, operand)
        return [number_after(item, operation, factor) for item in numbers]
    raise _refused(place, f"is a list: += adds an item, = sets it; {operation} is for numbers")


def _week_after(week: Weekly, operation: Operation, operand: Number) -> Weekly:
    """Return values by the week, each after the operation."""
    return weekly_changed(week, lambda value: float(number_after(value, operation, operand)))


def _law_after(law: AnyLaw, operation: Operation, operand: Number) -> Any:
    """Return the distribution of the values after the operation: shifted, or scaled."""
    if operation == "*=":
        return _mapped(law, float(operand), lambda value: value * operand)
    by = operand if operation == "+=" else -operand
    return _mapped(law, 1.0, lambda value: value + by)


def _mapped(law: AnyLaw, scale: float, change: Callable[[float], float]) -> Any:
    """Return a law, every value of which has been changed: shift + scale X, and where it ends."""
    if law == Fixed(value=getattr(law, "value", 0.0)):
        return change(law.value)
    ends = [None if end is None else change(end) for end in (law.min, law.max)]
    low, high = ends if scale >= 0.0 else ends[::-1]
    moved = {"shift": change(law.shift), "scale": law.scale * scale, "min": low, "max": high}
    return {name: value for name, value in {**dict(law), **moved}.items() if value is not None}


def _refused(place: Place, why: str) -> ScenarioError:
    return ScenarioError([f"{place.text}: {why}"])
