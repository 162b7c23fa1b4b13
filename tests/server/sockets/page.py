"""Messages as docs/live.md has them."""

import re
from pathlib import Path
from typing import Any

PAGE = (Path(__file__).parents[3] / "docs/live.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| `(\w+)`(\??) \|", re.MULTILINE)


def fields_of(kind: str) -> dict[str, bool]:
    """Return the fields of a kind of messages, and whether each is always there."""
    (table,) = re.findall(rf"^`{kind}`.*:\n\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    return {name: not optional for name, optional in _ROW.findall(table)}


def assert_as_on_the_page(message: dict[str, Any]) -> None:
    """Let through a message that has all fields that it must have, and no others."""
    fields, told = fields_of(message["kind"]), message.keys() - {"kind"}
    assert {name for name, is_always in fields.items() if is_always} <= told <= fields.keys()
