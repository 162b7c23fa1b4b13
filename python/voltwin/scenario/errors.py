"""What is wrong with a scenario, one line for each problem."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from pydantic import ValidationError

MOST_LINES = 10

Path: TypeAlias = tuple[str | int, ...]


class Problem(NamedTuple):
    """One thing that is wrong: where in the scenario, and what."""

    path: Path
    text: str


class ScenarioError(ValueError):
    """A scenario that cannot be simulated; `lines` holds one clear line for each problem, `paths`
    where in the scenario it is, if that is known."""

    def __init__(self, lines: Sequence[str], paths: Sequence[Path] | None = None) -> None:
        """Keep the lines, none twice; the text shows the first ten.

        Args:
            lines: one for each problem.
            paths: as many; none are known unless given.
        """
        kept: dict[str, Path] = {}
        for line, path in zip(lines, paths or [()] * len(lines), strict=True):
            kept.setdefault(line, path)
        self.lines, self.paths = tuple(kept), tuple(kept.values())
        more = len(self.lines) - MOST_LINES
        shown = [*self.lines[:MOST_LINES], *([f"... and {more} more"] if more > 0 else [])]
        super().__init__("\n".join(shown))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how another process makes it anew."""
        return type(self), (self.lines, self.paths)

    def of_variant(self, name: str) -> "ScenarioError":
        """Return the same, told of a variant of a scenario."""
        return ScenarioError([f'variant "{name}": {line}' for line in self.lines], self.paths)

    @classmethod
    def from_validation(
        cls, error: "ValidationError", file: str | PathLike[str] | None = None, data: Any = None
    ) -> "ScenarioError":
        """Return what pydantic found wrong with a scenario, in the words of a scenario.

        Args:
            error: of `Scenario`.
            file: that holds the scenario, if one does.
            data: the scenario's raw fields; they tell ids and how a path is written.
        """
        from voltwin.scenario.messages import problems_of
        from voltwin.scenario.scenario import Scenario

        return cls.from_problems(problems_of(error, Scenario, data), data).in_file(file)

    @classmethod
    def from_problems(cls, problems: Iterable[Problem], data: Any) -> "ScenarioError":
        """Return problems of a scenario, raw or not, each with the id that its path leads to."""
        found = list(problems)
        lines = [f"{located(path, data)}: {text}" if path else text for path, text in found]
        return cls(lines, [path for path, _ in found])

    def in_file(
        self,
        file: str | PathLike[str] | None,
        line_of: Callable[[Path], int | None] = lambda path: None,
    ) -> "ScenarioError":
        """Return the same problems, each with the file in front.

        Args:
            file: that holds the scenario.
            line_of: the number of a path's line in it, if that is known.
        """
        if file is None:
            return self
        numbers = [line_of(path) for path in self.paths]
        places = [f"{fspath(file)}:{n}" if n else fspath(file) for n in numbers]
        lines = [f"{place}: {line}" for place, line in zip(places, self.lines, strict=True)]
        return type(self)(lines, self.paths)


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
    """Return a path with the id of the station or battery type that it leads into.

    >>> located(("stations", 0, "bays"), {"stations": [{"id": "north"}]})
    'stations[0].bays ("north")'
    """
    text = field_path(path)
    if len(path) > 1 and path[0] in ("stations", "battery_types") and path[-1] != "id":
        item = _item(data, path[0], path[1])
        if item is not None:
            text += f' ("{item}")'
    return text


def _item(data: Any, kind: str | int, index: str | int) -> str | None:
    items = data.get(kind) if isinstance(data, Mapping) else getattr(data, str(kind), None)
    if not isinstance(items, Sequence) or not isinstance(index, int) or index >= len(items):
        return None
    item = items[index]
    found = item.get("id") if isinstance(item, Mapping) else getattr(item, "id", None)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else None
