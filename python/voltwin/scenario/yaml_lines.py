"""On which line of a file something stands."""

from collections.abc import Callable

import yaml

from voltwin.scenario.errors import Path

_MOST_CHARACTERS = 10_000_000  # finding lines means parsing again: a few seconds


def line_finder(text: str) -> Callable[[Path], int | None]:
    """Return what tells the line of a path, from 1, in a scenario's text, YAML or JSON.

    Where the path leads to something that is not in the text (a missing field, or one of a station
    in a table) the line is that of the nearest thing around it.
    """
    root = _root(text)
    return lambda path: None if root is None or not path else _line(root, path)


def _root(text: str) -> yaml.Node | None:
    if len(text) > _MOST_CHARACTERS:
        return None
    try:
        return yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:  # JSON that YAML does not read
        return None


def _line(node: yaml.Node, path: Path) -> int:
    line = node.start_mark.line
    for step in path:
        pair = _child(node, step)
        if pair is None:
            break
        mark, node = pair
        line = mark.start_mark.line
    return int(line) + 1


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the node that names a step, and the node that it leads to."""
    if isinstance(node, yaml.MappingNode):
        return next((pair for pair in node.value if pair[0].value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
