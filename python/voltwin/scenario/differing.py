"""Which fields of a scenario differ, and whether a run would notice."""

from collections.abc import Iterator
from typing import Any

from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables import parameters
from voltwin_bindings.nested import Array, flattened

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


def same_run(one: Scenario, other: Scenario) -> bool:
    """Return whether the engines make no difference between two scenarios: whatever differs is read
    from the results alone, such as prices and names."""
    tables, others = (flattened(parameters(scenario)).arrays for scenario in (one, other))
    return all(_same_bits(tables[name], others[name]) for name in tables)


def _same_bits(one: Array, other: Array) -> bool:
    """Compare arrays field by field: what lies between the fields of a row is anything."""
    if one.dtype.names:
        return all(_same_bits(one[name], other[name]) for name in one.dtype.names)
    return one.tobytes() == other.tobytes()


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
