"""What is wrong with a scenario, one line for each problem."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

MOST_LINES = 10

Path: TypeAlias = tuple[str | int, ...]


class Problem(NamedTuple):
    """One thing that is wrong: where in the scenario, and what."""

    path: Path
    text: str


class ScenarioError(ValueError):
    """A scenario that cannot be simulated; `lines` holds one clear line for each problem."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Keep the lines; the text shows the first ten."""
        self.lines = tuple(dict.fromkeys(lines))
        more = len(self.lines) - MOST_LINES
        shown = [*self.lines[:MOST_LINES], *([f"... and {more} more"] if more > 0 else [])]
        super().__init__("\n".join(shown))


def field_path(path: Path) -> str:
    """Return a path as people write it.

    >>> field_path(("stations", 12, "chargers", "power_kw"))
    'stations[12].chargers.power_kw'
    """
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def located(path: Path, data: Any) -> str:
    """Return a path with the id of the station or battery type that it leads into."""
    text = field_path(path)
    if len(path) > 2 and path[0] in ("stations", "battery_types") and isinstance(path[1], int):
        item = _item(data, path[0], path[1])
        if item is not None:
            text += f' ("{item}")'
    return text


def _item(data: Any, kind: str | int, index: int) -> str | None:
    items = data.get(kind) if isinstance(data, Mapping) else getattr(data, str(kind), None)
    if not isinstance(items, Sequence) or index >= len(items):
        return None
    item = items[index]
    found = item.get("id") if isinstance(item, Mapping) else getattr(item, "id", None)
    return None if found is None else str(found)
