"""YAML as people mean it: no duplicate keys, and times of day and dates stay text.

YAML 1.1 reads 06:30 as the number 390 and 2026-01-05 as a date; here both are text, for the fields
that want them to parse. What aliases unfold to is bounded, so that a small hostile file cannot fill
the memory.
"""

import re
from typing import Any

import yaml

from voltwin.scenario.yaml_words import of_yaml

MOST_DEPTH = 50
MOST_NODES = 5_000_000

# Told where the parser gives up, not where the quote is opened, or the name stands.
_TOLD_LATE = ("unexpected end of stream", "could not find expected ':'")
_ODD_SPACE = re.compile(r"[ \t]*[\u00a0\u2007\u202f\u3000]")
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = r"""^(?:[-+]?(?:[0-9][0-9_]*)(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?
                |[-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?
                |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"""


class TextError(ValueError):
    """A text that cannot be read: why, and where if that is known."""

    def __init__(self, why: str, line: int | None = None, column: int | None = None) -> None:
        """Keep the reason and the place, both from 1."""
        where = "" if line is None else f"line {line}, column {column}: "
        super().__init__(f"{where}{why}")


class _Loader(_Base):  # type: ignore[misc]
    """A safe loader with these rules."""


def _without(tags: set[str]) -> dict[str, list[tuple[str, Any]]]:
    return {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in tags]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _use_plain_numbers() -> None:
    prefix = "tag:yaml.org,2002:"
    _Loader.yaml_implicit_resolvers = _without(
        {prefix + "timestamp", prefix + "int", prefix + "float"}
    )
    whole, number = re.compile(r"^[-+]?[0-9][0-9_]*$"), re.compile(_NUMBER, re.VERBOSE)
    _Loader.add_implicit_resolver(prefix + "int", whole, list("-+0123456789"))
    _Loader.add_implicit_resolver(prefix + "float", number, list("-+0123456789."))
    _Loader.add_constructor(prefix + "int", lambda loader, node: int(node.value.replace("_", "")))
    _Loader.add_constructor(prefix + "map", _mapping)


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    """Return a mapping; what is merged into it (`<<`) gives way to its own keys."""
    loader.flatten_mapping(node)
    return {
        loader.construct_object(key_node): loader.construct_object(value_node, deep=True)
        for key_node, value_node in node.value
    }


_use_plain_numbers()


def read_yaml(text: str) -> Any:
    """Return what a YAML text holds, as plain values.

    Raises:
        TextError: it is no YAML, or has duplicate keys, or is nested too deeply.
    """
    try:
        root = yaml.compose(text, _Loader)
        if root is None:
            return None
        _check(root)
        loader = _Loader("")
        try:
            data = loader.construct_document(root)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise _text_error(error, text) from None
    except yaml.reader.ReaderError as error:
        before = text[: text.find(chr(error.character))] if error.character else ""
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        why = f"a character that no text has (#x{error.character:04x}); delete it"
        raise TextError(why, line, column) from None
    except yaml.YAMLError as error:
        raise TextError(str(error).splitlines()[0]) from None
    except (RecursionError, ValueError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise TextError(why) from None
    return data


def _text_error(error: yaml.MarkedYAMLError, text: str) -> TextError:
    """Return what is wrong and where, in words that tell what to do."""
    mark = error.problem_mark or error.context_mark
    if any(text in str(error.problem) for text in _TOLD_LATE):
        mark = error.context_mark or mark
    if mark is None:
        return TextError(of_yaml(str(error.problem)))
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        odd = _ODD_SPACE.match(line)
        if odd:
            return TextError("a non-breaking space indents it; use spaces", number, odd.end())
    here = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return TextError("a tab indents it; use spaces", mark.line + 1, mark.column + 1)
    no_colon = "mapping values are not allowed" in str(error.problem)
    before = _line_without_colon(lines, mark) if no_colon else None
    if before is not None:
        return TextError("a colon is missing after the name of a field", before + 1, 1)
    return TextError(of_yaml(str(error.problem)), mark.line + 1, mark.column + 1)


def _line_without_colon(lines: list[str], mark: yaml.Mark) -> int | None:
    """Return the line before a mark at the first colon of its line, if that has no colon."""
    if mark.line >= len(lines):
        return None
    filled = (n for n in range(mark.line - 1, -1, -1) if lines[n].partition("#")[0].strip())
    before = next(filled, None)
    if before is None or ":" in lines[mark.line][: mark.column] or ":" in lines[before]:
        return None
    return before


def _check(root: yaml.Node) -> None:
    """Refuse keys that stand twice, and aliases that unfold to too much."""
    sizes: dict[int, int] = {}

    def size(node: yaml.Node) -> int:
        if isinstance(node, yaml.ScalarNode):
            return 1
        if id(node) not in sizes:
            sizes[id(node)] = MOST_NODES  # until it is known: a node that contains itself
            sizes[id(node)] = 1 + sum(size(child) for child in _children(node))
        if sizes[id(node)] > MOST_NODES:
            raise _refused(f"references (& and *) unfold to over {MOST_NODES:,} values", node)
        return sizes[id(node)]

    size(root)


def _children(node: yaml.Node) -> list[yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return list(node.value)
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _refused("a key must be a name", key)
        if key.value in seen:
            raise _refused(f'"{key.value}" stands twice', key)
        seen.add(key.value)
    return [value for _, value in node.value]


def _refused(why: str, node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, why, node.start_mark)
