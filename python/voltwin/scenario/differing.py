"""Which fields of a scenario differ."""

from collections.abc import Iterator
from typing import Any

from voltwin.scenario.scenario import Scenario

_MOST_LETTERS = 60


def differing_fields(one: Scenario, other: Scenario) -> list[str]:
    """Return the fields in which two scenarios differ, such as `stations[3].bays`."""
    plain, changed = (scenario.model_dump(mode="json", by_alias=True) for scenario in (one, other))
    return [path for path, _, _ in _differing(plain, changed, "")]


def differing_values(one: Any, other: Any) -> Iterator[str]:
    """Yield where plain values differ and what stands there, such as `seed: 1, now 2`."""
    for path, before, now in _differing(one, other, ""):
        yield f"{path}: {_brief(before)}, now {_brief(now)}"


def _brief(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}..."


def _differing(one: Any, other: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, dict) and isinstance(other, dict):
        dot = "." if path else ""
        for name in dict.fromkeys([*one, *other]):
            yield from _differing(one.get(name), other.get(name), f"{path}{dot}{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _differing(a, b, f"{path}[{i}]")
    elif one != other:
        yield path, one, other
