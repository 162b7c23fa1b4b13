"""How a figure and its bar are stated. What measures it is imported when it is measured."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from voltwin.bench.measurement import Case


def late(module: str, function: str, *of: str | int) -> Callable[[], tuple[float, str]]:
    """Return what measures a figure, and a note, by a function of a module of this package."""

    def measure() -> tuple[float, str]:
        found = getattr(import_module(f"voltwin.bench.{module}"), function)
        return cast("Callable[..., tuple[float, str]]", found)(*of)

    return measure


def at_least(
    name: str,
    bar: float,
    unit: str,
    what: str,
    function: str,
    module: str = "speed",
    aim: float | None = None,
) -> Case:
    """Return a figure that is better the greater it is."""
    return Case(name, what, unit, bar, True, late(module, function), aim)


def at_most(
    name: str,
    bar: float,
    unit: str,
    what: str,
    function: str,
    module: str = "speed",
    aim: float | None = None,
) -> Case:
    """Return a figure that is better the smaller it is."""
    return Case(name, what, unit, bar, False, late(module, function), aim)
